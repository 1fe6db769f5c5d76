package dev.net2vec.job.resampling;

/**
 * The sums of several components of instances in each replicate of a bootstrap. The state is an
 * array: the first component's sums in all replicates, then the second's, and so on. All are whole
 * numbers below 2^53, see {@link Grid}, so adding them is exact.
 */
final class ResampledSums {
  private final int replicates;
  private final long seed;
  private final double[] weights;

  ResampledSums(int replicates, long seed) {
    this.replicates = replicates;
    this.seed = seed;
    this.weights = new double[replicates];
  }

  /**
   * Adds an instance.
   *
   * @param row the instance's hash, then its components' numbers on the grid
   */
  void add(double[] sums, long[] row) {
    PoissonWeights.fill(row[0], seed, weights);
    for (int component = 0; component < row.length - 1; component++) {
      if (row[component + 1] != 0) {
        add(sums, component * replicates, (double) row[component + 1]);
      }
    }
  }

  private void add(double[] sums, int from, double number) {
    for (int r = 0; r < weights.length; r++) {
      sums[from + r] += weights[r] * number;
    }
  }

  /** Adds other sums of the same components and replicates. */
  static void merge(double[] sums, double[] others) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += others[i];
    }
  }
}
