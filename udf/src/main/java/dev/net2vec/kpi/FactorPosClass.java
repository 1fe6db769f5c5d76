package dev.net2vec.kpi;

/**
 * Net2Vec's balance {@code b} between foreground and background, called {@code factor_pos_class},
 * and the formula that uses it.
 */
public final class FactorPosClass {
  /** The default: both classes have the same weight. */
  public static final double DEFAULT = 0.5;

  private FactorPosClass() {}

  /** Returns whether a value is valid: a number in [0, 1]. */
  public static boolean isValid(double factorPosClass) {
    return factorPosClass >= 0 && factorPosClass <= 1;
  }

  /**
   * Returns the value if it is valid.
   *
   * @throws IllegalArgumentException if it is NaN or outside [0, 1]
   */
  public static double require(double factorPosClass) {
    if (!isValid(factorPosClass)) {
      throw new IllegalArgumentException(
          "factor_pos_class is " + factorPosClass + ", but must be in [0, 1]");
    }
    return factorPosClass;
  }

  /**
   * Returns {@code b·TP + (1 − b)·TN}, formula (1) of Net2Vec (Fong &amp; Vedaldi, CVPR 2018).
   *
   * <p>{@code weigh(0.5, 1.0, 0.75)} is 0.875.
   *
   * @param factorPosClass b, not checked here
   */
  public static double weigh(double factorPosClass, double truePositive, double trueNegative) {
    return factorPosClass * truePositive + (1 - factorPosClass) * trueNegative;
  }
}
