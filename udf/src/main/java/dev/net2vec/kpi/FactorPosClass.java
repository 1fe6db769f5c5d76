package dev.net2vec.kpi;

/**
 * The balance {@code b} of Net2Vec between foreground and background, called {@code
 * factor_pos_class}, and the formula that it weighs.
 */
public final class FactorPosClass {
  /** What is taken where nothing is said: both classes weigh the same. */
  public static final double DEFAULT = 0.5;

  private FactorPosClass() {}

  /** Tells whether a value may be used: a number in [0, 1]. */
  public static boolean isValid(double factorPosClass) {
    return factorPosClass >= 0 && factorPosClass <= 1;
  }

  /**
   * Returns the value where it is valid.
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
   * @param factorPosClass b, valid
   */
  public static double weigh(double factorPosClass, double truePositive, double trueNegative) {
    return factorPosClass * truePositive + (1 - factorPosClass) * trueNegative;
  }
}
