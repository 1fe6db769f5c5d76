package dev.net2vec.mask.form;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/** Recognises the contents of BINARY cells that are neither NPY nor PNG. */
public final class ForeignFile {
  /** Enough bytes for the kind of a file and for the start of a text. */
  private static final int HEAD = 512;

  private static final Foreign NPZ =
      new Foreign(
          "NPZ", "save one of its arrays as NPY: numpy.save(path, numpy.load(file)['arr_0'])");
  private static final Foreign PYTORCH =
      new Foreign(
          "a PyTorch file", "save its tensor as NPY: numpy.save(path, torch.load(file).numpy())");
  private static final Foreign JSON = new Foreign("JSON text", "cast the column to STRING");

  private static final int ZIP_NAME_LENGTH_AT = 26;
  private static final int ZIP_NAME_AT = 30;

  private ForeignFile() {}

  /** Returns the form of the bytes; null if unknown. */
  public static Foreign of(byte[] bytes) {
    FileKind kind = FileKind.of(bytes);
    if (kind == null) {
      return text(bytes);
    }
    return switch (kind) {
      case ZIP -> zip(bytes);
      case GZIP -> gzip(bytes);
      default -> new Foreign(kind.title(), kind.remedy());
    };
  }

  private static Foreign zip(byte[] bytes) {
    String entry = "";
    if (bytes.length > ZIP_NAME_AT) {
      int claimed =
          (bytes[ZIP_NAME_LENGTH_AT] & 0xff) | (bytes[ZIP_NAME_LENGTH_AT + 1] & 0xff) << 8;
      int length = Math.min(claimed, bytes.length - ZIP_NAME_AT);
      entry = new String(bytes, ZIP_NAME_AT, length, ISO_8859_1);
    }
    if (entry.endsWith(".npy")) {
      return NPZ;
    } else if (entry.endsWith("/data.pkl")) {
      return PYTORCH;
    }
    return new Foreign(FileKind.ZIP.title(), FileKind.ZIP.remedy());
  }

  private static Foreign gzip(byte[] bytes) {
    FileKind inner = FileKind.of(gunzippedHead(bytes));
    if (inner == null || inner == FileKind.GZIP) {
      return new Foreign(FileKind.GZIP.title(), FileKind.GZIP.remedy());
    }
    return new Foreign(
        inner.title() + " in GZIP", inner.isRead() ? FileKind.GZIP.remedy() : inner.remedy());
  }

  private static byte[] gunzippedHead(byte[] bytes) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return in.readNBytes(HEAD);
    } catch (IOException e) {
      // Either damaged, or not GZIP despite its two magic bytes.
      return new byte[0];
    }
  }

  private static Foreign text(byte[] bytes) {
    int length = Math.min(bytes.length, HEAD);
    for (int i = 0; i < length; i++) {
      if ((bytes[i] < ' ' || bytes[i] > '~') && bytes[i] != '\n' && bytes[i] != '\r') {
        return null;
      }
    }
    String head = new String(bytes, 0, length, ISO_8859_1).strip();
    return head.startsWith("{\"") ? JSON : ForeignText.of(head);
  }
}
