package dev.net2vec.kpi;

/**
 * The soft confusion of one instance: how much of the prediction falls on and off the target.
 *
 * <p>With prediction {@code o} in [0, 1] and foreground {@code f} (1 where the target exceeds the
 * threshold, else 0), summed over the pixels:
 *
 * <pre>
 *   truePositive  = Σ o·f          falseNegative = Σ (1 − o)·f
 *   falsePositive = Σ o·(1 − f)    trueNegative  = Σ (1 − o)·(1 − f)
 * </pre>
 *
 * The four are in pixels and add up to {@code pixels}. Each is summed separately, so that a small
 * one is not lost in the difference of two large ones.
 *
 * <pre>{@code
 * SoftConfusion.of(Pixels.of(new float[] {0.25f, 1}), Pixels.of(new float[] {0, 1}), 0.0);
 * // pixels=2, targetPixels=1, truePositive=1.0, falsePositive=0.25, falseNegative=0.0,
 * // trueNegative=0.75
 * }</pre>
 *
 * @param pixels the pixels that count
 * @param targetPixels the foreground pixels among them
 */
public record SoftConfusion(
    long pixels,
    long targetPixels,
    double truePositive,
    double falsePositive,
    double falseNegative,
    double trueNegative) {

  /** The number of doubles per confusion in the flat form that {@link ConfusionKernel} writes. */
  public static final int WIDTH = 6;

  static final int PIXELS = 0;
  static final int TARGET_PIXELS = 1;
  static final int TRUE_POSITIVE = 2;
  static final int FALSE_POSITIVE = 3;
  static final int FALSE_NEGATIVE = 4;
  static final int TRUE_NEGATIVE = 5;

  /**
   * Returns the confusion of masks that hold one instance.
   *
   * @throws InvalidMaskException if a mask is invalid or their shapes differ
   * @throws IllegalArgumentException if the masks hold several instances
   */
  public static SoftConfusion of(Pixels prediction, Pixels target, double targetThresh) {
    double[] flat =
        new ConfusionKernel(ScoringOptions.DEFAULT).run(prediction, target, targetThresh);
    if (flat.length != WIDTH) {
      throw new IllegalArgumentException(
          "masks of shape "
              + prediction.shape()
              + " hold "
              + flat.length / WIDTH
              + " instances, but must hold one");
    }
    return fromFlat(flat, 0);
  }

  /** Returns one instance's confusion from the flat form. */
  public static SoftConfusion fromFlat(double[] flat, int instance) {
    int at = instance * WIDTH;
    return new SoftConfusion(
        (long) flat[at + PIXELS],
        (long) flat[at + TARGET_PIXELS],
        flat[at + TRUE_POSITIVE],
        flat[at + FALSE_POSITIVE],
        flat[at + FALSE_NEGATIVE],
        flat[at + TRUE_NEGATIVE]);
  }

  /** Returns Σ o, the soft number of predicted pixels. */
  public double predicted() {
    return truePositive + falsePositive;
  }

  /**
   * Returns the Net2Vec value {@code b·TP + (1 − b)·TN}; higher is better (Fong &amp; Vedaldi, CVPR
   * 2018).
   *
   * @param factorPosClass b, in [0, 1]
   * @throws IllegalArgumentException if {@code factorPosClass} is NaN or outside [0, 1]
   */
  public double net2vec(double factorPosClass) {
    return FactorPosClass.weigh(FactorPosClass.require(factorPosClass), truePositive, trueNegative);
  }

  /**
   * Returns the largest possible Net2Vec value for the target: {@code b·n_fg + (1 − b)·n_bg}, that
   * of a prediction which equals it.
   *
   * @param factorPosClass b, in [0, 1]
   */
  public double best(double factorPosClass) {
    return FactorPosClass.weigh(
        factorPosClass, (double) targetPixels, (double) (pixels - targetPixels));
  }
}
