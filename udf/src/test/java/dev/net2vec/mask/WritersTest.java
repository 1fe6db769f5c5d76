package dev.net2vec.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.net2vec.kpi.InvalidMaskException;
import dev.net2vec.kpi.MaskRole;
import dev.net2vec.kpi.Pixels;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class WritersTest {
  private static final MaskDecoder NPY = MaskDecoder.of(DataTypes.BinaryType, MaskRole.TARGET);
  private static final MaskDecoder RLE = MaskDecoder.of(RleCells.UNCOMPRESSED, MaskRole.TARGET);

  /** What {@code numpy.save} of numpy 2.4.6 wrote of the same items. */
  static Stream<Arguments> filesOfNumpy() {
    return Stream.of(
        Arguments.of(
            "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAACAPgAAAD8AAEA/AACAP83MzD0=",
            NpyWriter.FLOAT,
            Pixels.of(new float[] {0, 0.25f, 0.5f, 0.75f, 1, 0.1f}, 2, 3)),
        Arguments.of(
            "k05VTVBZAQB2AHsnZGVzY3InOiAnfHUxJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDMsIDIpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoA/wcBAgM=",
            NpyWriter.BYTE,
            Pixels.of(new double[] {0, 255, 7, 1, 2, 3}, 3, 2)),
        Arguments.of(
            "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDEsIDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAAAAAEYXXXTRRbc/RhdddNFFxz900UUXXXTRP0YXXXTRRdc/GF100UUX3T900UUXXXThP1100UUXXeQ/RhdddNFF5z8vuuiiiy7qPxhddNFFF+0/AAAAAAAA8D8=",
            NpyWriter.DOUBLE,
            Pixels.of(linspace(12), 2, 1, 2, 3)),
        Arguments.of(
            "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDMsKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAIA/AAAAQAAAQEA=",
            NpyWriter.FLOAT,
            Pixels.of(new float[] {1, 2, 3}, 3)));
  }

  @ParameterizedTest
  @MethodSource("filesOfNumpy")
  void npyIsByteForByteWhatNumpyWrites(String base64, NpyWriter writer, Pixels mask) {
    assertThat(writer.write(mask)).isEqualTo(Base64.getDecoder().decode(base64));
  }

  /** As {@code numpy.linspace(0, 1, count)}. */
  private static double[] linspace(int count) {
    double[] items = new double[count];
    for (int i = 0; i < count; i++) {
      items[i] = i * (1.0 / (count - 1));
    }
    items[count - 1] = 1;
    return items;
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "7, 1", "1, 9", "50, 61", "112, 112"})
  void npyReadsBackTheSameItems(int height, int width) {
    Random random = new Random(height);
    double[] items = random.doubles((long) height * width).toArray();
    float[] floats = new float[items.length];
    byte[] bytes = new byte[items.length];
    for (int i = 0; i < items.length; i++) {
      floats[i] = (float) items[i];
      bytes[i] = (byte) (100 * items[i]);
    }

    assertReadsBack(NpyWriter.DOUBLE, Pixels.of(items, height, width));
    assertReadsBack(NpyWriter.FLOAT, Pixels.of(floats, height, width));
    assertReadsBack(NpyWriter.BYTE, Pixels.of(bytes, height, width));
  }

  private static void assertReadsBack(NpyWriter writer, Pixels mask) {
    Pixels back = NPY.decode(writer.write(mask));

    assertThat(back.shape()).isEqualTo(mask.shape());
    assertThat(Items.of(back)).isEqualTo(Items.of(mask));
  }

  @ParameterizedTest
  @CsvSource({"0.5", "256.0", "-1.0", "NaN"})
  void bytesHoldNothingButBytes(double item) {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> NpyWriter.BYTE.write(Pixels.of(new double[] {0, 1, item, 0}, 2, 2)))
        .withMessage(
            "item is %s at [1, 0], but must be an integer in [0, 255] to be written as |u1", item);
  }

  @ParameterizedTest
  @CsvSource({
    "0, BYTE",
    "255, BYTE",
    "256, FLOAT",
    "-1, FLOAT",
    "-0.0, FLOAT",
    "0.5, FLOAT",
    "NaN, FLOAT",
    "Infinity, FLOAT",
    "16777217, DOUBLE",
    "0.1, DOUBLE",
    "1e300, DOUBLE"
  })
  void smallestTypeIsOneThatHoldsEveryItem(double item, NpyWriter smallest) {
    double[] items = new double[2000];
    for (int at : new int[] {0, 1023, 1024, 1999}) {
      Arrays.fill(items, 1);
      items[at] = item;

      assertThat(NpyWriter.smallest(Pixels.of(items, 2000))).as("at %d", at).isEqualTo(smallest);
    }
  }

  @Test
  void smallestTypeHoldsItemsOfEveryKind() {
    assertThat(NpyWriter.smallest(Pixels.of(new double[] {0.5, 0.1, 0.5}, 3)))
        .isEqualTo(NpyWriter.DOUBLE);
    assertThat(NpyWriter.smallest(Pixels.of(new double[] {0.5, 1, 2}, 3)))
        .isEqualTo(NpyWriter.FLOAT);
  }

  @Test
  void rleOfTheWorkedExamples() {
    assertCounts(Pixels.of(new byte[] {0, 1, 1, 0, 1, 0}, 2, 3), "231", 2, 3, 1);
    assertCounts(Pixels.of(new byte[] {1, 1, 1, 1}, 2, 2), "04", 0, 4);
    assertCounts(Pixels.of(new byte[] {0, 0, 0, 0}, 2, 2), "4", 4);
    assertThat(RleWriter.compress(new int[] {5, 1, 40, 2, 8, 20})).isEqualTo("51X11POb0");
  }

  private static void assertCounts(Pixels mask, String text, int... counts) {
    assertThat(RleWriter.counts(mask, MaskRole.TARGET, 0)).isEqualTo(counts);
    assertThat(RleWriter.compress(counts)).isEqualTo(text);
  }

  @Test
  void foregroundIsStrictlyAboveTheThreshold() {
    Pixels mask = Pixels.of(new double[] {0.2, 0.5, 0.7, Double.POSITIVE_INFINITY}, 4, 1);

    assertThat(RleWriter.counts(mask, MaskRole.PREDICTION, 0.5)).containsExactly(2, 2);
    assertThat(RleWriter.counts(mask, MaskRole.PREDICTION, 0.1)).containsExactly(0, 4);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "7, 1", "1, 9", "50, 61", "112, 112", "300, 400"})
  void rleReadsBackTheSameItemsFromCountsTextAndJson(int height, int width) {
    Random random = new Random(width);
    byte[] items = new byte[height * width];
    for (int i = 0; i < items.length; i++) {
      boolean repeats = i > 0 && random.nextInt(10) > 0;
      items[i] = repeats ? items[i - 1] : (byte) random.nextInt(2);
    }
    Pixels mask = Pixels.of(items, height, width);
    int[] counts = RleWriter.counts(mask, MaskRole.TARGET, 0);
    String text = RleWriter.compress(counts);
    // A backslash is the one character of the text that JSON escapes.
    String json =
        "{\"size\":[%d,%d],\"counts\":\"%s\"}".formatted(height, width, text.replace("\\", "\\\\"));

    double[] expected = Items.of(mask);
    assertThat(Items.of(RLE.decode(RleCells.uncompressed(height, width, counts))))
        .isEqualTo(expected);
    assertThat(
            Items.of(
                MaskDecoder.of(RleCells.COMPRESSED, MaskRole.TARGET)
                    .decode(RleCells.compressed(height, width, text))))
        .isEqualTo(expected);
    assertThat(
            Items.of(
                MaskDecoder.of(DataTypes.StringType, MaskRole.TARGET).decode(RleCells.json(json))))
        .isEqualTo(expected);
  }

  @Test
  void rleIsOfRankTwoAndOfNumbers() {
    assertThatExceptionOfType(InvalidMaskException.class)
        .isThrownBy(() -> RleWriter.counts(Pixels.of(new byte[8], 2, 2, 2), MaskRole.TARGET, 0))
        .withMessage(
            "target's shape is 2x2x2 (rank 3), but must be of rank 2 to be written as RLE");
    assertThatExceptionOfType(InvalidMaskException.class)
        .isThrownBy(
            () ->
                RleWriter.counts(
                    Pixels.of(new double[] {0, Double.NaN}, 1, 2), MaskRole.PREDICTION, 0))
        .withMessage("prediction is NaN at [0, 1], but every item must be a number (shape 1x2)");
  }
}
