package dev.net2vec.sql.aggregate;

import org.apache.commons.math3.distribution.TDistribution;

/** How far the 95 % interval of a mean reaches, by Student's t distribution. */
final class MeanInterval {
  private static final double UPPER = 0.975;

  private MeanInterval() {}

  /** Returns how many standard errors the mean of so many values, at least 2, may be off. */
  static double standardErrors(long count) {
    return new TDistribution(count - 1.0).inverseCumulativeProbability(UPPER);
  }
}
