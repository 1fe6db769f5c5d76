package dev.net2vec.job.resampling;

import java.util.Random;

/**
 * How often the intervals of simulated pairs of models cover the true difference. Run with the
 * number of simulations as argument; the test of statistics does a few.
 */
final class Coverage {
  private static final int REPLICATES = 1000;
  private static final double GAIN = 0.01;

  private Coverage() {}

  public static void main(String[] arguments) {
    int simulations = Integer.parseInt(arguments[0]);
    for (boolean ratio : new boolean[] {false, true}) {
      System.out.printf(
          "%s: %.4f of %d%n",
          ratio ? "ratio of sums" : "mean", share(ratio, simulations, 300), simulations);
    }
  }

  /**
   * Each instance has a whole w of log-normal size, and parts of it that are shares near 0.7 in one
   * model and 0.7 + GAIN in the other, correlated within the pair. The ratio is Σ part ÷ Σ whole,
   * as in set IoU and the normalized value; the mean is that of the shares.
   */
  static double share(boolean ratio, int simulations, int instances) {
    Random random = new Random(11);
    int covered = 0;
    ResampledSums resampled = new ResampledSums(REPLICATES, 3);
    Grid grid = Grid.of(instances, new double[] {4096, 4096, 4096});
    for (int simulation = 0; simulation < simulations; simulation++) {
      double[] sums = new double[3 * REPLICATES];
      for (int i = 0; i < instances; i++) {
        double whole = ratio ? Math.min(4096, Math.exp(4 + 0.8 * random.nextGaussian())) : 1;
        double hard = 0.1 * random.nextGaussian();
        double there = whole * (0.7 + hard + 0.05 * random.nextGaussian());
        double here = whole * (0.7 + GAIN + hard + 0.05 * random.nextGaussian());
        resampled.add(
            sums,
            new long[] {
              random.nextLong(),
              (long) Math.rint(grid.scale(0) * there),
              (long) Math.rint(grid.scale(1) * here),
              (long) Math.rint(grid.scale(2) * whole)
            });
      }
      double[] differences = new double[REPLICATES];
      for (int r = 0; r < REPLICATES; r++) {
        differences[r] = (sums[REPLICATES + r] - sums[r]) / sums[2 * REPLICATES + r];
      }
      Replicates replicates = new Replicates(differences);
      if (replicates.low95() <= GAIN && GAIN <= replicates.high95()) {
        covered++;
      }
    }
    return (double) covered / simulations;
  }
}
