package dev.net2vec.kpi;

/** The threshold above which, strictly, a target's item is foreground: {@code target_thresh}. */
public final class TargetThresh {
  /** What is taken where nothing is said. */
  public static final double DEFAULT = 0.0;

  private TargetThresh() {}

  /** Tells whether a value may be used: any number, infinities included. */
  public static boolean isValid(double targetThresh) {
    return !Double.isNaN(targetThresh);
  }

  /**
   * Returns the value where it is valid.
   *
   * @throws IllegalArgumentException if it is NaN
   */
  public static double require(double targetThresh) {
    if (!isValid(targetThresh)) {
      throw new IllegalArgumentException("target_thresh is NaN, but must be a number");
    }
    return targetThresh;
  }
}
