package dev.net2vec.job.resampling;

import dev.net2vec.job.error.JobException;

/**
 * How instances are resampled.
 *
 * @param replicates how often
 * @param seed of the weights
 */
public record ResamplingSettings(int replicates, long seed) {
  public static final int REPLICATES = 1000;

  private static final int FEWEST = 100;
  private static final int MOST = 100_000;

  /**
   * Checks the number of replicates.
   *
   * @throws JobException if it is out of range
   */
  public static ResamplingSettings of(String option, int replicates, long seed) {
    if (replicates < FEWEST || replicates > MOST) {
      throw JobException.usage(
          "%s is %d, but must be in [%d, %d]".formatted(option, replicates, FEWEST, MOST));
    }
    return new ResamplingSettings(replicates, seed);
  }
}
