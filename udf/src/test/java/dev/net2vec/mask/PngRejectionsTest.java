package dev.net2vec.mask;

import static dev.net2vec.kpi.InvalidMaskException.Reason.EMPTY;
import static dev.net2vec.kpi.InvalidMaskException.Reason.TOO_LARGE;
import static dev.net2vec.kpi.InvalidMaskException.Reason.UNREADABLE;
import static dev.net2vec.kpi.InvalidMaskException.Reason.UNSUPPORTED;

import dev.net2vec.kpi.MaskRole;
import dev.net2vec.kpi.TargetEncoding;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PngRejectionsTest {
  private static final String ONE_CHANNEL =
      "0 (greyscale) or 3 (palette); if all channels are equal, save the first with Pillow's"
          + " image.getchannel(0)";
  private static final String IDS_OR_ONE_CHANNEL =
      "0 (greyscale) or 3 (palette); if its colours are class ids, set the option target_encoding"
          + " to rgb_id or ade20k; if all channels are equal, save the first with Pillow's"
          + " image.getchannel(0)";
  private static final byte[] HEADER = PngFile.header(2, 2, 8, 0, 0);
  private static final byte[] ROWS = {0, 1, 2, 0, 3, 4};
  private static final byte[] DATA = PngFile.data(ROWS);
  private static final byte[] END = PngFile.end();
  private static final byte[] VALID = PngFile.file(HEADER, DATA, END);

  static Stream<Rejection> files() {
    return Stream.of(
        bad(
            Arrays.copyOf(VALID, 8),
            "PNG is cut off at byte 8, but must be complete up to its IEND chunk"),
        bad(
            Arrays.copyOf(VALID, VALID.length - 12),
            "PNG is cut off at byte 59, but must be complete up to its IEND chunk"),
        bad(
            Arrays.copyOf(VALID, 50),
            "PNG chunk length is 14 at byte 33, but must be at most 5, the number of bytes that"
                + " follow"),
        bad(
            edited(33, 0xff),
            "PNG chunk length is 4278190094 at byte 33, but must be at most 26, the number"
                + " of bytes that follow"),
        bad(edited(20, 9), "PNG chunk is damaged (wrong checksum) at byte 8, but must be intact"),
        bad(edited(45, 99), "PNG chunk is damaged (wrong checksum) at byte 33, but must be intact"),
        bad(
            PngFile.file(DATA, END),
            "first PNG chunk is no header at byte 8, but must be IHDR of 13 bytes"),
        bad(
            PngFile.file(PngFile.chunk("IHDR", new byte[12]), DATA, END),
            "first PNG chunk is no header at byte 8, but must be IHDR of 13 bytes"),
        bad(
            PngFile.file(HEADER, HEADER, DATA, END),
            "PNG chunk is misplaced, repeated or unknown at byte 33, but must be IHDR, at most one"
                + " PLTE, IDAT and IEND, in this order, or ancillary"),
        bad(
            PngFile.file(HEADER, PngFile.chunk("NEWS"), DATA, END),
            "PNG chunk is misplaced, repeated or unknown at byte 33, but must be IHDR, at most one"
                + " PLTE, IDAT and IEND, in this order, or ancillary"),
        bad(
            PngFile.file(HEADER, DATA, PngFile.chunk("tEXt"), DATA, END),
            "PNG chunk IDAT is apart from the others at byte 71, but must be consecutive"),
        bad(
            PngFile.file(HEADER, DATA, END, new byte[3]),
            "PNG end is followed by 3 bytes at byte 59, but must be the last bytes"),
        bad(
            PngFile.file(PngFile.header(2, 2, 8, 3, 0), DATA, END),
            "PNG palette is missing at byte 59, but must be present, as the colour type is 3"),
        bad(
            PngFile.file(HEADER, END),
            "PNG data is missing at byte 33, but must be present, in IDAT chunks"),
        bad(
            PngFile.file(HEADER, PngFile.data(Arrays.copyOf(ROWS, 5)), END),
            "PNG data is incomplete at byte 33, but must be 6 bytes long when inflated"),
        bad(
            PngFile.file(HEADER, PngFile.data(Arrays.copyOf(ROWS, 7)), END),
            "PNG data is followed by more inflated bytes at byte 33, but must be 6 bytes long when"
                + " inflated"),
        bad(
            PngFile.file(HEADER, DATA, PngFile.chunk("IDAT", (byte) 0), END),
            "PNG data is followed by more deflated bytes at byte 33, but must be 6 bytes long when"
                + " inflated"),
        bad(
            PngFile.file(HEADER, DATA, PngFile.chunk("IDAT"), PngFile.chunk("IDAT", (byte) 0), END),
            "PNG data is followed by more deflated bytes at byte 33, but must be 6 bytes long when"
                + " inflated"),
        bad(
            PngFile.file(HEADER, PngFile.chunk("IDAT", new byte[14]), END),
            "PNG data is damaged at byte 33, but must be one zlib stream (RFC 1950)"),
        bad(
            PngFile.file(PngFile.header(8192, 8192, 8, 0, 0), DATA, END),
            "PNG data is incomplete at byte 33, but must be 67117056 bytes long when inflated"),
        bad(
            PngFile.file(HEADER, PngFile.data(new byte[] {0, 1, 2, 5, 3, 4}), END),
            "PNG filter is 5 in row 1 of pass 0, but must be 0, 1, 2, 3 or 4"),
        bad(header(3, 0, 0), "PNG bit depth is 3 at byte 24, but must be 1, 2, 4, 8 or 16"),
        bad(header(0, 0, 0), "PNG bit depth is 0 at byte 24, but must be 1, 2, 4, 8 or 16"),
        bad(header(16, 3, 0), "PNG bit depth is 16 at byte 24, but must be 1, 2, 4 or 8"),
        bad(header(8, 1, 0), "PNG colour type is 1 at byte 25, but must be 0, 2, 3, 4 or 6"),
        bad(headerWith(10, 1), "PNG compression method is 1 at byte 26, but must be 0"),
        bad(headerWith(11, 1), "PNG filter method is 1 at byte 27, but must be 0"),
        bad(header(8, 0, 2), "PNG interlace method is 2 at byte 28, but must be 0 or 1"),
        new Rejection(
            header(8, 2, 0),
            UNSUPPORTED,
            "target's PNG colour type is 2 (RGB) at byte 25, but must be " + IDS_OR_ONE_CHANNEL),
        new Rejection(
            header(16, 2, 0),
            UNSUPPORTED,
            "target's PNG colour type is 2 (RGB) at byte 25, but must be " + ONE_CHANNEL),
        new Rejection(
            header(8, 4, 0),
            UNSUPPORTED,
            "target's PNG colour type is 4 (greyscale with alpha) at byte 25, but must be "
                + ONE_CHANNEL),
        new Rejection(
            header(8, 6, 0),
            UNSUPPORTED,
            "target's PNG colour type is 6 (RGB with alpha) at byte 25, but must be "
                + IDS_OR_ONE_CHANNEL),
        new Rejection(
            PngFile.file(PngFile.header(0, 5, 8, 0, 0)),
            EMPTY,
            "target has shape 5x0, but must have at least one pixel"),
        new Rejection(
            PngFile.file(PngFile.header(65535, 65535, 8, 0, 0)),
            TOO_LARGE,
            "target has 4294836225 pixels, but must have at most 67108864"),
        new Rejection(
            PngFile.file(PngFile.header(-1, -1, 8, 0, 0)),
            TOO_LARGE,
            "target has 2^63 or more pixels, but must have at most 67108864"));
  }

  /** Written by Pillow 13, from modes RGB, LA and RGBA. */
  static Stream<String> filesOfPillow() {
    return Stream.of(
        "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAC0lEQVR4nGNgQAYAAA4AAamRc7EAAAAASUVORK5CYII=",
        "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAQAAADYv8WvAAAAC0lEQVR4nGNggAEAAAoAAX+AdF4AAAAASUVORK5CYII=",
        "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAYAAABytg0kAAAAC0lEQVR4nGNgQAcAABIAAXfx+gAAAAAASUVORK5CYII=");
  }

  @ParameterizedTest
  @MethodSource("files")
  void areRejectedWithWordsThatTellWhereAndWhatIsAllowed(Rejection rejection) {
    rejection.assertBy(MaskDecoder.of(DataTypes.BinaryType, MaskRole.TARGET));
  }

  @ParameterizedTest
  @MethodSource("filesOfPillow")
  void colourAndAlphaOfPillowAreRejectedAsSuch(String base64) {
    byte[] file = Base64.getDecoder().decode(base64);
    String kind =
        switch (file[25]) {
          case 2 -> "2 (RGB)";
          case 4 -> "4 (greyscale with alpha)";
          default -> "6 (RGB with alpha)";
        };

    new Rejection(
            file,
            UNSUPPORTED,
            "target's PNG colour type is "
                + kind
                + " at byte 25, but must be "
                + (file[25] == 4 ? ONE_CHANNEL : IDS_OR_ONE_CHANNEL))
        .assertBy(MaskDecoder.of(DataTypes.BinaryType, MaskRole.TARGET));
  }

  @Test
  void paletteIsNoPrediction() {
    new Rejection(
            new PngFile(8, new int[][] {{1, 0}}).palette().bytes(),
            UNSUPPORTED,
            "prediction's PNG colour type is 3 (palette) at byte 25, but must be 0 (greyscale): a"
                + " palette index is a class, not a value in [0, 1]")
        .assertBy(MaskDecoder.of(DataTypes.BinaryType, MaskRole.PREDICTION));
  }

  @Test
  void coloursAreNoPrediction() {
    new Rejection(
            header(8, 2, 0),
            UNSUPPORTED,
            "prediction's PNG colour type is 2 (RGB) at byte 25, but must be " + ONE_CHANNEL)
        .assertBy(MaskDecoder.of(DataTypes.BinaryType, MaskRole.PREDICTION));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          8  | 0 | colour type is 0 (greyscale) at byte 25, but must be 2 (RGB) or 6 (RGB with alpha), as target_encoding is rgb_id
          8  | 3 | colour type is 3 (palette) at byte 25, but must be 2 (RGB) or 6 (RGB with alpha), as target_encoding is rgb_id
          8  | 4 | colour type is 4 (greyscale with alpha) at byte 25, but must be 2 (RGB) or 6 (RGB with alpha), as target_encoding is rgb_id
          16 | 2 | bit depth is 16 at byte 24, but must be 8, as target_encoding is rgb_id
          16 | 6 | bit depth is 16 at byte 24, but must be 8, as target_encoding is rgb_id
          """)
  void idsAreColoursOf8Bits(int depth, int colourType, String message) {
    new Rejection(header(depth, colourType, 0), UNSUPPORTED, "target's PNG " + message)
        .assertBy(
            MaskDecoder.ofTarget(
                DataTypes.BinaryType, MaskDecoder.DEFAULT_MAX_PIXELS, TargetEncoding.RGB_ID));
  }

  private static Rejection bad(byte[] file, String message) {
    return new Rejection(file, UNREADABLE, "target's " + message);
  }

  private static byte[] header(int depth, int colorType, int interlace) {
    return PngFile.file(PngFile.header(2, 2, depth, colorType, interlace), DATA, END);
  }

  /** A file whose header has another byte, and the checksum of it. */
  private static byte[] headerWith(int at, int value) {
    byte[] data = Arrays.copyOfRange(HEADER, 8, 21);
    data[at] = (byte) value;
    return PngFile.file(PngFile.chunk("IHDR", data), DATA, END);
  }

  private static byte[] edited(int at, int value) {
    byte[] file = VALID.clone();
    file[at] = (byte) value;
    return file;
  }
}
