package dev.net2vec.mask;

import static dev.net2vec.kpi.InvalidMaskException.Reason.EMPTY;
import static dev.net2vec.kpi.InvalidMaskException.Reason.TOO_LARGE;
import static dev.net2vec.kpi.InvalidMaskException.Reason.UNREADABLE;
import static dev.net2vec.kpi.InvalidMaskException.Reason.UNSUPPORTED;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.net2vec.kpi.InvalidMaskException.Reason;
import dev.net2vec.kpi.MaskRole;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NpyRejectionsTest {
  private static final String DESCRS =
      "b1, u1, i1, u2, i2, u4, i4, u8, i8, f2, f4 or f8, with or without < or >";
  private static final byte[] VALID =
      NpyFile.withHeader(
          1, "{'descr': '|u1', 'fortran_order': False, 'shape': (2,)}\n", new byte[2]);

  static Stream<Rejection> files() {
    return Stream.of(
        file(
            Arrays.copyOf(VALID, 6),
            UNREADABLE,
            "prediction's NPY header is cut off at byte 6, but must be at least 10 bytes long"),
        file(
            Arrays.copyOf(VALID, 9),
            UNREADABLE,
            "prediction's NPY header is cut off at byte 9, but must be at least 10 bytes long"),
        file(
            Arrays.copyOf(VALID, 40),
            UNREADABLE,
            "prediction's NPY header is cut off at byte 40, but must be bytes up to 66"),
        file(
            Arrays.copyOf(VALID, 60),
            UNREADABLE,
            "prediction's NPY header is cut off at byte 60, but must be bytes up to 66"),
        file(
            edited(6, 4),
            UNSUPPORTED,
            "prediction's NPY version is 4.0 at byte 6, but must be 1.0, 2.0 or 3.0"),
        file(
            edited(7, 1),
            UNSUPPORTED,
            "prediction's NPY version is 1.1 at byte 6, but must be 1.0, 2.0 or 3.0"),
        file(
            edited(9, 0xff),
            UNREADABLE,
            "prediction's NPY header length is 65336 at byte 8, but must be at most 10000"),
        file(
            NpyFile.withHeader(2, " ".repeat(10_001)),
            UNREADABLE,
            "prediction's NPY header length is 10001 at byte 8, but must be at most 10000"),
        file(
            Arrays.copyOf(VALID, VALID.length - 1),
            UNREADABLE,
            "prediction's NPY payload is 1 bytes long at byte 66, but must be 2 (shape 2, 1 each)"),
        file(
            Arrays.copyOf(VALID, VALID.length + 1),
            UNREADABLE,
            "prediction's NPY payload is 3 bytes long at byte 66, but must be 2 (shape 2, 1 each)"),
        descr("'|O'", UNSUPPORTED, "NPY dtype is '|O' at byte 20, but must be " + DESCRS),
        descr("'<U3'", UNSUPPORTED, "NPY dtype is '<U3' at byte 20, but must be " + DESCRS),
        descr("'<c8'", UNSUPPORTED, "NPY dtype is '<c8' at byte 20, but must be " + DESCRS),
        descr("'<M8[ns]'", UNSUPPORTED, "NPY dtype is '<M8[ns]' at byte 20, but must be " + DESCRS),
        descr("'|V5'", UNSUPPORTED, "NPY dtype is '|V5' at byte 20, but must be " + DESCRS),
        descr("'u 1'", UNSUPPORTED, "NPY dtype is 'u 1' at byte 20, but must be " + DESCRS),
        descr("'~u1'", UNSUPPORTED, "NPY dtype is '~u1' at byte 20, but must be " + DESCRS),
        descr("''", UNSUPPORTED, "NPY dtype is '' at byte 20, but must be " + DESCRS),
        // Of one width on Linux and another on Windows.
        descr("'l'", UNSUPPORTED, "NPY dtype is 'l' at byte 20, but must be " + DESCRS),
        descr("'int'", UNSUPPORTED, "NPY dtype is 'int' at byte 20, but must be " + DESCRS),
        descr("'<f16'", UNSUPPORTED, "NPY dtype is '<f16' at byte 20, but must be " + DESCRS),
        descr(
            "'<float32'", UNSUPPORTED, "NPY dtype is '<float32' at byte 20, but must be " + DESCRS),
        descr("'<'", UNSUPPORTED, "NPY dtype is '<' at byte 20, but must be " + DESCRS),
        descr(
            "[('a', '<f4')]",
            UNSUPPORTED,
            "NPY dtype is structured at byte 20, but must be " + DESCRS),
        descr("17", UNREADABLE, "NPY header is malformed at byte 20, but must be a quoted string"),
        descr(
            "'\\x3cf4'",
            UNREADABLE,
            "NPY header is malformed at byte 20, but must be a string of at most 24 plain"
                + " characters"),
        order("0", UNREADABLE, "NPY header is malformed at byte 44, but must be True or False"),
        order("'no'", UNREADABLE, "NPY header is malformed at byte 44, but must be True or False"),
        shape("[2]", UNREADABLE, "NPY header is malformed at byte 60, but must be '('"),
        shape("2", UNREADABLE, "NPY header is malformed at byte 60, but must be '('"),
        shape(
            "(2)",
            UNREADABLE,
            "NPY header is malformed at byte 63, but must be a tuple, as in (5,)"),
        shape(
            "(-2,)",
            UNREADABLE,
            "NPY header is malformed at byte 61, but must be an integer of at least 0"),
        shape("(2.5,)", UNREADABLE, "NPY header is malformed at byte 62, but must be ',' or ')'"),
        shape(
            "(02,)",
            UNREADABLE,
            "NPY header is malformed at byte 61, but must be an integer of at least 0"),
        shape(
            "(,)",
            UNREADABLE,
            "NPY header is malformed at byte 61, but must be an integer of at least 0"),
        shape("(1, 1, 1, 1, 2)", UNSUPPORTED, "NPY rank is 5, but must be at most 4"),
        shape("(0,)", EMPTY, "prediction has shape 0, but must have at least one pixel"),
        shape(
            "(99999, 99999, 99999, 0)",
            EMPTY,
            "prediction has shape 99999x99999x99999x0, but must have at least one pixel"),
        shape(
            "(8193, 8192)",
            TOO_LARGE,
            "prediction has 67117056 pixels, but must have at most 67108864"),
        shape(
            "(4294967296, 4294967296)",
            TOO_LARGE,
            "prediction has 2^63 or more pixels, but must have at most 67108864"),
        shape(
            "(99999999999999999999999999,)",
            TOO_LARGE,
            "prediction has 2^63 or more pixels, but must have at most 67108864"),
        shape(
            "(9223372036854775800,)",
            TOO_LARGE,
            "prediction has 9223372036854775800 pixels, but must have at most 67108864"),
        file(
            NpyFile.withHeader(1, "{'descr': '|u1', 'fortran_order': False, 'shape': (0,)}"),
            EMPTY,
            "prediction has shape 0, but must have at least one pixel"),
        header("", UNREADABLE, "NPY header is incomplete at byte 10, but must be '{'"),
        header(
            "{'shape': (2,)", UNREADABLE, "NPY header is incomplete at byte 24, but must be '}'"),
        header("{}", UNREADABLE, "NPY key descr is missing at byte 12, but must be present once"),
        header(
            "{'descr': '|u1', 'shape': (2,)}",
            UNREADABLE,
            "NPY key fortran_order is missing at byte 41, but must be present once"),
        header(
            "{'descr': '|u1', 'fortran_order': False}",
            UNREADABLE,
            "NPY key shape is missing at byte 50, but must be present once"),
        header(
            "{'descr': '|u1', 'descr': '<f4', 'fortran_order': False, 'shape': (2,)}",
            UNREADABLE,
            "NPY key descr is repeated at byte 27, but must be present once"),
        header(
            "{'descr': '|u1', 'fortran_order': False, 'fortran_order': True, 'shape': (2,)}",
            UNREADABLE,
            "NPY key fortran_order is repeated at byte 51, but must be present once"),
        header(
            "{'descr': '|u1', 'fortran_order': False, 'shape': (2,), 'shape': (2,)}",
            UNREADABLE,
            "NPY key shape is repeated at byte 66, but must be present once"),
        header(
            "{'descr': '|u1', 'fortran_order': False, 'shape': (2,), 'more': 1}",
            UNREADABLE,
            "NPY key is unknown at byte 66, but must be descr, fortran_order or shape"),
        header(
            "{'descr': '|u1', 'fortran_order': False, 'shape': (2,)} x",
            UNREADABLE,
            "NPY header is malformed at byte 66, but must be spaces and a newline to its end"),
        header(
            "{'descr': '|u1', 'fortran_order': False 'shape': (2,)}",
            UNREADABLE,
            "NPY header is malformed at byte 50, but must be '}'"),
        header(
            "{'descr",
            UNREADABLE,
            "NPY header is malformed at byte 11, but must be a closed string"));
  }

  /** Files whose payload would complete the header. */
  static Stream<Rejection> payloadsThatGoOn() {
    return Stream.of(
        goesOn(
            "{'descr': '|u1', 'fortran_order': False, 'shape': (2,)",
            "}",
            "incomplete at byte 64, but must be '}'"),
        goesOn(
            "{'descr': '|u1', 'fortran_order': False, 'shape': (2,)",
            " }",
            "incomplete at byte 64, but must be '}'"),
        goesOn(
            "{'descr': '|u1', 'fortran_order': False, 'shape': (2",
            "2,)}",
            "incomplete at byte 62, but must be ',' or ')'"),
        goesOn(
            "{'descr': '|u1', 'fortran_order': False, 'shape': (2",
            "L,)}",
            "incomplete at byte 62, but must be ',' or ')'"),
        goesOn(
            "{'descr': '|u1', 'shape': (2,), 'fortran_order': Fals",
            "e}",
            "malformed at byte 59, but must be True or False"),
        goesOn(
            "{'descr': '|u1', 'shape': (2,), 'fortran_order': False",
            "}",
            "incomplete at byte 64, but must be '}'"));
  }

  private static Rejection goesOn(String header, String payload, String message) {
    return header(header, payload.getBytes(US_ASCII), UNREADABLE, "NPY header is " + message);
  }

  @ParameterizedTest
  @MethodSource({"files", "payloadsThatGoOn"})
  void areRejectedWithWordsThatTellWhereAndWhatIsAllowed(Rejection rejection) {
    rejection.assertBy(MaskDecoder.of(DataTypes.BinaryType, MaskRole.PREDICTION));
  }

  private static Rejection file(byte[] file, Reason reason, String message) {
    return new Rejection(file, reason, message);
  }

  private static Rejection header(String header, Reason reason, String message) {
    return header(header, new byte[2], reason, message);
  }

  private static Rejection header(String header, byte[] payload, Reason reason, String message) {
    String whole = message.startsWith("prediction") ? message : "prediction's " + message;
    return file(NpyFile.withHeader(1, header, payload), reason, whole);
  }

  private static Rejection descr(String descr, Reason reason, String message) {
    String header = "{'descr': %s, 'fortran_order': False, 'shape': (2,)}".formatted(descr);
    return header(header, reason, message);
  }

  private static Rejection order(String order, Reason reason, String message) {
    String header = "{'descr': '|u1', 'fortran_order': %s, 'shape': (2,)}".formatted(order);
    return header(header, reason, message);
  }

  private static Rejection shape(String shape, Reason reason, String message) {
    String header = "{'descr': '|u1', 'fortran_order': False, 'shape': %s}".formatted(shape);
    return header(header, reason, message);
  }

  private static byte[] edited(int at, int value) {
    byte[] file = VALID.clone();
    file[at] = (byte) value;
    return file;
  }
}
