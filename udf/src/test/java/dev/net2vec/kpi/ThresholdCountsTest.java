package dev.net2vec.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.net2vec.ReferenceFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Counts at every threshold, and counts of binarised masks. */
class ThresholdCountsTest {
  private static final ScoringOptions CURVE = ScoringOptions.DEFAULT.withThresholds(100);

  static List<JsonNode> cases() throws IOException {
    return StreamSupport.stream(
            ReferenceFiles.golden("concepts.json")
                .required("thresholds")
                .required("cases")
                .spliterator(),
            false)
        .toList();
  }

  private static double[] doubles(JsonNode items) {
    double[] values = new double[items.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = items.get(i).doubleValue();
    }
    return values;
  }

  private static Pixels pixels(JsonNode golden, String field) {
    return Pixels.of(
        doubles(golden.required(field)),
        golden.required("shape").get(0).intValue(),
        golden.required("shape").get(1).intValue());
  }

  private static ThresholdCounts counts(double[] predictions, double[] targets, int n) {
    return new ConfusionKernel(ScoringOptions.DEFAULT.withThresholds(n))
        .counts(Pixels.of(predictions), Pixels.of(targets), 0);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void countsAreThoseOfTheReference(JsonNode golden) {
    Pixels prediction = pixels(golden, "prediction");
    Pixels target = pixels(golden, "target");
    ThresholdCounts counts = new ConfusionKernel(CURVE).counts(prediction, target, 0);
    for (JsonNode at : golden.required("at")) {
      double thresh = at.required("output_thresh").doubleValue();
      SoftConfusion ofCurve = CurveSummary.confusion(counts, (int) Math.rint(thresh * 100));
      double[] flat =
          new ConfusionKernel(ScoringOptions.DEFAULT.withOutputThresh(thresh))
              .run(prediction, target, 0);
      assertThat(ofCurve).isEqualTo(SoftConfusion.fromFlat(flat, 0));
      assertThat(ofCurve.truePositive()).isEqualTo(at.required("tp").doubleValue());
      assertThat(ofCurve.falsePositive()).isEqualTo(at.required("fp").doubleValue());
      assertThat(ofCurve.falseNegative()).isEqualTo(at.required("fn").doubleValue());
      assertThat(ofCurve.trueNegative()).isEqualTo(at.required("tn").doubleValue());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 10, 49, 100, 255, 1000})
  void predictionsAtAThresholdAreNotAboveIt(int n) {
    for (int k = 0; k <= n; k++) {
      double threshold = (double) k / n;
      for (double o : new double[] {Math.nextDown(threshold), threshold, Math.nextUp(threshold)}) {
        if (o >= 0 && o <= 1) {
          ThresholdCounts counts = counts(new double[] {o}, new double[] {1}, n);
          for (int j = 0; j <= n; j++) {
            assertThat(counts.foregroundAbove(j)).isEqualTo(o > (double) j / n ? 1 : 0);
          }
        }
      }
    }
  }

  @Test
  void sumsOfPredictionsAreExactInTheirUnits() {
    ThresholdCounts counts = counts(new double[] {0.9, 0.95, 1, 0.1, 0}, new double[5], 10);
    assertThat(counts.wholeIn(9)).isEqualTo(0);
    assertThat(counts.unitsIn(9)).isEqualTo(900_000_000_000L);
    assertThat(counts.wholeIn(10)).isEqualTo(1);
    assertThat(counts.unitsIn(10)).isEqualTo(950_000_000_000L);
    assertThat(counts.unitsIn(0)).isEqualTo(0);
  }

  @Test
  void orderAndGroupingDoNotMatter() {
    Random random = new Random(5);
    List<Integer> order = new ArrayList<>();
    double[] predictions = random.doubles(1000).toArray();
    double[] targets = random.doubles(1000).map(Math::rint).toArray();
    for (int i = 0; i < 1000; i++) {
      order.add(i);
    }
    Collections.shuffle(order, random);
    ThresholdCounts parts = new ThresholdCounts(100);
    for (int i : order) {
      parts.add(counts(new double[] {predictions[i]}, new double[] {targets[i]}, 100));
    }
    assertThat(parts.toArray()).isEqualTo(counts(predictions, targets, 100).toArray());
    assertThat(ThresholdCounts.of(parts.toArray()).toArray()).isEqualTo(parts.toArray());
  }

  @Test
  void countsAreMadeAgainFromThoseAboveEachThreshold() {
    ThresholdCounts counts = counts(new double[] {0, 0.25, 0.5, 1}, new double[] {1, 0, 1, 1}, 4);
    ThresholdCounts again =
        ThresholdCounts.above(
            4,
            3,
            new long[] {2, 2, 1, 1, 0},
            new long[] {1, 0, 0, 0, 0},
            new long[] {0, 0, 0, 1},
            new long[] {250_000_000_000L, 500_000_000_000L, 0, 0});
    assertThat(again.toArray()).isEqualTo(counts.toArray());
  }

  @Test
  void countsThatNoPixelsHaveAreRefused() {
    assertThatThrownBy(
            () ->
                ThresholdCounts.above(
                    2, 1, new long[] {1, 0}, new long[] {2, 0}, new long[1], new long[1]))
        .hasMessage(
            "curve has 2 pixels above threshold 0, but must have at most the 1 above the one"
                + " before");
    assertThatThrownBy(
            () ->
                ThresholdCounts.above(
                    2, 1, new long[] {1, 1}, new long[] {1, 0}, new long[1], new long[1]))
        .hasMessage("curve has 1 pixels above 1, but must have none");
    assertThatThrownBy(
            () ->
                ThresholdCounts.above(
                    2, 1, new long[] {1, 1}, new long[] {1}, new long[1], new long[1]))
        .hasMessage("curve has arrays of 2, 1 and 1 items, but must have n + 1, n + 1 and n");
    assertThatThrownBy(() -> new ThresholdCounts(10).add(new ThresholdCounts(20)))
        .hasMessage("curve has 20 thresholds, but must have 10 as the others do");
    assertThatThrownBy(() -> new ThresholdCounts(0))
        .hasMessage("thresholds is 0, but must be in [1, 10000]");
  }

  @Test
  void ignoredPixelsCountForNothing() {
    ConfusionKernel kernel = new ConfusionKernel(CURVE.withIgnoreValues(IgnoreValues.of(255)));
    ThresholdCounts counts =
        kernel.counts(
            Pixels.of(new double[] {0.9, 0.2, 0.7}), Pixels.of(new double[] {1, 255, 0}), 0);
    assertThat(counts.foreground()).isEqualTo(1);
    assertThat(counts.background()).isEqualTo(1);
    assertThatThrownBy(
            () -> kernel.counts(Pixels.of(new double[] {0.9}), Pixels.of(new double[] {255}), 0))
        .isInstanceOf(InvalidMaskException.class)
        .hasMessageContaining("has the ignore_value 255.0 at every pixel of instance 0");
  }

  @Test
  void invalidItemsAreErrorsWithTheirPositions() {
    ConfusionKernel kernel = new ConfusionKernel(CURVE);
    assertThatThrownBy(
            () -> kernel.counts(Pixels.of(new double[] {0.5, 1.5}), Pixels.of(new double[2]), 0))
        .isInstanceOf(InvalidMaskException.class)
        .hasMessageStartingWith("prediction is 1.5 at [1], but every item must be in [0, 1]");
    assertThatThrownBy(
            () ->
                kernel.counts(Pixels.of(new double[2]), Pixels.of(new double[] {0, Double.NaN}), 0))
        .hasMessageStartingWith("target is NaN at [1]");
    assertThatThrownBy(
            () ->
                new ConfusionKernel(ScoringOptions.DEFAULT.withOutputThresh(0.5))
                    .run(Pixels.of(new double[] {0.5, Double.NaN}), Pixels.of(new double[2]), 0))
        .hasMessageStartingWith("prediction is NaN at [1]");
  }

  @Test
  void lowResolutionPredictionsAreCountedAtTheTargetsSize() {
    ScoringOptions resized = CURVE.withResize(Interpolation.BILINEAR);
    Pixels prediction = Pixels.of(new double[] {0.25, 0.75}, 1, 2);
    Pixels target = Pixels.of(new double[] {0, 0, 1, 1}, 1, 4);
    // At the target's size: 0.25, 0.375, 0.625, 0.75.
    ThresholdCounts counts = new ConfusionKernel(resized).counts(prediction, target, 0);
    assertThat(counts.foregroundAbove(50)).isEqualTo(2);
    assertThat(counts.backgroundAbove(30)).isEqualTo(1);
    double[] flat =
        new ConfusionKernel(resized.withThresholds(0).withOutputThresh(0.7))
            .run(prediction, target, 0);
    assertThat(SoftConfusion.fromFlat(flat, 0)).isEqualTo(new SoftConfusion(4, 2, 1, 0, 1, 2));
  }
}
