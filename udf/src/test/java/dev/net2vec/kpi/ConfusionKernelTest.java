package dev.net2vec.kpi;

import static dev.net2vec.kpi.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.net2vec.kpi.InvalidMaskException.Reason;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfusionKernelTest {
  private static SoftConfusion confusion(double[] prediction, double[] target, double thresh) {
    return SoftConfusion.of(Pixels.of(prediction), Pixels.of(target), thresh);
  }

  private static void assertRefused(
      Pixels prediction, Pixels target, Reason reason, String message) {
    assertThatExceptionOfType(InvalidMaskException.class)
        .isThrownBy(() -> new ConfusionKernel(ScoringOptions.DEFAULT).run(prediction, target, 0.0))
        .withMessage(message)
        .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
  }

  /** The kernel works in blocks of 1024 pixels. */
  @ParameterizedTest
  @ValueSource(ints = {1, 1023, 1024, 1025, 2048, 4097})
  void everyPixelCountsOnceAroundTheEndsOfBlocks(int pixels) {
    double[] prediction = new double[pixels];
    double[] target = new double[pixels];
    int foreground = 0;
    for (int i = 0; i < pixels; i++) {
      prediction[i] = 0.25;
      target[i] = i % 3 == 0 ? 1 : 0;
      foreground += i % 3 == 0 ? 1 : 0;
    }
    int background = pixels - foreground;

    assertThat(confusion(prediction, target, 0))
        .isEqualTo(
            new SoftConfusion(
                pixels,
                foreground,
                0.25 * foreground,
                0.25 * background,
                0.75 * foreground,
                0.75 * background));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1022, 1023, 1024, 4096})
  void theLastPixelOfABlockAndTheFirstOfTheNextAreChecked(int pixel) {
    double[] prediction = new double[4097];
    prediction[pixel] = 2;

    assertRefused(
        Pixels.of(prediction),
        Pixels.of(new double[4097]),
        Reason.OUT_OF_RANGE,
        "prediction is 2.0 at [" + pixel + "], but every item must be in [0, 1] (shape 4097)");
  }

  @Test
  void instancesLargerThanABlockStayApart() {
    Masks masks = Masks.random(3, 3, 50, 50);
    double[] flat =
        new ConfusionKernel(ScoringOptions.DEFAULT)
            .run(
                Pixels.of(masks.prediction(), 3, 50, 50),
                Pixels.of(masks.target(), 3, 50, 50),
                0.5);

    for (int i = 0; i < 3; i++) {
      double[] prediction = Arrays.copyOfRange(masks.prediction(), i * 2500, (i + 1) * 2500);
      double[] target = Arrays.copyOfRange(masks.target(), i * 2500, (i + 1) * 2500);
      assertThat(SoftConfusion.fromFlat(flat, i)).isEqualTo(confusion(prediction, target, 0.5));
    }
  }

  @ParameterizedTest
  @CsvSource({"-Infinity, 4", "-1, 3", "0, 2", "0.5, 1", "1, 1", "Infinity, 0"})
  void foregroundIsStrictlyAboveTheThreshold(double thresh, long foreground) {
    double[] prediction = {1, 1, 1, 1, 1};
    double[] target = {Double.NEGATIVE_INFINITY, -1, -0.0, 0.5, Double.POSITIVE_INFINITY};

    assertThat(confusion(prediction, target, thresh).targetPixels()).isEqualTo(foreground);
  }

  @Test
  void negativeZeroIsZero() {
    SoftConfusion confusion = confusion(new double[] {-0.0, -0.0}, new double[] {-0.0, 1}, 0.0);

    assertThat(confusion).isEqualTo(new SoftConfusion(2, 1, 0.0, 0.0, 1.0, 1.0));
    assertThat(confusion(new double[] {1}, new double[] {0.0}, -0.0).targetPixels()).isZero();
  }

  @Test
  void pixelsToIgnoreCountForNothing() {
    double[] flat =
        new ConfusionKernel(ScoringOptions.DEFAULT.withIgnoreValues(IgnoreValues.of(255)))
            .run(
                Pixels.of(new double[] {0.25, 1, 0.5, Double.NaN}),
                Pixels.of(new double[] {0, 1, 255, 255}),
                0.0);

    assertThat(SoftConfusion.fromFlat(flat, 0))
        .isEqualTo(new SoftConfusion(2, 1, 1.0, 0.25, 0.0, 0.75));
  }

  @Test
  void pixelsToIgnoreCountForNothingInMasksOfAnyType() {
    ConfusionKernel kernel =
        new ConfusionKernel(ScoringOptions.DEFAULT.withIgnoreValues(IgnoreValues.of(7)));
    Pixels prediction = Pixels.of(new float[] {0.25f, 1, 0.5f});
    SoftConfusion expected = new SoftConfusion(2, 1, 1.0, 0.25, 0.0, 0.75);

    assertThat(kernel.options().ignoreValues()).isEqualTo(IgnoreValues.of(7));
    for (Pixels target :
        new Pixels[] {Pixels.of(new float[] {0, 1, 7}), Pixels.of(new byte[] {0, 1, 7})}) {
      assertThat(SoftConfusion.fromFlat(kernel.run(prediction, target, 0.0), 0))
          .isEqualTo(expected);
    }
  }

  @Test
  void pixelsThatAreNanCountForNothingWhereThatIsAskedFor() {
    for (int fill = 0; fill < 2; fill++) {
      double[] flat =
          new ConfusionKernel(ScoringOptions.DEFAULT.withIgnoreValues(IgnoreValues.of(Double.NaN)))
              .run(
                  Pixels.of(new double[] {0.25, Double.NaN, 1, 0.5, 2}),
                  Pixels.of(new double[] {0, Double.NaN, 1, fill, Double.NaN}),
                  0.0);

      assertThat(SoftConfusion.fromFlat(flat, 0))
          .isEqualTo(
              fill == 0
                  ? new SoftConfusion(3, 1, 1.0, 0.75, 0.0, 1.25)
                  : new SoftConfusion(3, 2, 1.5, 0.25, 0.5, 0.75));
    }
    assertThatExceptionOfType(InvalidMaskException.class)
        .isThrownBy(
            () ->
                new ConfusionKernel(ScoringOptions.DEFAULT.withIgnoreValues(IgnoreValues.of(255)))
                    .run(
                        Pixels.of(new double[] {0.5, 1}),
                        Pixels.of(new double[] {255, Double.NaN}),
                        0.0))
        .withMessage("target is NaN at [1], but every item must be a number (shape 2)");
  }

  @Test
  void anInstanceWithNothingLeftIsRefused() {
    Pixels prediction = Pixels.of(new double[] {1, 1, 1, 1}, 2, 1, 2);
    Pixels target = Pixels.of(new double[] {255, 1, 255, 255}, 2, 1, 2);

    assertThatExceptionOfType(InvalidMaskException.class)
        .isThrownBy(
            () ->
                new ConfusionKernel(ScoringOptions.DEFAULT.withIgnoreValues(IgnoreValues.of(255)))
                    .run(prediction, target, 0.0))
        .withMessage(
            "target has the ignore_value 255.0 at every pixel of instance 1, but at least one must"
                + " count (shape 2x1x2)")
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.EMPTY));
  }

  @Test
  void moreInstancesThanTheirResultsHaveRoomForAreRefused() {
    int most = ConfusionKernel.MAX_INSTANCES;
    Pixels allowed = Pixels.of(new byte[most], most, 1, 1);
    Pixels tooMany = Pixels.of(new byte[most + 1], most + 1, 1, 1);

    assertThat(new ConfusionKernel(ScoringOptions.DEFAULT).run(allowed, allowed, 0.0))
        .hasSize(most * SoftConfusion.WIDTH);
    assertThatExceptionOfType(InvalidMaskException.class)
        .isThrownBy(() -> new ConfusionKernel(ScoringOptions.DEFAULT).run(tooMany, tooMany, 0.0))
        .withMessage(
            "masks of shape 1048577x1x1 hold 1048577 instances, but must hold at most 1048576")
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.TOO_LARGE));
  }

  @Test
  void masksOfAnyTwoTypesMeet() {
    double[] flat =
        new ConfusionKernel(ScoringOptions.DEFAULT)
            .run(Pixels.of(new float[] {0.25f, 1}), Pixels.of(new byte[] {0, 1}), 0.0);

    assertThat(SoftConfusion.fromFlat(flat, 0))
        .isEqualTo(new SoftConfusion(2, 1, 1.0, 0.25, 0.0, 0.75));
  }

  @Test
  void aKernelRunsAgainAfterAnInvalidMask() {
    ConfusionKernel kernel = new ConfusionKernel(ScoringOptions.DEFAULT);
    Pixels valid = Pixels.of(new double[] {1, 0.5});
    double[] first = kernel.run(valid, valid, 0.0);
    assertThatExceptionOfType(InvalidMaskException.class)
        .isThrownBy(() -> kernel.run(Pixels.of(new double[] {0, 2}), valid, 0.0));

    assertThat(kernel.run(valid, valid, 0.0)).containsExactly(first);
  }

  @Test
  void shapesThatDifferAreRefused() {
    assertRefused(
        Pixels.of(new float[6], 2, 3),
        Pixels.of(new float[6], 3, 2),
        Reason.SHAPE_MISMATCH,
        "prediction has shape 2x3 and target 3x2, but both must have the same; to score the"
            + " prediction at the target's size, set the option resize to bilinear or nearest");
    assertRefused(
        Pixels.of(new float[6]),
        Pixels.of(new float[6], 1, 6),
        Reason.SHAPE_MISMATCH,
        "prediction has shape 6 and target 1x6, but both must have the same; reshape the flat one"
            + " to height and width");
  }

  @ParameterizedTest
  @CsvSource({"0", "3x0", "0x2x2", "2x0x3"})
  void masksWithoutPixelsAreRefused(String dims) {
    int[] shape = Arrays.stream(dims.split("x", -1)).mapToInt(Integer::parseInt).toArray();

    assertRefused(
        Pixels.of(new float[0], shape),
        Pixels.of(new float[0], shape),
        Reason.EMPTY,
        "prediction has shape " + dims + ", but must have at least one pixel");
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {
        -Double.MIN_VALUE,
        -Double.MIN_NORMAL,
        -0.5,
        -Double.MAX_VALUE,
        Double.NEGATIVE_INFINITY,
        1.0000000000000002,
        2,
        Double.MAX_VALUE,
        Double.POSITIVE_INFINITY
      })
  void predictionsOutsideZeroToOneAreRefused(double bad) {
    double[] prediction = {0, 0, 0, 0, 0, bad};

    assertRefused(
        Pixels.of(prediction, 3, 1, 2),
        Pixels.of(new double[6], 3, 1, 2),
        Reason.OUT_OF_RANGE,
        "prediction is "
            + bad
            + " at [2, 0, 1], but every item must be in [0, 1] (shape 3x1x2)"
            + (bad > -0.25 && bad < 1.25
                ? "; if resizing overshot, set the option clip to true"
                : ""));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.0, 0, Double.MIN_VALUE, Double.MIN_NORMAL, 0.9999999999999999, 1})
  void predictionsAtTheEndsOfZeroToOneCount(double end) {
    assertThat(confusion(new double[] {end}, new double[] {1}, 0))
        .isEqualTo(new SoftConfusion(1, 1, 0.0 + end, 0, 1 - end, 0));
  }

  @Test
  void itemsThatAreNotANumberAreRefused() {
    assertRefused(
        Pixels.of(new float[] {0, Float.NaN}, 1, 2),
        Pixels.of(new float[2], 1, 2),
        Reason.NAN,
        "prediction is NaN at [0, 1], but every item must be a number (shape 1x2)");
    assertRefused(
        Pixels.of(new float[2], 1, 2),
        Pixels.of(new float[] {0, Float.NaN}, 1, 2),
        Reason.NAN,
        "target is NaN at [0, 1], but every item must be a number (shape 1x2)");
  }

  @Test
  void thresholdThatIsNotANumberIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> confusion(new double[1], new double[1], Double.NaN))
        .withMessage("target_thresh is NaN, but must be a number");
  }

  @Test
  void errorsHaveNoStackTrace() {
    InvalidMaskException error = MaskErrors.nullMask(MaskRole.TARGET);

    assertThat(error).hasMessage("target is NULL, but must be a mask");
    assertThat(error.reason()).isEqualTo(Reason.NULL_MASK);
    assertThat(error.getStackTrace()).isEmpty();
  }

  @Test
  void aMillionPixelsKeepTheirDigits() {
    double[] prediction = new double[1 << 20];
    Arrays.fill(prediction, 0.1);

    assertClose(confusion(prediction, prediction, 0).truePositive(), 0.1 * (1 << 20));
  }

  @Test
  void logitsArePredictionsBySigmoid() {
    ConfusionKernel kernel =
        new ConfusionKernel(ScoringOptions.DEFAULT.withActivation(Activation.SIGMOID));
    double[] logits = {0, 2, -2, 800, -800};

    double[] flat = kernel.run(Pixels.of(logits), Pixels.of(new double[] {1, 1, 1, 1, 1}), 0);

    assertClose(SoftConfusion.fromFlat(flat, 0).truePositive(), 2.5);
    double[] block = logits.clone();
    Activation.SIGMOID.apply(5, block);
    assertThat(block).containsExactly(0.5, 1 / (1 + Math.exp(-2)), 1 / (1 + Math.exp(2)), 1, 0);
  }

  @Test
  void clippedPredictionsMayOvershoot() {
    ConfusionKernel kernel = new ConfusionKernel(ScoringOptions.DEFAULT.withClip(true));
    double[] overshooting = {-1, -1e-9, 0.25, 1.0000001, 2};
    Pixels target = Pixels.of(new double[] {0, 0, 1, 1, 1});

    double[] flat = kernel.run(Pixels.of(overshooting), target, 0);

    assertThat(SoftConfusion.fromFlat(flat, 0))
        .isEqualTo(new SoftConfusion(5, 3, 2.25, 0, 0.75, 2));
    overshooting[4] = 2.5;
    assertThatExceptionOfType(InvalidMaskException.class)
        .isThrownBy(() -> kernel.run(Pixels.of(overshooting), target, 0))
        .withMessage(
            "prediction is 2.5 at [4], but every item must be in [-1, 2] to be clipped to [0, 1]"
                + " (shape 5)");
  }
}
