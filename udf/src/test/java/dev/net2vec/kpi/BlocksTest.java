package dev.net2vec.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same pixels give the same bits and the same errors, whatever type they are read as. */
class BlocksTest {
  private final ConfusionKernel kernel = new ConfusionKernel(IgnoreValues.NONE);

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

    for (double thresh : new double[] {-1e300, -129, -128, -0.5, 0, 0.5, 1, 126.9, 127, 1e300}) {
      double[] expected = kernel.run(Pixels.of(doubles(prediction)), doubles(target), thresh);

      assertThat(kernel.run(Pixels.of(prediction), Pixels.of(target), thresh)).isEqualTo(expected);
      assertThat(kernel.run(Pixels.of(prediction), floats(target), thresh)).isEqualTo(expected);
      assertThat(kernel.run(Pixels.of(doubles(prediction)), Pixels.of(target), thresh))
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
  @ValueSource(ints = {0, 1, 1023, 1024, 2048})
  void theFirstInvalidItemIsToldAlike(int position) {
    float[] prediction = new float[2049];
    byte[] target = new byte[2049];
    for (float invalid : new float[] {-0.25f, 1.5f, Float.NaN, Float.NEGATIVE_INFINITY}) {
      prediction[position] = invalid;
      String expected = message(Pixels.of(doubles(prediction)), doubles(target));

      assertThat(expected).contains("[" + position + "]");
      assertThat(message(Pixels.of(prediction), Pixels.of(target))).isEqualTo(expected);
      assertThat(message(Pixels.of(prediction), floats(target))).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1500})
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
