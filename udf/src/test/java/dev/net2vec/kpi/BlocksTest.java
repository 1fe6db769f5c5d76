package dev.net2vec.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same pixels give the same bits and the same errors, whatever type they are read as. */
class BlocksTest {
  private final ConfusionKernel kernel = new ConfusionKernel(ScoringOptions.DEFAULT);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 1023, 1024, 1025, 3000})
  void floatsAndBytesGiveTheBitsThatDoublesGive(int pixels) {
    Random random = new Random(pixels);
    float[] prediction = new float[pixels];
    byte[] target = new byte[pixels];
    for (int i = 0; i < pixels; i++) {
      prediction[i] = random.nextFloat();
      target[i] = (byte) random.nextInt();
    }

    // As the last one of an odd number, which is summed by itself, too.
    prediction[pixels - 1] = pixels / 1000 % 2;
    target[pixels - 1] = 1;
    for (double thresh : new double[] {-1e300, -129, -128, -0.5, 0, 0.5, 1, 126.9, 127, 1e300}) {
      double[] expected = kernel.run(Pixels.of(doubles(prediction)), doubles(target), thresh);

      assertThat(kernel.run(Pixels.of(prediction), Pixels.of(target), thresh)).isEqualTo(expected);
      assertThat(kernel.run(Pixels.of(prediction), floats(target), thresh)).isEqualTo(expected);
      assertThat(kernel.run(Pixels.of(doubles(prediction)), Pixels.of(target), thresh))
          .isEqualTo(expected);
      assertThat(kernel.run(Pixels.of(prediction), new IntPixels(target, false), thresh))
          .isEqualTo(expected);
      assertThat(kernel.run(Pixels.of(prediction), new IntPixels(target, true), thresh))
          .isEqualTo(expected);
    }
    assertThat(
            kernel
                .run(Pixels.of(prediction), Pixels.of(target), Double.NEGATIVE_INFINITY)[
                SoftConfusion.TARGET_PIXELS])
        .isEqualTo(pixels);
    assertThat(
            kernel
                .run(Pixels.of(prediction), Pixels.of(target), Double.POSITIVE_INFINITY)[
                SoftConfusion.TARGET_PIXELS])
        .isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 1024, 1025})
  void unsignedBytesGiveTheBitsThatDoublesGive(int pixels) {
    Random random = new Random(pixels);
    float[] prediction = new float[pixels];
    double[] target = new double[pixels];
    for (int i = 0; i < pixels; i++) {
      prediction[i] = random.nextFloat();
      target[i] = i % 3 == 0 ? 128 : random.nextInt(256);
    }

    for (double thresh : new double[] {-1e300, -1, 0, 0.5, 127, 127.5, 128, 254, 255, 1e300}) {
      assertThat(kernel.run(Pixels.of(prediction), new UnsignedBytes(Pixels.of(target)), thresh))
          .as("threshold %s", thresh)
          .isEqualTo(kernel.run(Pixels.of(doubles(prediction)), Pixels.of(target), thresh));
    }
  }

  /** A target of 0 to 255, as a PNG has it. */
  private record UnsignedBytes(Pixels unsigned) implements Pixels {
    @Override
    public Shape shape() {
      return unsigned.shape();
    }

    @Override
    public Items items() {
      return Items.BYTES;
    }

    @Override
    public int byteZero() {
      return 128;
    }

    @Override
    public void read(int from, int count, double[] block) {
      unsigned.read(from, count, block);
    }

    @Override
    public void read(int from, int count, byte[] block) {
      double[] doubles = new double[count];
      read(from, count, doubles);
      for (int i = 0; i < count; i++) {
        block[i] = (byte) (doubles[i] - 128);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 1024, 1025, 1026, 1027})
  void pixelsToIgnoreCountForNothingWhereverTheyAre(int pixels) {
    double[] prediction = new Random(pixels).doubles(pixels).toArray();
    for (double value : new double[] {255, Double.NaN}) {
      ConfusionKernel ignoring =
          new ConfusionKernel(ScoringOptions.DEFAULT.withIgnoreValues(IgnoreValues.of(value)));
      double[] target = new double[pixels];
      for (int i = 0; i < pixels; i++) {
        target[i] = i % 2;
      }
      assertThat(ignoring.run(Pixels.of(prediction), Pixels.of(target), 0))
          .isEqualTo(kernel.run(Pixels.of(prediction), Pixels.of(target), 0));

      for (int at : new int[] {0, pixels / 2, pixels - 1}) {
        double[] some = target.clone();
        some[at] = value;
        double[] invalid = prediction.clone();
        invalid[at] = 2;
        if (pixels > 1) {
          double[] flat = ignoring.run(Pixels.of(invalid), Pixels.of(some), 0);

          SoftConfusion all = SoftConfusion.of(Pixels.of(prediction), Pixels.of(target), 0);
          SoftConfusion rest = SoftConfusion.fromFlat(flat, 0);
          assertThat(rest.pixels()).isEqualTo(pixels - 1);
          assertThat(rest.targetPixels()).isEqualTo(all.targetPixels() - (long) target[at]);
          assertThat(rest.truePositive())
              .isCloseTo(all.truePositive() - target[at] * prediction[at], Offset.offset(1e-9));
          assertThat(rest.falsePositive())
              .isCloseTo(
                  all.falsePositive() - (1 - target[at]) * prediction[at], Offset.offset(1e-9));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void intsAtTheirEndsAreComparedWithAnyThreshold(boolean lie) {
    int[] items = {Integer.MIN_VALUE, Integer.MIN_VALUE + 1, -1, 0, 1, Integer.MAX_VALUE};
    float[] prediction = {0, 0.25f, 0.5f, 0.75f, 1, 0.125f};
    double[] target = Arrays.stream(items).asDoubleStream().toArray();

    for (double thresh :
        new double[] {
          Double.NEGATIVE_INFINITY,
          -0x1p31 - 1,
          -0x1p31,
          -0x1p31 + 0.5,
          -0.5,
          0,
          0.5,
          0x1p31 - 1.5,
          0x1p31 - 1,
          0x1p31,
          Double.POSITIVE_INFINITY
        }) {
      assertThat(kernel.run(Pixels.of(prediction), new IntPixels(items, lie), thresh))
          .as("threshold %s", thresh)
          .isEqualTo(kernel.run(Pixels.of(doubles(prediction)), Pixels.of(target), thresh));
    }
  }

  /** A target of ints, which lie in an array behind others, or are copied. */
  @SuppressWarnings("ArrayRecordComponent") // Nobody compares it.
  private record IntPixels(Shape shape, int[] array, int offset, boolean lie) implements Pixels {
    IntPixels(int[] items, boolean lie) {
      this(Shape.of(items.length), new int[items.length + 3], 3, lie);
      System.arraycopy(items, 0, array, offset, items.length);
    }

    IntPixels(byte[] items, boolean lie) {
      this(IntStream.range(0, items.length).map(i -> items[i]).toArray(), lie);
    }

    @Override
    public Items items() {
      return Items.INTS;
    }

    @Override
    public void read(int from, int count, double[] block) {
      for (int i = 0; i < count; i++) {
        block[i] = array[offset + from + i];
      }
    }

    @Override
    public void read(int from, int count, int[] block) {
      System.arraycopy(array, offset + from, block, 0, count);
    }

    @Override
    public Ints ints(double targetThresh) {
      return lie && targetThresh >= Integer.MIN_VALUE
          ? new Ints(array, offset, (int) Math.floor(targetThresh))
          : null;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 1022, 1023, 1024, 1026, 2049, 2050})
  void theFirstInvalidItemIsToldAlike(int position) {
    float[] prediction = new float[2051];
    byte[] target = new byte[2051];
    for (float invalid : new float[] {-0.25f, 1.5f, Float.NaN, Float.NEGATIVE_INFINITY}) {
      prediction[position] = invalid;
      String expected = message(Pixels.of(doubles(prediction)), doubles(target));

      assertThat(expected).contains("[" + position + "]");
      assertThat(message(Pixels.of(prediction), Pixels.of(target))).isEqualTo(expected);
      assertThat(message(Pixels.of(prediction), floats(target))).isEqualTo(expected);
      assertThat(message(Pixels.of(prediction), new IntPixels(target, false))).isEqualTo(expected);
      assertThat(message(Pixels.of(prediction), new IntPixels(target, true))).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 1023, 1026, 1500})
  void aTargetThatIsNaNIsToldAlike(int position) {
    float[] prediction = new float[1501];
    float[] target = new float[1501];
    target[position] = Float.NaN;

    assertThat(message(Pixels.of(prediction), Pixels.of(target)))
        .isEqualTo(message(Pixels.of(doubles(prediction)), Pixels.of(doubles(target))))
        .startsWith("target is NaN at [" + position + "]");
  }

  private String message(Pixels prediction, Pixels target) {
    return assertThatExceptionOfType(InvalidMaskException.class)
        .isThrownBy(() -> kernel.run(prediction, target, 0))
        .actual()
        .getMessage();
  }

  private static double[] doubles(float[] items) {
    double[] doubles = new double[items.length];
    for (int i = 0; i < items.length; i++) {
      doubles[i] = items[i];
    }
    return doubles;
  }

  private static Pixels doubles(byte[] items) {
    double[] doubles = new double[items.length];
    for (int i = 0; i < items.length; i++) {
      doubles[i] = items[i];
    }
    return Pixels.of(doubles);
  }

  private static Pixels floats(byte[] items) {
    float[] floats = new float[items.length];
    for (int i = 0; i < items.length; i++) {
      floats[i] = items[i];
    }
    return Pixels.of(floats);
  }
}
