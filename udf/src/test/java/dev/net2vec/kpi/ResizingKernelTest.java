package dev.net2vec.kpi;

import static dev.net2vec.kpi.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.net2vec.kpi.InvalidMaskException.Reason;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResizingKernelTest {
  private static final ScoringOptions BILINEAR =
      ScoringOptions.DEFAULT.withResize(Interpolation.BILINEAR);
  private static final ScoringOptions LOGITS =
      BILINEAR.withActivation(Activation.SIGMOID).withActivationOrder(ActivationOrder.AFTER_RESIZE);

  /** The prediction's shape and the target's. */
  @ParameterizedTest
  @CsvSource({
    "1, 5",
    "4, 9",
    "3x4, 17x9",
    "1x1, 1x1500",
    "2x3, 3x1100",
    "2x3, 40x51",
    "5x3x4, 5x17x9",
    "2x3x3x4, 2x3x17x30",
    "9x9, 4x5",
    "40x50, 3x7",
    "2x40x3, 2x6x9",
    "300x300, 310x309",
    "2x300x300, 2x12x13"
  })
  void givesWhatTheEnlargedPredictionGives(String from, String to) {
    Random random = new Random(from.hashCode());
    for (Interpolation mode : new Interpolation[] {Interpolation.BILINEAR, Interpolation.NEAREST}) {
      for (boolean aligned : new boolean[] {false, true}) {
        Shape small = shape(from);
        Shape large = shape(to);
        double[] prediction = random.doubles(small.pixels()).toArray();
        double[] target = random.ints(large.pixels(), 0, 4).asDoubleStream().toArray();
        target[0] = 1;
        ScoringOptions resized =
            BILINEAR
                .withResize(mode)
                .withAlignCorners(aligned)
                .withIgnoreValues(large.pixels() > 20 ? IgnoreValues.of(3) : IgnoreValues.NONE);
        double[] enlarged = Enlarged.of(prediction, small, large, mode, aligned);
        Arrays.setAll(enlarged, i -> Math.min(1, enlarged[i]));

        double[] flat =
            new ConfusionKernel(resized)
                .run(Pixels.of(prediction, dims(small)), Pixels.of(target, dims(large)), 1);

        double[] expected =
            new ConfusionKernel(resized.withResize(Interpolation.NONE))
                .run(Pixels.of(enlarged, dims(large)), Pixels.of(target, dims(large)), 1);
        assertThat(flat).hasSameSizeAs(expected);
        for (int i = 0; i < flat.length; i++) {
          assertThat(flat[i]).isCloseTo(expected[i], within(1e-12 * Math.max(1, expected[i])));
        }
      }
    }
  }

  private static Shape shape(String dims) {
    return Shape.of(Arrays.stream(dims.split("x", -1)).mapToInt(Integer::parseInt).toArray());
  }

  private static int[] dims(Shape shape) {
    int[] dims = new int[shape.rank()];
    Arrays.setAll(dims, shape::dim);
    return dims;
  }

  @Test
  void ignoredPixelsTakeTheirWeightsAway() {
    // Enlarged, the prediction is 0, 0.25, 0.75, 1.
    Pixels prediction = Pixels.of(new double[] {0, 1}, 1, 2);
    Pixels target = Pixels.of(new double[] {0, 255, 1, 255}, 1, 4);

    double[] flat =
        new ConfusionKernel(BILINEAR.withIgnoreValues(IgnoreValues.of(255)))
            .run(prediction, target, 0);

    assertThat(SoftConfusion.fromFlat(flat, 0))
        .isEqualTo(new SoftConfusion(2, 1, 0.75, 0, 0.25, 1));
  }

  @Test
  void equalSizesHaveTheBitsOfAKernelThatDoesNotResize() {
    Masks masks = Masks.random(18, 2, 13, 29);
    Pixels prediction = Pixels.of(masks.prediction(), 2, 13, 29);
    Pixels target = Pixels.of(masks.target(), 2, 13, 29);

    assertThat(new ConfusionKernel(BILINEAR).run(prediction, target, 0.5))
        .isEqualTo(new ConfusionKernel(ScoringOptions.DEFAULT).run(prediction, target, 0.5));
  }

  @Test
  void aKernelForgetsThePairBefore() {
    ConfusionKernel kernel = new ConfusionKernel(BILINEAR);
    Masks small = Masks.random(1, 6, 7);
    Masks large = Masks.random(2, 30, 20);
    double[] holed = large.target().clone();
    holed[317] = Double.NaN;
    Pixels prediction = Pixels.of(small.prediction(), 6, 7);
    Pixels target = Pixels.of(large.target(), 30, 20);
    double[] first = kernel.run(prediction, target, 0.5);

    assertRefused(
        Reason.NAN,
        "target is NaN at [15, 17], but every item must be a number (shape 30x20)",
        kernel,
        prediction,
        Pixels.of(holed, 30, 20));
    kernel.run(Pixels.of(new double[] {1, 0}, 1, 2), Pixels.of(new double[] {1, 0, 1}, 1, 3), 0);

    assertThat(kernel.run(prediction, target, 0.5)).isEqualTo(first);
  }

  @Test
  void theLongestSideIsResized() {
    Pixels prediction = Pixels.of(new double[] {0.5, 0.5, 0.5}, 3, 1);
    double[] flat =
        new ConfusionKernel(BILINEAR.withAlignCorners(true))
            .run(prediction, zeros(Axis.LARGEST, 1), 0);

    assertClose(SoftConfusion.fromFlat(flat, 0).trueNegative(), 0.5 * Axis.LARGEST);
  }

  private static Pixels zeros(int... dims) {
    return Pixels.of(new byte[Shape.of(dims).pixels()], dims);
  }

  @Test
  void predictionsAreClippedBeforeTheyAreResized() {
    Pixels prediction = Pixels.of(new double[] {-0.5, 1.25}, 1, 2);
    Pixels target = Pixels.of(new double[] {0, 0, 1, 1}, 1, 4);

    double[] flat = new ConfusionKernel(BILINEAR.withClip(true)).run(prediction, target, 0);

    assertThat(SoftConfusion.fromFlat(flat, 0))
        .isEqualTo(new SoftConfusion(4, 2, 1.75, 0.25, 0.25, 1.75));
  }

  @Test
  void logitsAreResizedBeforeTheActivation() {
    Pixels logits = Pixels.of(new double[] {-4, 4}, 1, 2);
    Pixels target = Pixels.of(new double[] {0, 0, 1, 1}, 1, 4);

    SoftConfusion confusion =
        SoftConfusion.fromFlat(new ConfusionKernel(LOGITS).run(logits, target, 0), 0);

    double four = 1 / (1 + Math.exp(-4));
    double two = 1 / (1 + Math.exp(-2));
    assertClose(confusion.truePositive(), two + four);
    assertClose(confusion.trueNegative(), two + four);
  }

  @Test
  void shapesMayDifferInHeightAndWidthOnly() {
    ConfusionKernel kernel = new ConfusionKernel(BILINEAR);

    assertRefused(
        Reason.SHAPE_MISMATCH,
        "prediction has shape 2x3x3 and target 3x9x9, but only height and width may differ (resize"
            + " bilinear)",
        kernel,
        zeros(2, 3, 3),
        zeros(3, 9, 9));
    assertRefused(
        Reason.SHAPE_MISMATCH,
        "prediction has shape 1x3x3 and target 9x9, but only height and width may differ (resize"
            + " bilinear)",
        kernel,
        zeros(1, 3, 3),
        zeros(9, 9));
    assertRefused(
        Reason.SHAPE_MISMATCH,
        "prediction has shape 9 and target 3x3, but only height and width may differ (resize"
            + " bilinear); reshape the flat one to height and width",
        kernel,
        zeros(9),
        zeros(3, 3));
  }

  @Test
  void bothMasksMustHavePixels() {
    ConfusionKernel kernel = new ConfusionKernel(BILINEAR);

    assertRefused(
        Reason.EMPTY,
        "prediction has shape 0x3, but must have at least one pixel",
        kernel,
        zeros(0, 3),
        zeros(9, 9));
    assertRefused(
        Reason.EMPTY,
        "target has shape 9x0, but must have at least one pixel",
        kernel,
        zeros(3, 3),
        zeros(9, 0));
  }

  @Test
  void sidesHaveALimit() {
    ConfusionKernel kernel = new ConfusionKernel(BILINEAR);

    assertRefused(
        Reason.TOO_LARGE,
        "target has width 1048577, but must have at most 1048576 for masks to be resized (shape"
            + " 1x1048577)",
        kernel,
        zeros(1, 2),
        zeros(1, Axis.LARGEST + 1));
    assertRefused(
        Reason.TOO_LARGE,
        "prediction has height 1048577, but must have at most 1048576 for masks to be resized"
            + " (shape 1048577x1)",
        kernel,
        zeros(Axis.LARGEST + 1, 1),
        zeros(2, 1));
  }

  /** Smaller than the target and larger. */
  @ParameterizedTest
  @CsvSource({"3, 5", "5, 3"})
  void invalidPredictionsAreNamedByTheirOwnPosition(int from, int to) {
    double[] items = new double[2 * from * from];
    items[items.length - 2] = 1.5;
    Pixels prediction = Pixels.of(items, 2, from, from);
    String at = "at [1, %1$d, %2$d]".formatted(from - 1, from - 2);
    String shape = " (shape 2x%1$dx%1$d)".formatted(from);

    assertRefused(
        Reason.OUT_OF_RANGE,
        "prediction is 1.5 " + at + ", but every item must be in [0, 1]" + shape,
        new ConfusionKernel(BILINEAR),
        prediction,
        zeros(2, to, to));
    items[items.length - 2] = -1.5;
    assertRefused(
        Reason.OUT_OF_RANGE,
        "prediction is -1.5 "
            + at
            + ", but every item must be in [-1, 2] to be clipped to [0, 1]"
            + shape
            + "; if items are logits, set spark.net2vec.activation (the job's --activation) to"
            + " sigmoid",
        new ConfusionKernel(BILINEAR.withClip(true)),
        prediction,
        zeros(2, to, to));
    items[items.length - 2] = Double.NaN;
    for (ScoringOptions options : new ScoringOptions[] {BILINEAR, LOGITS}) {
      assertRefused(
          Reason.NAN,
          "prediction is NaN " + at + ", but every item must be a number" + shape,
          new ConfusionKernel(options),
          prediction,
          zeros(2, to, to));
    }
    items[items.length - 2] = Double.POSITIVE_INFINITY;
    assertRefused(
        Reason.OUT_OF_RANGE,
        "prediction is Infinity "
            + at
            + ", but every item must be in [-1.0E280, 1.0E280] to be resized before its activation"
            + shape,
        new ConfusionKernel(LOGITS),
        prediction,
        zeros(2, to, to));
  }

  @Test
  void everyPixelMayNotBeIgnored() {
    assertRefused(
        Reason.EMPTY,
        "target has the ignore_value 0.0 at every pixel of instance 1, but at least one must count"
            + " (shape 2x3x3)",
        new ConfusionKernel(BILINEAR.withIgnoreValues(IgnoreValues.of(0))),
        zeros(2, 2, 2),
        Pixels.of(new double[] {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 2, 3, 3));
  }

  private static void assertRefused(
      Reason reason, String message, ConfusionKernel kernel, Pixels prediction, Pixels target) {
    assertThatExceptionOfType(InvalidMaskException.class)
        .isThrownBy(() -> kernel.run(prediction, target, 0.0))
        .withMessage(message)
        .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
