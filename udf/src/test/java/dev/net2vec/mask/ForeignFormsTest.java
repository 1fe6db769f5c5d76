package dev.net2vec.mask;

import static dev.net2vec.kpi.InvalidMaskException.Reason.UNREADABLE;
import static dev.net2vec.kpi.InvalidMaskException.Reason.UNSUPPORTED;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.net2vec.kpi.MaskRole;
import dev.net2vec.kpi.Pixels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Masks in forms that are not read: each is named, with what makes a mask of it that is. */
class ForeignFormsTest {
  private static final MaskDecoder BINARY =
      MaskDecoder.of(DataTypes.BinaryType, MaskRole.PREDICTION);
  private static final MaskDecoder STRING = MaskDecoder.of(DataTypes.StringType, MaskRole.TARGET);
  private static final byte[] NPY = NpyWriter.FLOAT.write(Pixels.of(new float[] {0.25f, 1}));
  private static final byte[] PNG = new PngFile(8, new int[][] {{0, 255}}).bytes();
  private static final String POLYGONS =
      "rasterise polygons with pycocotools' mask.merge(mask.frPyObjects(polygons, h, w))";
  private static final String TIFF = "save it as NPY: numpy.save(path, tifffile.imread(file))";
  private static final String NIFTI =
      "save it as NPY: numpy.save(path, nibabel.load(file).get_fdata())";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "FFD8FFE0                 | JPEG      | export the mask as PNG, since JPEG alters its"
            + " values",
        "474946383961             | GIF       | convert it to PNG",
        "49492A0008000000         | TIFF      | " + TIFF,
        "4D4D002A00000008         | TIFF      | " + TIFF,
        "49492B0008000000         | TIFF      | " + TIFF,
        "524946461A00000057454250 | WebP      | convert it to PNG",
        "424D46000000000000003600 | BMP       | convert it to PNG",
        "0000000C6A5020200D0A870A | JPEG 2000 | convert it to PNG",
        "FF4FFF51002F             | JPEG 2000 | convert it to PNG",
        "504B0304                 | ZIP       | unpack the mask from it",
        "1F8B08                   | GZIP      | unpack the mask from it",
        "894844460D0A1A0A | HDF5 | save one dataset as NPY: numpy.save(path,"
            + " h5py.File(file)[name][()])",
        "80028A0A | a Python pickle | save the array in it as NPY: numpy.save(path, array)",
        "80036300 | a Python pickle | save the array in it as NPY: numpy.save(path, array)",
        "80049500 | a Python pickle | save the array in it as NPY: numpy.save(path, array)",
        "80059500 | a Python pickle | save the array in it as NPY: numpy.save(path, array)"
      })
  void fileIsNamedByItsFirstBytes(String hex, String title, String remedy) {
    rejectsFile(HexFormat.of().parseHex(hex), title, remedy);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"52494646000000005741", "424D46000000010000003600", "8006", "494949", "1F"})
  void otherBytesAreUnknown(String hex) {
    new Rejection(
            HexFormat.of().parseHex(hex),
            UNREADABLE,
            "prediction's format is unknown at byte 0, but must be NPY or PNG")
        .assertBy(BINARY);
  }

  @Test
  void niftiIsNamedPlainAndZipped() throws IOException {
    byte[] first = new byte[352];
    System.arraycopy("n+1\0".getBytes(ISO_8859_1), 0, first, 344, 4);
    byte[] second = Arrays.copyOf("\u001c\u0002\0\0n+2\0\r\n\u001a\n".getBytes(ISO_8859_1), 540);

    for (byte[] file : new byte[][] {first, second}) {
      rejectsFile(file, "NIfTI", NIFTI);
      rejectsFile(gzip(file), "NIfTI in GZIP", NIFTI);
    }
  }

  @Test
  void zippedMaskIsToBeUnpacked() throws IOException {
    rejectsFile(gzip(NPY), "NPY in GZIP", "unpack the mask from it");
    rejectsFile(gzip(PNG), "PNG in GZIP", "unpack the mask from it");
    rejectsFile(gzip(gzip(PNG)), "GZIP", "unpack the mask from it");
    rejectsFile(gzip(new byte[3]), "GZIP", "unpack the mask from it");
    byte[] damaged = gzip(PNG);
    Arrays.fill(damaged, 10, damaged.length, (byte) 0xff);
    rejectsFile(damaged, "GZIP", "unpack the mask from it");
  }

  @Test
  void archiveIsNamedByItsFirstEntry() throws IOException {
    rejectsFile(
        zip("mask.npy"),
        "NPZ",
        "save one of its arrays as NPY: numpy.save(path, numpy.load(file)['arr_0'])");
    rejectsFile(
        zip("archive/data.pkl"),
        "a PyTorch file",
        "save its tensor as NPY: numpy.save(path, torch.load(file).numpy())");
    rejectsFile(zip("mask.png"), "ZIP", "unpack the mask from it");
    rejectsFile(Arrays.copyOf(zip("mask.npy"), 34), "ZIP", "unpack the mask from it");
  }

  static Stream<Arguments> texts() {
    String list =
        "decode Label Studio's with label-studio-converter's brush.decode_rle, export CVAT's as"
            + " COCO";
    String lists = POLYGONS + ", parse items with from_json";
    String kaggle = "decode them with the image's size and store pycocotools' mask.encode(array)";
    String path =
        "read the file's bytes with spark.read.format('binaryFile') or the job's --format files";
    String unbase64 = "decode it with unbase64(mask)";
    return Stream.of(
        Arguments.of("1 3 10 5", "Kaggle run lengths", kaggle),
        Arguments.of("1 3 ".repeat(5000), "Kaggle run lengths", kaggle),
        Arguments.of("12, 5, 30", "CVAT run lengths", "export them from CVAT as COCO"),
        Arguments.of("12,5,30", "CVAT run lengths", "export them from CVAT as COCO"),
        Arguments.of("12, ".repeat(5000), "CVAT run lengths", "export them from CVAT as COCO"),
        Arguments.of("[0, 0, 42, 128]", "a list of integers", list),
        Arguments.of(" [0,\n0]", "a list of integers", list),
        Arguments.of(
            "[[10.5, 3, 12, 3, 12, 8.25]]", "lists of numbers, such as COCO polygons", lists),
        Arguments.of("[[-1,2,3]", "lists of numbers, such as COCO polygons", lists),
        Arguments.of(
            "{\"id\":1,\"segmentation\":[[10.5,3,12,3,12,8.25]],\"area\":9}",
            "COCO polygons",
            POLYGONS),
        Arguments.of(
            "{\"size\":[2,3],\"segmentation\":[[10.5,3,12,3,12,8.25]]}", "COCO polygons", POLYGONS),
        Arguments.of(
            "{\"id\":1,\"bbox\":[1,2,3,4],\"segmentation\":{\"size\":[2,3],\"counts\":\"231\"}}",
            "a COCO annotation",
            "take its run lengths with get_json_object(mask, '$.segmentation')"),
        Arguments.of(
            "{\"format\":\"rle\",\"rle\":[0,0,42]}",
            "Label Studio run lengths",
            "decode them with label-studio-converter's brush.decode_rle"),
        Arguments.of(
            "{'size': [2, 3], 'counts': b'231'}",
            "a Python dict",
            "write it with json.dumps, with counts.decode()"),
        Arguments.of(Base64.getEncoder().encodeToString(PNG), "base64 of PNG", unbase64),
        Arguments.of(Base64.getEncoder().encodeToString(NPY), "base64 of NPY", unbase64),
        Arguments.of(
            "/9j/4AAQSkZJRgABAQ==",
            "base64 of JPEG",
            "export the mask as PNG, since JPEG alters its values"),
        Arguments.of(
            "data:image/png;base64,iVBORw0KGgo=",
            "a data URI",
            "decode it with unbase64(split_part(mask, ',', 2))"),
        Arguments.of("/data/masks/1", "a path", path),
        Arguments.of("./1", "a path", path),
        Arguments.of("../masks/1", "a path", path),
        Arguments.of("~/masks/1", "a path", path),
        Arguments.of("C:\\masks\\1", "a path", path),
        Arguments.of("s3a://bucket/masks/1", "a path", path),
        Arguments.of("file:/data/1", "a path", path),
        Arguments.of("masks/1.png", "a path", path),
        Arguments.of("1.NPY", "a path", path),
        Arguments.of("1.nii.gz", "a path", path),
        Arguments.of(
            "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n",
            "a Git LFS pointer",
            "fetch the file that it stands for: git lfs pull"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("texts")
  void textIsNamedByItsForm(String text, String title, String remedy) {
    new Rejection(
            RleCells.json(text),
            UNSUPPORTED,
            "target's STRING is %s, but must be {\"size\": [h, w], \"counts\": …} (COCO RLE); %s"
                .formatted(title, remedy))
        .assertBy(STRING);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "person",
        "51X11POb0",
        "7",
        "NaN",
        "a/b",
        "[]",
        "[[]]",
        "x.y",
        "null",
        "{\"size\":[1,2],\"rle\":\"11\"}"
      })
  void otherTextIsNoJson(String text) {
    assertThatExceptionOfType(dev.net2vec.kpi.InvalidMaskException.class)
        .isThrownBy(() -> STRING.decode(RleCells.json(text)))
        .withMessageStartingWith("target's RLE JSON is ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"size\": [2, 3], \"counts\": \"231\"} | JSON text | cast the column to STRING",
        "iVBORw0KGgoAAAAN | base64 of PNG | decode it with unbase64(mask)",
        "masks/1.png      | a path | read the file's bytes with spark.read.format('binaryFile') or"
            + " the job's --format files",
        "version https://git-lfs.github.com/spec/v1 | a Git LFS pointer | fetch the file that it"
            + " stands for: git lfs pull"
      })
  void textInBinaryIsNamedToo(String text, String title, String remedy) {
    rejectsFile(text.getBytes(ISO_8859_1), title, remedy);
  }

  static Stream<Arguments> types() {
    DataType rle = RleCells.COMPRESSED;
    DataType polygons = new ArrayType(new ArrayType(DataTypes.DoubleType, true), true);
    StructType annotation = new StructType().add("id", DataTypes.LongType);
    return Stream.of(
        Arguments.of(annotation.add("segmentation", polygons), POLYGONS),
        Arguments.of(
            annotation.add("segmentation", rle), "take its segmentation: mask.segmentation"),
        Arguments.of(
            RleCells.COMPRESSED.add("id", DataTypes.LongType),
            "keep only size and counts in the struct: named_struct('size', mask.size, 'counts',"
                + " mask.counts)"),
        Arguments.of(
            ImageDecoderTest.TYPE.add("id", DataTypes.LongType), "take its bytes: mask.bytes"),
        Arguments.of(new ArrayType(rle, true), "take one of the structs, with explode or [0]"));
  }

  @ParameterizedTest
  @MethodSource("types")
  void columnIsToldWhatToTakeOfIt(DataType type, String remedy) {
    assertThat(MaskDecoder.reads(type)).isFalse();
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> MaskDecoder.of(type, MaskRole.TARGET))
        .withMessage("target is %s, but must be %s; %s", type.sql(), MaskDecoder.ALLOWED, remedy);
  }

  @Test
  void columnOfUnknownUseIsToldWhatIsAllowed() {
    assertThat(MaskDecoder.allowedFor(DataTypes.DateType)).isEqualTo(MaskDecoder.ALLOWED);
    assertThat(MaskDecoder.allowedFor(new StructType().add("id", DataTypes.LongType)))
        .isEqualTo(MaskDecoder.ALLOWED);
  }

  private static void rejectsFile(byte[] file, String title, String remedy) {
    new Rejection(
            file,
            UNSUPPORTED,
            "prediction's format is %s, but must be NPY or PNG; %s".formatted(title, remedy))
        .assertBy(BINARY);
  }

  private static byte[] gzip(byte[] file) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(file);
    }
    return bytes.toByteArray();
  }

  private static byte[] zip(String entry) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      out.putNextEntry(new ZipEntry(entry));
      out.write(NPY);
    }
    return bytes.toByteArray();
  }
}
