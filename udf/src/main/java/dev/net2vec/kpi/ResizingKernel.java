package dev.net2vec.kpi;

/**
 * Computes the soft confusion of small predictions and large targets without enlarging anything.
 *
 * <p>Resizing is linear: the prediction {@code o} is enlarged to {@code U·o}, where every row of
 * {@code U} has weights that add up to 1. So the true positives, the sum of {@code U·o} over the
 * foreground {@code f}, are the sum of {@code o} times {@code Uᵀ·f}: the {@link WeightSums} of the
 * foreground, integers over a common scale. The other three follow from {@code 1 − o} and from the
 * weights of the background. They are summed row by row over the prediction's pixels, in double.
 *
 * <p>Not thread-safe: the arrays, which have the prediction's size, are reused.
 */
final class ResizingKernel {
  /** The most pixels of an instance of the prediction. */
  private static final int MOST_PIXELS = 1 << 16;

  private final ScoringOptions options;
  private final TargetRuns runs = new TargetRuns();
  private double[] items = new double[0];
  private long[] foregroundSums = new long[0];
  private long[] ignoredSums = new long[0];

  ResizingKernel(ScoringOptions options) {
    this.options = options;
  }

  /** Returns whether a pair of these shapes is worth while and does not overflow. */
  static boolean suits(Shape prediction, Shape target, Weights weights) {
    return prediction.instancePixels() <= Math.min(MOST_PIXELS, target.instancePixels())
        && weights.sumsFit();
  }

  /**
   * Writes the confusion of one instance to its place in {@code flat}.
   *
   * @throws InvalidMaskException if an item is NULL or NaN, or a prediction's item is outside [0,
   *     1]
   */
  void run(
      Pixels prediction,
      Pixels target,
      TargetRule rule,
      Weights weights,
      int instance,
      double[] flat) {
    int size = prediction.shape().instancePixels();
    if (items.length < size) {
      items = new double[size];
      foregroundSums = new long[size];
      ignoredSums = new long[size];
    }
    prediction.read(instance * size, size, items);
    int bad = Predictions.firstInvalid(items, size);
    if (bad >= 0) {
      throw Predictions.invalid(prediction, instance * size + bad, items[bad], options);
    }
    // The target of every channel is weighed once.
    if (instance == 0 || !(target instanceof RepeatedPixels)) {
      runs.add(once(target), rule, instance, weights);
      runs.foreground().write(foregroundSums);
      runs.ignored().write(ignoredSums);
    }
    int at = instance * SoftConfusion.WIDTH;
    flat[at + SoftConfusion.PIXELS] = target.shape().instancePixels() - runs.ignored().pixels();
    flat[at + SoftConfusion.TARGET_PIXELS] = runs.foreground().pixels();
    sum(weights, flat, at);
  }

  private static Pixels once(Pixels target) {
    return target instanceof RepeatedPixels repeated ? repeated.once() : target;
  }

  private void sum(Weights weights, double[] flat, int at) {
    int height = weights.rows().in();
    int width = weights.columns().in();
    double truePositive = 0;
    double falsePositive = 0;
    double falseNegative = 0;
    double trueNegative = 0;
    for (int y = 0; y < height; y++) {
      double rowTruePositive = 0;
      double rowFalsePositive = 0;
      double rowFalseNegative = 0;
      double rowTrueNegative = 0;
      for (int x = 0; x < width; x++) {
        int pixel = y * width + x;
        long all = weights.sum(y, x) - ignoredSums[pixel];
        double on = foregroundSums[pixel];
        double off = all - foregroundSums[pixel];
        double o = items[pixel];
        double rest = 1 - o;
        rowTruePositive += o * on;
        rowFalsePositive += o * off;
        rowFalseNegative += rest * on;
        rowTrueNegative += rest * off;
      }
      truePositive += rowTruePositive;
      falsePositive += rowFalsePositive;
      falseNegative += rowFalseNegative;
      trueNegative += rowTrueNegative;
    }
    double scale = weights.scale();
    flat[at + SoftConfusion.TRUE_POSITIVE] = truePositive / scale;
    flat[at + SoftConfusion.FALSE_POSITIVE] = falsePositive / scale;
    flat[at + SoftConfusion.FALSE_NEGATIVE] = falseNegative / scale;
    flat[at + SoftConfusion.TRUE_NEGATIVE] = trueNegative / scale;
  }
}
