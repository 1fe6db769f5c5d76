package dev.net2vec.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Figures of a curve, against their definitions on the single pixels. */
class CurveSummaryTest {
  private static ThresholdCounts counts(double[] predictions, double[] targets, int n) {
    return new ConfusionKernel(ScoringOptions.DEFAULT.withThresholds(n))
        .counts(Pixels.of(predictions), Pixels.of(targets), 0);
  }

  private static CurveSummary summary(double[] predictions, double[] targets, int n) {
    return CurveSummary.of(counts(predictions, targets, n), EmptyScore.DEFAULT);
  }

  /**
   * The example of scikit-learn's documentation of average_precision_score and roc_auc_score:
   * scores 0.1, 0.4, 0.35, 0.8 for labels 0, 0, 1, 1 give 0.8333… and 0.75.
   */
  @Test
  void areThoseOfScikitLearnsExample() {
    CurveSummary summary =
        summary(new double[] {0.1, 0.4, 0.35, 0.8}, new double[] {0, 0, 1, 1}, 100);
    assertThat(summary.averagePrecision()).isCloseTo(0.8333333333333333, within(1e-15));
    assertThat(summary.rocAuc()).isEqualTo(0.75);
  }

  @Test
  void bestThresholdIsTheLeastThatHasTheBestMeasure() {
    CurveSummary summary =
        summary(new double[] {0.1, 0.3, 0.9, 0.95}, new double[] {0, 0, 1, 1}, 10);
    assertThat(summary.bestIou()).isEqualTo(1);
    assertThat(summary.bestIouThresh()).isEqualTo(0.3);
    assertThat(summary.bestDice()).isEqualTo(1);
    assertThat(summary.bestDiceThresh()).isEqualTo(0.3);
  }

  @Test
  void calibrationErrorIsTheMeanDistanceOfConfidenceAndShare() {
    // Bins of 0.5: (0.2 + 0.4) / 2 for one of two; 0.9 for one of one.
    assertThat(summary(new double[] {0.2, 0.4, 0.9}, new double[] {0, 1, 1}, 2).calibrationError())
        .isCloseTo((Math.abs(1 - 0.6) + Math.abs(1 - 0.9)) / 3, within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void rocAucIsTheShareOfPairsInTheRightOrder(long seed) {
    Random random = new Random(seed);
    double[] predictions = random.ints(200, 0, 21).mapToDouble(k -> k / 20.0).toArray();
    double[] targets = random.ints(200, 0, 2).asDoubleStream().toArray();
    double ordered = 0;
    double pairs = 0;
    for (int f = 0; f < 200; f++) {
      for (int b = 0; b < 200; b++) {
        if (targets[f] > 0 && targets[b] == 0) {
          pairs++;
          ordered +=
              predictions[f] > predictions[b] ? 1 : predictions[f] == predictions[b] ? 0.5 : 0;
        }
      }
    }
    assertThat(summary(predictions, targets, 20).rocAuc())
        .isCloseTo(ordered / pairs, within(1e-12));
  }

  @Test
  void quotientsOfNothingAreNull() {
    CurveSummary noForeground = summary(new double[] {0.2, 0}, new double[2], 10);
    assertThat(noForeground.averagePrecision()).isNull();
    assertThat(noForeground.rocAuc()).isNull();
    // Above 0.2 neither mask has foreground.
    assertThat(noForeground.bestIou()).isEqualTo(1);
    assertThat(noForeground.bestIouThresh()).isEqualTo(0.2);
    CurveSummary noBackground = summary(new double[] {0.2, 1}, new double[] {1, 1}, 10);
    assertThat(noBackground.averagePrecision()).isEqualTo(1);
    assertThat(noBackground.rocAuc()).isNull();
    CurveSummary nothing = CurveSummary.of(new ThresholdCounts(10), new EmptyScore(null));
    assertThat(nothing).isEqualTo(new CurveSummary(null, null, null, null, null, null, null));
  }

  @Test
  void emptyScoreIsANumberOrNull() {
    assertThat(EmptyScore.parse(" NULL ")).isEqualTo(new EmptyScore(null)).hasToString("null");
    assertThat(EmptyScore.parse("0")).isEqualTo(new EmptyScore(0.0)).hasToString("0.0");
    assertThat(EmptyScore.DEFAULT.ratio(1, 4)).isEqualTo(0.25);
    assertThat(EmptyScore.DEFAULT.ratio(0, 0)).isEqualTo(1);
    assertThat(new EmptyScore(null).ratio(0, 0)).isNull();
  }
}
