package dev.net2vec.sql.aggregate;

import org.apache.commons.math3.distribution.TDistribution;

/** The half-width of the 95 % confidence interval of a mean, by Student's t distribution. */
final class MeanInterval {
  private static final double UPPER = 0.975;

  private MeanInterval() {}

  /** Returns the half-width in standard errors for a count of at least 2 values. */
  static double standardErrors(long count) {
    return new TDistribution(count - 1.0).inverseCumulativeProbability(UPPER);
  }
}
