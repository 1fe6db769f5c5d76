package dev.net2vec.mask.form;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.net2vec.kpi.InvalidMaskException;
import dev.net2vec.kpi.MaskRole;
import java.util.Base64;
import java.util.regex.Pattern;

/** Recognises the contents of STRING cells that are not COCO RLE objects. */
public final class ForeignText {
  private static final String ALLOWED = "{\"size\": [h, w], \"counts\": …} (COCO RLE)";
  private static final String RASTERISE =
      "rasterise polygons with pycocotools' mask.merge(mask.frPyObjects(polygons, h, w))";
  public static final Foreign POLYGONS = new Foreign("COCO polygons", RASTERISE);
  private static final Foreign LISTS_OF_NUMBERS =
      new Foreign(
          "lists of numbers, such as COCO polygons", RASTERISE + ", parse items with from_json");
  public static final Foreign ANNOTATION =
      new Foreign(
          "a COCO annotation", "take its run lengths with get_json_object(mask, '$.segmentation')");
  public static final Foreign LABEL_STUDIO =
      new Foreign(
          "Label Studio run lengths", "decode them with label-studio-converter's brush.decode_rle");
  private static final Foreign CVAT =
      new Foreign("CVAT run lengths", "export them from CVAT as COCO");
  private static final Foreign KAGGLE =
      new Foreign(
          "Kaggle run lengths",
          "decode them with the image's size and store pycocotools' mask.encode(array)");
  private static final Foreign LIST =
      new Foreign(
          "a list of integers",
          "decode Label Studio's with label-studio-converter's brush.decode_rle, export CVAT's as"
              + " COCO");
  private static final Foreign PATH =
      new Foreign(
          "a path",
          "read the file's bytes with spark.read.format('binaryFile') or the job's --format files");
  private static final Foreign DATA_URI =
      new Foreign("a data URI", "decode it with unbase64(split_part(mask, ',', 2))");
  private static final Foreign PYTHON_DICT =
      new Foreign("a Python dict", "write it with json.dumps, with counts.decode()");

  /** Enough characters to recognise the form of a text. */
  private static final int HEAD = 400;

  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]{8,}={0,2}");
  private static final Pattern PATH_START =
      Pattern.compile("(?s)([A-Za-z][A-Za-z0-9+.-]+:/|/|\\.{1,2}/|~/|[A-Za-z]:\\\\).*");
  private static final Pattern PATH_END =
      Pattern.compile("(?i).*\\.(png|npy|npz|jpe?g|tiff?|gif|bmp|webp|jp2|nii|nii\\.gz|h5|pkl|pt)");
  private static final Pattern PAIRS = Pattern.compile("\\d+( \\d+)+");
  private static final Pattern COMMAS = Pattern.compile("\\d+(, ?\\d+)+,?");
  private static final Pattern LISTS = Pattern.compile("(?s)\\[\\s*\\[\\s*-?\\d.*");
  private static final Pattern NUMBERS = Pattern.compile("(?s)\\[\\s*\\d+\\s*,.*");

  private ForeignText() {}

  /** Returns the error for a STRING cell with a foreign form. */
  public static InvalidMaskException error(MaskRole role, Foreign foreign) {
    return foreign.in(role, "STRING", ALLOWED);
  }

  /** Returns the form of the text; null if unknown, or if it may be a COCO RLE object. */
  public static Foreign of(String text) {
    String head = text.substring(0, Math.min(text.length(), HEAD)).strip();
    if (head.startsWith("{'")) {
      return PYTHON_DICT;
    } else if (head.startsWith("data:")) {
      return DATA_URI;
    } else if (LISTS.matcher(head).matches()) {
      return LISTS_OF_NUMBERS;
    } else if (NUMBERS.matcher(head).matches()) {
      return LIST;
    } else if (PAIRS.matcher(head).matches()) {
      return KAGGLE;
    } else if (COMMAS.matcher(head).matches()) {
      return CVAT;
    }
    return file(text, head);
  }

  private static Foreign file(String text, String head) {
    FileKind kind = FileKind.of(head.getBytes(ISO_8859_1));
    if (kind != null) {
      return new Foreign(kind.title(), kind.remedy());
    }
    FileKind encoded = BASE64.matcher(head).matches() ? FileKind.of(decoded(head)) : null;
    if (encoded != null) {
      return new Foreign(
          "base64 of " + encoded.title(),
          encoded.isRead() ? "decode it with unbase64(mask)" : encoded.remedy());
    }
    boolean path =
        PATH_START.matcher(head).matches()
            || (text.length() <= HEAD && PATH_END.matcher(head).matches());
    return path ? PATH : null;
  }

  /** Decodes the complete groups of four characters. */
  private static byte[] decoded(String base64) {
    String digits = base64.replace("=", "");
    return Base64.getDecoder().decode(digits.substring(0, digits.length() / 4 * 4));
  }
}
