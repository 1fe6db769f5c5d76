package dev.net2vec.kpi;

/** The threshold {@code target_thresh}; a target's item is foreground if it is strictly greater. */
public final class TargetThresh {
  /** The default. */
  public static final double DEFAULT = 0.0;

  private TargetThresh() {}

  /** Returns whether a value is valid: any number, including infinities. */
  public static boolean isValid(double targetThresh) {
    return !Double.isNaN(targetThresh);
  }

  /**
   * Returns the value if it is valid.
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
