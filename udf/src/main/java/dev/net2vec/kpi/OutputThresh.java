package dev.net2vec.kpi;

/** The threshold {@code output_thresh}; a prediction is foreground if it is strictly greater. */
public final class OutputThresh {
  /** The default. */
  public static final double DEFAULT = 0.5;

  private OutputThresh() {}

  /** Returns whether a value is valid: in [0, 1]. */
  public static boolean isValid(double outputThresh) {
    return outputThresh >= 0 && outputThresh <= 1;
  }

  /**
   * Returns the value if it is valid.
   *
   * @throws IllegalArgumentException if it is NaN or outside [0, 1]
   */
  public static double require(double outputThresh) {
    if (!isValid(outputThresh)) {
      throw new IllegalArgumentException(
          "output_thresh is " + outputThresh + ", but must be in [0, 1]");
    }
    return outputThresh;
  }
}
