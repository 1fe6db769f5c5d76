package dev.net2vec.mask;

import static dev.net2vec.kpi.InvalidMaskException.Reason.EMPTY;
import static dev.net2vec.kpi.InvalidMaskException.Reason.NULL_ITEM;
import static dev.net2vec.kpi.InvalidMaskException.Reason.TOO_LARGE;
import static dev.net2vec.kpi.InvalidMaskException.Reason.UNREADABLE;
import static dev.net2vec.mask.RleCells.binary;
import static dev.net2vec.mask.RleCells.compressed;
import static dev.net2vec.mask.RleCells.json;
import static dev.net2vec.mask.RleCells.uncompressed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.net2vec.kpi.MaskRole;
import dev.net2vec.kpi.Pixels;
import dev.net2vec.kpi.Shape;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RleDecoderTest {
  private static final MaskDecoder TEXT = decoder(RleCells.COMPRESSED);
  private static final MaskDecoder BINARY = decoder(RleCells.BINARY);
  private static final MaskDecoder ARRAY = decoder(RleCells.UNCOMPRESSED);
  private static final MaskDecoder JSON = decoder(DataTypes.StringType);
  private static final String JSON_ALLOWED =
      ", but must be an object {\"size\": [h, w], \"counts\": string or [integers]}";

  private static MaskDecoder decoder(DataType type) {
    return MaskDecoder.of(type, MaskRole.TARGET);
  }

  @ParameterizedTest
  @CsvSource({
    "2, 3, 231, '2,3,1', 011010",
    "2, 2, 04, '0,4', 1111",
    "2, 2, 4, '4', 0000",
    "1, 4, 0111, '0,1,1,2', 1011",
    "4, 1, 121, '1,2,1', 0110",
    "3, 2, 1210, '1,2,1,2', 001111",
  })
  void runsGoDownTheColumns(int height, int width, String text, String counts, String rows) {
    int[] lengths = Arrays.stream(counts.split(",")).mapToInt(Integer::parseInt).toArray();
    double[] expected = rows.chars().mapToDouble(bit -> bit - '0').toArray();
    String sized = "{\"size\": [%d, %d], \"counts\": ".formatted(height, width);

    assertReads(TEXT.decode(compressed(height, width, text)), height, width, expected);
    assertReads(BINARY.decode(binary(height, width, text)), height, width, expected);
    assertReads(ARRAY.decode(uncompressed(height, width, lengths)), height, width, expected);
    assertReads(JSON.decode(json(sized + '"' + text + "\"}")), height, width, expected);
    assertReads(JSON.decode(json(sized + '[' + counts + "]}")), height, width, expected);
  }

  @Test
  void countsFromTheFourthOnAreDifferences() {
    double[] expected = Items.of(ARRAY.decode(uncompressed(4, 19, 5, 1, 40, 2, 8, 20)));

    assertReads(TEXT.decode(compressed(4, 19, "51X11POb0")), 4, 19, expected);
    for (int i = 0; i < expected.length; i++) {
      int run = i % 19 * 4 + i / 19;
      assertThat(expected[i]).isEqualTo(run == 5 || run == 46 || run == 47 || run >= 56 ? 1 : 0);
    }
  }

  @Test
  void damageInTextOfBinaryIsNamedAsInText() {
    bad(binary(2, 3, "23/"), "RLE character is unknown at byte 2, but must be in '0' to 'o'")
        .assertBy(BINARY);
    new Rejection(
            new GenericInternalRow(
                new Object[] {UnsafeArrayData.fromPrimitiveArray(new long[] {2, 3}), null}),
            NULL_ITEM,
            "target is NULL at counts, but every item must be a number")
        .assertBy(BINARY);
  }

  @Test
  void runsOfNoLengthSwitchTwice() {
    Random random = new Random(3);
    for (int i = 0; i < 300; i++) {
      int height = 1 + random.nextInt(20);
      int width = 1 + random.nextInt(20);
      int[] counts = new int[1 + random.nextInt(40)];
      double[] expected = new double[height * width];
      int at = 0;
      for (int c = 0; c < counts.length; c++) {
        int rest = expected.length - at;
        boolean last = c == counts.length - 1;
        counts[c] = last ? rest : random.nextBoolean() ? 0 : random.nextInt(1 + Math.min(9, rest));
        for (int end = at + counts[c]; at < end; at++) {
          expected[at % height * width + at / height] = c % 2;
        }
      }

      assertReads(ARRAY.decode(uncompressed(height, width, counts)), height, width, expected);
      assertReads(
          TEXT.decode(compressed(height, width, RleWriter.compress(counts))),
          height,
          width,
          expected);
    }
  }

  @Test
  void fieldsMayStandInAnyOrderAndCaseAndHoldAnyInteger() {
    StructType type =
        new StructType()
            .add("COUNTS", new ArrayType(DataTypes.LongType, true))
            .add("Size", new ArrayType(DataTypes.ShortType, true));
    GenericInternalRow cell =
        new GenericInternalRow(
            new Object[] {
              UnsafeArrayData.fromPrimitiveArray(new long[] {2, 3, 1}),
              UnsafeArrayData.fromPrimitiveArray(new short[] {2, 3})
            });

    assertReads(decoder(type).decode(cell), 2, 3, 0, 1, 1, 0, 1, 0);
    assertReads(
        JSON.decode(json(" {\"counts\":[2,3,1],\n \"size\":[2,3]} ")), 2, 3, 0, 1, 1, 0, 1, 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 16, 17, 32, 33, 70})
  void jsonMayHaveAnyNumberOfCounts(int count) {
    int[] ones = new int[count];
    Arrays.fill(ones, 1);
    String text = "{\"counts\":%s,\"size\":[1,%d]}".formatted(Arrays.toString(ones), count);
    double[] alternating = new double[count];
    Arrays.setAll(alternating, i -> i % 2);

    assertReads(JSON.decode(json(text)), 1, count, alternating);
  }

  static Stream<StructType> otherStructs() {
    StructType rle = RleCells.COMPRESSED;
    return Stream.of(
        rle.add("id", DataTypes.IntegerType),
        new StructType().add("size", new ArrayType(DataTypes.IntegerType, false)),
        new StructType(
            new org.apache.spark.sql.types.StructField[] {rle.fields()[0], rle.fields()[0]}),
        RleCells.struct(DataTypes.FloatType, DataTypes.StringType),
        RleCells.struct(DataTypes.IntegerType, DataTypes.DateType),
        RleCells.struct(DataTypes.IntegerType, new ArrayType(DataTypes.DoubleType, false)));
  }

  @ParameterizedTest
  @MethodSource("otherStructs")
  void otherStructsAreNotRead(StructType type) {
    assertThat(MaskDecoder.reads(type)).isFalse();
  }

  static Stream<Rejection> texts() {
    return Stream.of(
        bad(
            compressed(2, 3, "23/"),
            "RLE character is unknown at byte 2, but must be in '0' to 'o'"),
        bad(
            compressed(2, 3, "2p1"),
            "RLE character is unknown at byte 1, but must be in '0' to 'o'"),
        bad(
            compressed(2, 3, "2é1"),
            "RLE character is unknown at byte 1, but must be in '0' to 'o'"),
        bad(
            compressed(2, 3, "23Q"),
            "RLE count 2 is cut off at byte 3, but must be 1 to 7 characters long"),
        bad(
            compressed(2, 3, "PPPPPPPP0"),
            "RLE count 0 is too long at byte 7, but must be 1 to 7 characters long"),
        bad(compressed(2, 3, "2O"), "RLE count 1 is -1, but must be at least 0"),
        bad(compressed(2, 3, "222L"), "RLE count 3 is -2, but must be at least 0"),
        bad(compressed(2, 3, "23"), "RLE sum of counts is 5 in 2 counts, but must be 6 (size 2x3)"),
        bad(compressed(2, 3, ""), "RLE sum of counts is 0 in 0 counts, but must be 6 (size 2x3)"),
        bad(
            compressed(2, 3, "232"),
            "RLE sum of counts is over 6 at count 2, but must be 6 (size 2x3)"),
        bad(
            compressed(2, 3, "PPPPPP?"),
            "RLE sum of counts is over 6 at count 0, but must be 6 (size 2x3)"),
        new Rejection(
            compressed(0, 3, "0"), EMPTY, "target has shape 0x3, but must have at least one pixel"),
        new Rejection(
            compressed(3, 0, "0"), EMPTY, "target has shape 3x0, but must have at least one pixel"),
        bad(
            compressed(3, -1, "0"),
            "RLE size is [3, -1], but must be [height, width], both at least 0"),
        new Rejection(
            compressed(8193, 8192, "0"),
            TOO_LARGE,
            "target has 67117056 pixels, but must have at most 67108864"),
        bad(
            compressed(-2, 3, "0"),
            "RLE size is [-2, 3], but must be [height, width], both at least 0"),
        bad(
            compressed(UnsafeArrayData.fromPrimitiveArray(new int[] {2}), "0"),
            "RLE size is 1 items long, but must be [height, width], both at least 0"),
        new Rejection(
            new GenericInternalRow(new Object[] {null, UTF8String.fromString("0")}),
            NULL_ITEM,
            "target is NULL at size, but every item must be a number"),
        new Rejection(
            compressed(UnsafeArrayData.fromPrimitiveArray(new int[] {2, 3}), null),
            NULL_ITEM,
            "target is NULL at counts, but every item must be a number"),
        new Rejection(
            compressed(new GenericArrayData(new Object[] {2, null}), "0"),
            NULL_ITEM,
            "target is NULL at size[1], but every item must be a number"));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void textIsRejectedWithWordsThatTellWhereAndWhatIsAllowed(Rejection rejection) {
    rejection.assertBy(TEXT);
  }

  static Stream<Rejection> arrays() {
    return Stream.of(
        bad(uncompressed(2, 3, 2, -1, 5), "RLE count 1 is -1, but must be at least 0"),
        bad(
            uncompressed(2, 3, 2, 3),
            "RLE sum of counts is 5 in 2 counts, but must be 6 (size 2x3)"),
        bad(
            uncompressed(2, 3, 2, Integer.MAX_VALUE, Integer.MAX_VALUE),
            "RLE sum of counts is over 6 at count 1, but must be 6 (size 2x3)"),
        new Rejection(
            new GenericInternalRow(
                new Object[] {
                  new GenericArrayData(new Object[] {2, 3}),
                  new GenericArrayData(new Object[] {2, null})
                }),
            NULL_ITEM,
            "target is NULL at counts[1], but every item must be a number"));
  }

  @ParameterizedTest
  @MethodSource("arrays")
  void arraysAreRejectedWithWordsThatTellWhereAndWhatIsAllowed(Rejection rejection) {
    rejection.assertBy(ARRAY);
  }

  static Stream<Rejection> jsons() {
    return Stream.of(
        badJson("", "of an unexpected form at character 0"),
        badJson("null", "of an unexpected form at character 0"),
        badJson("[2]", "of an unexpected form at character 0"),
        badJson("{", "not valid JSON at character 1"),
        badJson("{\"size\":[2,3]}", "without counts at character 13"),
        badJson("{\"counts\":\"231\"}", "without size at character 15"),
        badJson("{\"size\":[2,3],\"counts\":null}", "of an unexpected form at character 23"),
        badJson("{\"size\":null,\"counts\":\"231\"}", "of an unexpected form at character 8"),
        badJson("{\"size\":[2],\"counts\":\"231\"}", "of an unexpected form at character 10"),
        badJson("{\"size\":[2,3,1],\"counts\":\"231\"}", "of an unexpected form at character 13"),
        badJson("{\"size\":[2.0,3],\"counts\":\"231\"}", "of an unexpected form at character 9"),
        badJson("{\"size\":[2,3],\"counts\":[2,\"3\",1]}", "of an unexpected form at character 26"),
        badJson(
            "{\"size\":[2,3],\"size\":[2,3],\"counts\":\"231\"}",
            "with a key repeated at character 14"),
        badJson(
            "{\"size\":[2,3],\"counts\":[6],\"counts\":\"231\"}",
            "with a key repeated at character 27"),
        badJson(
            "{\"size\":[2,3],\"counts\":\"231\",\"id\":1}", "with an unknown key at character 29"),
        badJson("{\"size\":[2,3],\"counts\":\"231\"} {}", "followed by more text at character 30"),
        badJson("{\"size\":[2,3],\"counts\":\"231\"} x", "not valid JSON at character 30"),
        badJson(
            "{\"size\":[2,99999999999999999999],\"counts\":\"231\"}",
            "not valid JSON at character 31"),
        badJson(
            "{\"size\":[2,999999999999999999999999],\"counts\":\"231\"}",
            "not valid JSON at character 35"),
        bad(
            json("{\"size\":[2,3],\"counts\":\"2\\u00e91\"}"),
            "RLE character is unknown at byte 1, but must be in '0' to 'o'"),
        bad(
            json("{\"size\":[2,3],\"counts\":\"2\\u04311\"}"),
            "RLE character is unknown at byte 1, but must be in '0' to 'o'"),
        bad(
            json("{\"size\":[2,3],\"counts\":\"2\\ud8001\"}"),
            "RLE character is unknown at byte 1, but must be in '0' to 'o'"),
        new Rejection(
            json("{\"size\":[99999,99999],\"counts\":\"231\"}"),
            TOO_LARGE,
            "target has 9999800001 pixels, but must have at most 67108864"));
  }

  @ParameterizedTest
  @MethodSource("jsons")
  void jsonIsRejectedWithWordsThatTellWhereAndWhatIsAllowed(Rejection rejection) {
    rejection.assertBy(JSON);
  }

  private static Rejection bad(Object cell, String message) {
    return new Rejection(cell, UNREADABLE, "target's " + message);
  }

  private static Rejection badJson(String text, String actual) {
    return bad(json(text), "RLE JSON is " + actual + JSON_ALLOWED);
  }

  private static void assertReads(Pixels mask, int height, int width, double... expected) {
    assertThat(mask.shape()).isEqualTo(Shape.of(height, width));
    assertThat(Items.of(mask)).isEqualTo(expected);
  }
}
