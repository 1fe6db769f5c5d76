package dev.net2vec.job.resampling;

import java.util.Arrays;
import org.apache.commons.math3.distribution.TDistribution;

/** A figure in each replicate of a bootstrap. Replicates in which it has no value are left out. */
final class Replicates {
  private static final double LOW = 0.025;
  private static final double HIGH = 0.975;

  private final double[] sorted;

  Replicates(double[] figures) {
    sorted = Arrays.stream(figures).filter(Double::isFinite).sorted().toArray();
  }

  /** Returns the lower bound of the 95 % percentile interval; null without replicates. */
  public Double low95() {
    return quantile(LOW);
  }

  /** Returns the upper bound. */
  public Double high95() {
    return quantile(HIGH);
  }

  /** Interpolates linearly between the nearest two, as NumPy does by default. */
  private Double quantile(double share) {
    if (sorted.length == 0) {
      return null;
    }
    double at = share * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }

  /**
   * Returns the two-sided p-value of a difference: that of Student's t with n − 1 degrees of
   * freedom for the difference ÷ its standard error, which is the standard deviation of the
   * replicates (Efron and Tibshirani, "An introduction to the bootstrap", 1993, chapters 6 and 12)
   * times √(n ÷ (n − 1)). For a difference of means this is the paired t-test, except for the
   * resampling.
   *
   * @param instances n
   * @return 1 if nothing differs; null for fewer than two instances
   */
  Double pValue(double difference, long instances) {
    if (instances < 2 || sorted.length < 2 || !Double.isFinite(difference)) {
      return null;
    }
    double error = deviation() * Math.sqrt(instances / (instances - 1.0));
    if (difference == 0) {
      return 1.0;
    }
    return error == 0
        ? 0.0
        : 2
            * new TDistribution(instances - 1.0)
                .cumulativeProbability(-Math.abs(difference) / error);
  }

  private double deviation() {
    double mean = Arrays.stream(sorted).average().orElseThrow();
    double squares = Arrays.stream(sorted).map(figure -> (figure - mean) * (figure - mean)).sum();
    return Math.sqrt(squares / (sorted.length - 1));
  }
}
