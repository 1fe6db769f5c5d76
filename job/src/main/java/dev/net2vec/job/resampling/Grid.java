package dev.net2vec.job.resampling;

/**
 * The integers that numbers are rounded to before they are summed under weights, so that the sums
 * are exact and may be added in any order.
 *
 * <p>A component's numbers are multiplied by a power of two and rounded, half to even. The power is
 * the largest for which no replicate's sum can reach 2^53: with N instances, the largest number of
 * the component becomes about 2^(50 − log2 N). For a million instances that is 2^30, so a number is
 * off by at most 5·10^-10 of the largest, which is far less than what resampling leaves open. Only
 * the replicates are rounded so, never the figures themselves.
 */
final class Grid {
  private static final int EXACT_BITS = 53;

  private final double[] scales;

  private Grid(double[] scales) {
    this.scales = scales;
  }

  /**
   * Returns the grid of instances.
   *
   * @param largest the largest magnitude of each component's numbers
   */
  static Grid of(long instances, double[] largest) {
    int weighted = Long.SIZE - Long.numberOfLeadingZeros(instances * PoissonWeights.LARGEST);
    int bits = EXACT_BITS - weighted;
    double[] scales = new double[largest.length];
    for (int i = 0; i < scales.length; i++) {
      // Less than 2^(exponent + 1); smaller than 2^-500 is taken for 0.
      int exponent = Math.max(Math.getExponent(largest[i]), -500);
      scales[i] = Math.scalb(1.0, bits - exponent - 1);
    }
    return new Grid(scales);
  }

  /** Returns what a component's numbers are multiplied by: a power of two. */
  double scale(int component) {
    return scales[component];
  }

  int components() {
    return scales.length;
  }
}
