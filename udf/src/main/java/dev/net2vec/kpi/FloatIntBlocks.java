package dev.net2vec.kpi;

/** Blocks of float predictions and int targets. */
final class FloatIntBlocks implements Blocks {
  private final FloatBlock predictions = new FloatBlock();
  private final int[] block = new int[PIXELS];
  private Pixels.Ints lie;
  private int[] target;
  private int targetAt;

  /** Returns these blocks for a target with the given ints in place; null to copy its items. */
  FloatIntBlocks of(Pixels.Ints ints) {
    this.lie = ints;
    return this;
  }

  @Override
  public void read(Pixels predictionMask, Pixels targetMask, int from, int count) {
    predictions.read(predictionMask, from, count);
    if (lie == null) {
      targetMask.read(from, count, block);
      target = block;
      targetAt = 0;
    } else {
      target = lie.array();
      targetAt = lie.offset() + from;
    }
  }

  @Override
  public double prediction(int index) {
    return predictions.array[predictions.at + index];
  }

  @Override
  public int add(int count, double targetThresh, double[] flat, int at) {
    double truePositive0 = 0;
    double truePositive1 = 0;
    double falsePositive0 = 0;
    double falsePositive1 = 0;
    double falseNegative0 = 0;
    double falseNegative1 = 0;
    double trueNegative0 = 0;
    double trueNegative1 = 0;
    int foreground = 0;
    float[] prediction = predictions.array;
    int predictionAt = predictions.at;
    int[] target = this.target;
    int targetAt = this.targetAt;
    // An integer is above the threshold if and only if it is above its floor, and it is never NaN.
    int thresh = lie == null ? (int) Math.floor(targetThresh) : lie.thresh();
    // One comparison checks that o is in [0, 1]: outside, one factor is negative, and the product
    // does not underflow.
    int i = 0;
    for (; i < count - 1; i += 2) {
      double o0 = prediction[predictionAt + i];
      double rest0 = 1 - o0;
      if (!(o0 * rest0 >= 0)) {
        return i;
      }
      if (target[targetAt + i] > thresh) {
        foreground++;
        truePositive0 += o0;
        falseNegative0 += rest0;
      } else {
        falsePositive0 += o0;
        trueNegative0 += rest0;
      }
      double o1 = prediction[predictionAt + i + 1];
      double rest1 = 1 - o1;
      if (!(o1 * rest1 >= 0)) {
        return i + 1;
      }
      if (target[targetAt + i + 1] > thresh) {
        foreground++;
        truePositive1 += o1;
        falseNegative1 += rest1;
      } else {
        falsePositive1 += o1;
        trueNegative1 += rest1;
      }
    }
    if (i < count) {
      double o0 = prediction[predictionAt + i];
      double rest0 = 1 - o0;
      if (!(o0 * rest0 >= 0)) {
        return i;
      }
      if (target[targetAt + i] > thresh) {
        foreground++;
        truePositive0 += o0;
        falseNegative0 += rest0;
      } else {
        falsePositive0 += o0;
        trueNegative0 += rest0;
      }
    }
    flat[at + SoftConfusion.PIXELS] += count;
    flat[at + SoftConfusion.TARGET_PIXELS] += foreground;
    flat[at + SoftConfusion.TRUE_POSITIVE] += truePositive0 + truePositive1;
    flat[at + SoftConfusion.FALSE_POSITIVE] += falsePositive0 + falsePositive1;
    flat[at + SoftConfusion.FALSE_NEGATIVE] += falseNegative0 + falseNegative1;
    flat[at + SoftConfusion.TRUE_NEGATIVE] += trueNegative0 + trueNegative1;
    return -1;
  }
}
