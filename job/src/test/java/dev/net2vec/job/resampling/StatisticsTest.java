package dev.net2vec.job.resampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.net2vec.job.text.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.apache.commons.math3.stat.inference.TestUtils;
import org.junit.jupiter.api.Test;

/** Intervals, p-values and their adjustment. */
class StatisticsTest {
  private static ComparisonRow row(String concept, Double pValue) {
    return new ComparisonRow(
        concept == null ? Json.object() : Json.read("{\"concept\": \"" + concept + "\"}"),
        0.5,
        null,
        "value",
        9,
        1.0,
        1.0,
        0.0,
        0.0,
        0.0,
        pValue,
        pValue,
        0.0,
        1.0,
        0.0,
        null);
  }

  /** The replicates of a mean, resampled with the weights of so many instances. */
  private static Replicates means(double[] numbers, long seed) {
    double[] weights = new double[1000];
    double[] sums = new double[1000];
    double[] counts = new double[1000];
    Random random = new Random(seed);
    for (double number : numbers) {
      PoissonWeights.fill(random.nextLong(), seed, weights);
      for (int r = 0; r < weights.length; r++) {
        sums[r] += weights[r] * number;
        counts[r] += weights[r];
      }
    }
    double[] means = new double[1000];
    Arrays.setAll(means, r -> sums[r] / counts[r]);
    return new Replicates(means);
  }

  @Test
  void theIntervalInterpolatesAsNumPyDoes() {
    // numpy.percentile([7, 1, 4, 2], [2.5, 97.5]), without what is no number
    Replicates replicates = new Replicates(new double[] {7, 1, Double.NaN, 4, 2});
    assertThat(replicates.low95()).isEqualTo(1.075);
    assertThat(replicates.high95()).isCloseTo(6.775, within(1e-12));
    assertThat(new Replicates(new double[] {Double.NaN}).low95()).isNull();
  }

  @Test
  void thePValueOfAMeanIsThatOfThePairedTTest() {
    Random random = new Random(5);
    for (int n : new int[] {12, 200, 1000}) {
      double[] differences =
          DoubleStream.generate(() -> 0.1 + random.nextGaussian()).limit(n).toArray();
      double mean = Arrays.stream(differences).average().orElseThrow();
      double expected = TestUtils.tTest(0, differences);
      // The standard error is off by about 2 % with 1,000 replicates, more with few instances.
      assertThat(Math.log(means(differences, n).pValue(mean, n)))
          .isCloseTo(Math.log(expected), within(0.15 * Math.abs(Math.log(expected)) + 0.05));
    }
  }

  @Test
  void nothingThatDiffersHasPValueOne() {
    Replicates none = new Replicates(new double[] {0, 0, 0});
    assertThat(none.pValue(0, 12)).isEqualTo(1);
    assertThat(none.pValue(0, 1)).isNull();
    assertThat(new Replicates(new double[] {2, 2, 2}).pValue(2, 12)).isZero();
  }

  /**
   * Nominal 95 % intervals of a difference cover it in 93 to 97 % of 400 simulated pairs of models;
   * the mean, and a ratio of sums whose parts are correlated.
   */
  @Test
  void intervalsCoverTheTrueDifference() {
    for (boolean ratio : new boolean[] {false, true}) {
      assertThat(Coverage.share(ratio, /* simulations= */ 400, /* instances= */ 300))
          .isBetween(0.93, 0.97);
    }
  }

  @Test
  void holmAdjustsWhatIsComparedInGroups() {
    List<ComparisonRow> adjusted =
        Holm.adjust(
            List.of(
                row("a", 0.01), row("b", 0.04), row("c", 0.03), row("d", null), row(null, 0.04)));
    // R: p.adjust(c(0.01, 0.04, 0.03), "holm")
    assertThat(adjusted.stream().map(ComparisonRow::adjustedPValue))
        .containsExactly(0.03, 0.06, 0.06, null, 0.04);
    assertThat(adjusted.stream().map(ComparisonRow::pValue))
        .containsExactly(0.01, 0.04, 0.03, null, 0.04);
  }
}
