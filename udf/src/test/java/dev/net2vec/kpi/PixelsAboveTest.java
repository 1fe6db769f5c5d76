package dev.net2vec.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Counts of every instance above several thresholds, and its curve in a compact form. */
class PixelsAboveTest {
  private static final OutputThreshs THRESHS = new OutputThreshs(List.of(0.5, 0.0, 1.0, 0.3));

  private static List<PixelsAbove> above(
      ScoringOptions options, Pixels prediction, Pixels target, double thresh) {
    List<PixelsAbove> instances = new ArrayList<>();
    new ConfusionKernel(options).above(prediction, target, thresh, THRESHS, instances::add);
    return instances;
  }

  private static void areThoseOfBinarisedMasks(
      ScoringOptions options, Pixels prediction, Pixels target) {
    List<PixelsAbove> instances = above(options.withThresholds(20), prediction, target, 0.4);
    assertThat(instances).hasSize(target.shape().instances());
    ThresholdCounts all = new ThresholdCounts(20);
    for (int k = 0; k < THRESHS.numbers().size(); k++) {
      double thresh = THRESHS.numbers().get(k);
      double[] flat =
          new ConfusionKernel(options.withOutputThresh(thresh)).run(prediction, target, 0.4);
      for (int i = 0; i < instances.size(); i++) {
        PixelsAbove above = instances.get(i);
        SoftConfusion expected = SoftConfusion.fromFlat(flat, i);
        assertThat(above.threshold(k)).isEqualTo(thresh);
        assertThat(above.truePositive(k)).isEqualTo((long) expected.truePositive());
        assertThat(above.falsePositive(k)).isEqualTo((long) expected.falsePositive());
        assertThat(above.falseNegative(k)).isEqualTo((long) expected.falseNegative());
        assertThat(above.trueNegative(k)).isEqualTo((long) expected.trueNegative());
      }
    }
    instances.forEach(instance -> all.add(CompactCurve.read(CompactCurve.write(instance.curve()))));
    assertThat(all.toArray())
        .isEqualTo(
            new ConfusionKernel(options.withThresholds(20))
                .counts(prediction, target, 0.4)
                .toArray());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void countsAreThoseOfBinarisedMasks(long seed) {
    Masks masks = Masks.random(seed, 2, 3, 5, 7 + (int) seed);
    double[] grid = Arrays.stream(masks.prediction()).map(o -> Math.round(o * 10) / 10.0).toArray();
    int[] dims = {2, 3, 5, 7 + (int) seed};
    Pixels target = Pixels.of(masks.target(), dims);
    areThoseOfBinarisedMasks(ScoringOptions.DEFAULT, Pixels.of(masks.prediction(), dims), target);
    areThoseOfBinarisedMasks(ScoringOptions.DEFAULT, Pixels.of(grid, dims), target);
    areThoseOfBinarisedMasks(
        ScoringOptions.DEFAULT.withIgnoreValues(IgnoreValues.parse("0.3,0.9")),
        Pixels.of(grid, dims),
        target);
  }

  @Test
  void moreThanABlockIsCounted() {
    Masks masks = Masks.random(9, 2, 3 * Blocks.PIXELS + 11);
    areThoseOfBinarisedMasks(
        ScoringOptions.DEFAULT,
        Pixels.of(masks.prediction(), 1, 2, 3 * Blocks.PIXELS + 11),
        Pixels.of(masks.target(), 1, 2, 3 * Blocks.PIXELS + 11));
  }

  @Test
  void predictionsMayBeEnlarged() {
    Masks small = Masks.random(7, 2, 4, 4);
    Masks large = Masks.random(8, 2, 9, 11);
    areThoseOfBinarisedMasks(
        ScoringOptions.DEFAULT.withResize(Interpolation.BILINEAR),
        Pixels.of(small.prediction(), 2, 4, 4),
        Pixels.of(large.target(), 2, 9, 11));
  }

  @Test
  void invalidMasksAreToldAsByTheKernel() {
    Pixels target = Pixels.of(new double[] {0, 1}, 2);
    for (double[] prediction : List.of(new double[] {0, 1.5}, new double[] {Double.NaN, 0})) {
      assertThatThrownBy(() -> above(ScoringOptions.DEFAULT, Pixels.of(prediction, 2), target, 0))
          .isInstanceOf(InvalidMaskException.class);
    }
    ScoringOptions ignoring = ScoringOptions.DEFAULT.withIgnoreValues(IgnoreValues.parse("0,1"));
    assertThatThrownBy(() -> above(ignoring, Pixels.of(new double[] {0, 0}, 2), target, 0))
        .isInstanceOf(InvalidMaskException.class);
  }

  @Test
  void thereMayBeNoCurve() {
    Pixels one = Pixels.of(new double[] {1}, 1);
    assertThat(above(ScoringOptions.DEFAULT, one, one, 0).get(0).curve()).isNull();
    assertThat(above(ScoringOptions.DEFAULT, one, one, 0).get(0).size()).isEqualTo(4);
  }

  @Test
  void aCompactCurveIsSmall() {
    ThresholdCounts counts = new ThresholdCounts(100);
    counts.add(1, true);
    assertThat(CompactCurve.write(counts)).hasSizeLessThan(210);
    long[] large = counts.toArray();
    Arrays.fill(large, Long.MAX_VALUE / 1_000);
    assertThat(CompactCurve.read(CompactCurve.write(ThresholdCounts.of(large))).toArray())
        .isEqualTo(large);
  }

  @Test
  void otherBytesAreNoCurve() {
    ThresholdCounts counts = new ThresholdCounts(3);
    counts.add(0.5, true);
    byte[] bytes = CompactCurve.write(counts);
    List<byte[]> wrong = new ArrayList<>();
    for (int length = 0; length < bytes.length; length++) {
      wrong.add(Arrays.copyOf(bytes, length));
    }
    wrong.add(Arrays.copyOf(bytes, bytes.length + 1));
    wrong.add(new byte[] {2, 1, 0, 0, 0, 0});
    wrong.add(new byte[] {1, 0, 0, 0});
    byte[] endless = new byte[20];
    Arrays.fill(endless, (byte) -1);
    endless[0] = 1;
    wrong.add(endless);
    for (byte[] each : wrong) {
      assertThatThrownBy(() -> CompactCurve.read(each))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "curve is BINARY of %d bytes, but must be a curve of instances.parquet"
                  .formatted(each.length));
    }
    Random random = new Random(3);
    for (int i = 0; i < 1_000; i++) {
      byte[] noise = new byte[random.nextInt(40)];
      random.nextBytes(noise);
      try {
        CompactCurve.read(noise);
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageStartingWith("curve is BINARY of ");
      }
    }
  }

  @Test
  void thresholdsAreInOrderAndDifferent() {
    assertThat(THRESHS.numbers()).containsExactly(0.0, 0.3, 0.5, 1.0);
    assertThat(OutputThreshs.parse(THRESHS.toString())).isEqualTo(THRESHS);
    assertThat(OutputThreshs.parse(" None")).isEqualTo(OutputThreshs.NONE);
    assertThat(OutputThreshs.NONE).hasToString("none");
    assertThatThrownBy(() -> OutputThreshs.parse("0.5, 0.5"))
        .hasMessage("output_thresh is 0.5,0.5, but must not repeat a value");
    assertThatThrownBy(() -> OutputThreshs.parse("1.5"))
        .hasMessage("output_thresh is 1.5, but must be in [0, 1]");
  }
}
