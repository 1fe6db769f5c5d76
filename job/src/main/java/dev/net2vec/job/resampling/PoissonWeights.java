package dev.net2vec.job.resampling;

/**
 * How often an instance is drawn in each replicate of a bootstrap: weights that are Poisson(1)
 * distributed, each for itself (Hanley and MacGibbon, "Creating non-parametric bootstrap samples
 * using Poisson frequencies", 2006; Chamandy et al., "Estimating uncertainty for massive data
 * streams", 2012). A weight depends on the instance, the replicate and the seed alone, so the order
 * and the partitioning of the rows do not matter, and an instance has the same weights in all runs.
 *
 * <p>The instance's hash and the seed start SplitMix64 (Steele, Lea, Flood, 2014): its state is
 * {@code hash ^ mix(seed + GAMMA)}, and its i-th output is {@code mix(state + i·GAMMA)}, i from 1.
 * Replicate r takes bits 16·(r mod 4) and up, 16 of them, of output r div 4 + 1. That number's
 * place among the {@link #SHARES} of 65,536 is the weight. The shares are Poisson(1) rounded such
 * that mean and variance are exactly 1.
 */
final class PoissonWeights {
  /** The largest weight. */
  static final int LARGEST = 8;

  /** How many of 65,536 numbers give weight 0, 1, … 8. */
  private static final int[] SHARES = {24109, 24109, 12055, 4021, 1002, 201, 33, 5, 1};

  private static final long GAMMA = 0x9E3779B97F4A7C15L;
  private static final int BITS = 16;
  private static final int PER_WORD = Long.SIZE / BITS;
  private static final int MASK = (1 << BITS) - 1;
  private static final byte[] WEIGHTS = weights();

  private PoissonWeights() {}

  private static byte[] weights() {
    byte[] weights = new byte[1 << BITS];
    int at = 0;
    for (int weight = 0; weight <= LARGEST; weight++) {
      for (int i = 0; i < SHARES[weight]; i++) {
        weights[at++] = (byte) weight;
      }
    }
    return weights;
  }

  /**
   * Writes an instance's weight in each replicate.
   *
   * @param instance its hash
   * @param weights receives one per replicate
   */
  static void fill(long instance, long seed, double[] weights) {
    long state = instance ^ mix(seed + GAMMA);
    int whole = weights.length - weights.length % PER_WORD;
    for (int r = 0; r < whole; r += PER_WORD) {
      state += GAMMA;
      long word = mix(state);
      weights[r] = WEIGHTS[(int) word & MASK];
      weights[r + 1] = WEIGHTS[(int) (word >>> 16) & MASK];
      weights[r + 2] = WEIGHTS[(int) (word >>> 32) & MASK];
      weights[r + 3] = WEIGHTS[(int) (word >>> 48)];
    }
    long last = mix(state + GAMMA);
    for (int r = whole; r < weights.length; r++) {
      weights[r] = WEIGHTS[(int) (last >>> (BITS * (r - whole))) & MASK];
    }
  }

  private static long mix(long word) {
    long z = (word ^ (word >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
