package dev.net2vec.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every class of a label map at once, against each class alone. */
class ClassesTest {
  private static final List<Double> IDS = List.of(7.0, 0.0, 255.0, -2.0, 1.5, 70001.0);

  static Stream<ScoringOptions> options() {
    ScoringOptions plain = ScoringOptions.DEFAULT;
    return Stream.of(
        plain,
        plain.withIgnoreValues(IgnoreValues.of(255)),
        plain.withIgnoreValues(IgnoreValues.parse("255,-2,nan")),
        plain.withOutputThresh(0.5),
        plain.withResize(Interpolation.BILINEAR).withAlignCorners(true),
        plain.withActivation(Activation.SIGMOID),
        plain
            .withActivation(Activation.SIGMOID)
            .withActivationOrder(ActivationOrder.AFTER_RESIZE)
            .withResize(Interpolation.BILINEAR));
  }

  /** Maps with runs and without, larger than a block and smaller. */
  private static double[] map(Random random, int pixels, boolean withNaN) {
    double[] map = new double[pixels];
    for (int i = 0; i < pixels; i++) {
      boolean goesOn = i > 0 && random.nextInt(4) > 0;
      double other = random.nextInt(8) == 0 ? (withNaN ? Double.NaN : 99) : -0.0;
      int place = random.nextInt(IDS.size() + 1);
      map[i] = goesOn ? map[i - 1] : place < IDS.size() ? IDS.get(place) : other;
    }
    return map;
  }

  @ParameterizedTest
  @MethodSource("options")
  void areThoseOfEachClassAlone(ScoringOptions options) {
    int[][] shapes = {{1, 1}, {3, 5}, {40, 56}, {70, 61}};
    for (int[] shape : shapes) {
      Random random = new Random(shape[1]);
      boolean resized = options.resize() != Interpolation.NONE;
      int[] small = resized ? new int[] {2 * shape[0] / 3 + 1, shape[1] / 2 + 1} : shape;
      Pixels prediction = Pixels.of(random.doubles(Shape.of(small).pixels()).toArray(), small);
      Pixels target =
          Pixels.of(map(random, shape[0] * shape[1], options.ignoreValues().isNaN()), shape);
      if (shape[1] == 1) {
        target = Pixels.of(new double[] {7}, shape);
      }

      double[] flat =
          new ConfusionKernel(options.withTargetClasses(TargetClasses.each(IDS)))
              .run(prediction, target, 0);

      assertThat(flat).hasSize(IDS.size() * SoftConfusion.WIDTH);
      for (int i = 0; i < IDS.size(); i++) {
        TargetClasses one = TargetClasses.parse(IDS.get(i).toString());
        SoftConfusion alone =
            SoftConfusion.fromFlat(
                new ConfusionKernel(options.withTargetClasses(one)).run(prediction, target, 0), 0);
        SoftConfusion together = SoftConfusion.fromFlat(flat, i);
        assertThat(together.pixels()).isEqualTo(alone.pixels());
        assertThat(together.targetPixels()).isEqualTo(alone.targetPixels());
        assertThat(sums(together)).containsExactly(sums(alone), within(1e-11));
        if (options.isBinary()) {
          assertThat(together).isEqualTo(alone);
        }
      }
    }
  }

  private static double[] sums(SoftConfusion confusion) {
    return new double[] {
      confusion.truePositive(),
      confusion.falsePositive(),
      confusion.falseNegative(),
      confusion.trueNegative()
    };
  }

  @ParameterizedTest
  @MethodSource("options")
  void haveTheCountsAtThresholdsOfEachClassAlone(ScoringOptions options) {
    OutputThreshs threshs = OutputThreshs.parse("0.25,0.5,1");
    Random random = new Random(3);
    int[] small = options.resize() == Interpolation.NONE ? new int[] {40, 56} : new int[] {9, 7};
    Pixels prediction = Pixels.of(random.doubles(Shape.of(small).pixels()).toArray(), small);
    Pixels target = Pixels.of(map(random, 40 * 56, options.ignoreValues().isNaN()), 40, 56);
    for (int thresholds : new int[] {0, 10}) {
      ScoringOptions curve = options.withOutputThresh(Double.NaN).withThresholds(thresholds);
      List<PixelsAbove> together = new ArrayList<>();
      new ConfusionKernel(curve.withTargetClasses(TargetClasses.each(IDS)))
          .above(prediction, target, 0, threshs, together::add);

      assertThat(together).hasSize(IDS.size());
      for (int i = 0; i < IDS.size(); i++) {
        List<PixelsAbove> alone = new ArrayList<>();
        TargetClasses one = TargetClasses.parse(IDS.get(i).toString());
        new ConfusionKernel(curve.withTargetClasses(one))
            .above(prediction, target, 0, threshs, alone::add);
        assertSame(together.get(i), alone.get(0), thresholds > 0);
      }
    }
  }

  private static void assertSame(PixelsAbove actual, PixelsAbove expected, boolean curve) {
    assertThat(actual.size()).isEqualTo(3);
    for (int k = 0; k < 3; k++) {
      assertThat(actual.threshold(k)).isEqualTo(expected.threshold(k));
      assertThat(actual.truePositive(k)).isEqualTo(expected.truePositive(k));
      assertThat(actual.falsePositive(k)).isEqualTo(expected.falsePositive(k));
      assertThat(actual.falseNegative(k)).isEqualTo(expected.falseNegative(k));
      assertThat(actual.trueNegative(k)).isEqualTo(expected.trueNegative(k));
    }
    if (curve) {
      assertThat(actual.curve().toArray()).isEqualTo(expected.curve().toArray());
    } else {
      assertThat(actual.curve()).isNull();
    }
  }

  @Test
  void smallSumsAreNotLostInLargeOnes() {
    double[] predictions = new double[5000];
    Arrays.fill(predictions, 1);
    predictions[4999] = 1e-20;
    double[] labels = new double[5000];
    labels[4999] = 1;

    double[] flat =
        new ConfusionKernel(
                ScoringOptions.DEFAULT.withTargetClasses(TargetClasses.each(List.of(0.0, 1.0))))
            .run(Pixels.of(predictions, 50, 100), Pixels.of(labels, 50, 100), 0);

    assertThat(SoftConfusion.fromFlat(flat, 0).falsePositive()).isEqualTo(1e-20);
    assertThat(SoftConfusion.fromFlat(flat, 1).falsePositive()).isEqualTo(4999);
  }

  @Test
  void aCurveHasThePixelsOfEveryClass() {
    Random random = new Random(1);
    Pixels prediction = Pixels.of(random.doubles(35).toArray(), 5, 7);
    Pixels target = Pixels.of(map(random, 35, false), 5, 7);
    ScoringOptions curve = ScoringOptions.DEFAULT.withThresholds(10);
    ThresholdCounts sum = new ThresholdCounts(10);
    for (double id : IDS) {
      TargetClasses one = TargetClasses.parse(String.valueOf(id));
      sum.add(new ConfusionKernel(curve.withTargetClasses(one)).counts(prediction, target, 0));
    }

    ThresholdCounts together =
        new ConfusionKernel(curve.withTargetClasses(TargetClasses.each(IDS)))
            .counts(prediction, target, 0);

    assertThat(together.toArray()).isEqualTo(sum.toArray());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"1.5 | prediction is 1.5 at [0, 1]", "0.5 | target is NaN at [0, 1]"})
  void theFirstInvalidPixelIsAnError(double second, String message) {
    Pixels prediction = Pixels.of(new double[] {0.5, second}, 1, 2);
    Pixels target = Pixels.of(new double[] {1, second > 1 ? 0 : Double.NaN}, 1, 2);
    ConfusionKernel kernel =
        new ConfusionKernel(
            ScoringOptions.DEFAULT.withTargetClasses(TargetClasses.each(List.of(0.0))));

    assertThatExceptionOfType(InvalidMaskException.class)
        .isThrownBy(() -> kernel.run(prediction, target, 0))
        .withMessageStartingWith(message);
  }

  @Test
  void aMapOfIgnoredPixelsIsAnError() {
    ConfusionKernel kernel =
        new ConfusionKernel(
            ScoringOptions.DEFAULT
                .withIgnoreValues(IgnoreValues.of(1))
                .withTargetClasses(TargetClasses.each(List.of(0.0))));
    Pixels ones = Pixels.of(new double[] {1, 1}, 1, 2);

    assertThatExceptionOfType(InvalidMaskException.class)
        .isThrownBy(() -> kernel.run(ones, ones, 0))
        .withMessageStartingWith("target has the ignore_value 1.0 at every pixel");
  }

  @Test
  void someChannelsAreScoredAgainstTheClassesOfTheirNumbers() {
    float[] items = new float[3 * 6];
    for (int i = 0; i < items.length; i++) {
      items[i] = i / 18f;
    }
    double[] labels = {0, 2, 2, 1, 0, 2};
    for (Pixels prediction :
        new Pixels[] {
          Pixels.of(items, 3, 2, 3),
          Pixels.of(
              DoubleStream.iterate(0, i -> i + 1).limit(18).map(i -> items[(int) i]).toArray(),
              3,
              2,
              3)
        }) {
      Pixels target = Pixels.of(labels, 2, 3);
      double[] all =
          new ConfusionKernel(
                  ScoringOptions.DEFAULT.withTargetClasses(TargetClasses.parse("channel")))
              .run(prediction, target, 0);
      double[] some =
          new ConfusionKernel(
                  ScoringOptions.DEFAULT.withTargetClasses(
                      TargetClasses.channels(List.of(2.0, 0.0))))
              .run(prediction, target, 0);

      assertThat(SoftConfusion.fromFlat(some, 0)).isEqualTo(SoftConfusion.fromFlat(all, 2));
      assertThat(SoftConfusion.fromFlat(some, 1)).isEqualTo(SoftConfusion.fromFlat(all, 0));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "channel", "8.0,11.0", "each:3.0,0.0", "channel:3.0,0.0"})
  void areParsedFromTheirNames(String text) {
    assertThat(TargetClasses.parse(text)).hasToString(text);
    assertThat(TargetClasses.parse(text.toUpperCase(Locale.ROOT))).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "each:", "each:1,1", "channel:-1", "channel:0.5", "each:NaN", "any:1", "1,"})
  void othersAreNotAllowed(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> TargetClasses.parse(text));
  }
}
