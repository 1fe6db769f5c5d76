package dev.net2vec.kpi;

/** Blocks of pixels of any type, some of which may be ignored. */
final class DoubleBlocks implements Blocks {
  private final IgnoreValues ignoreValues;
  private final DoubleBlock predictions = new DoubleBlock();
  private final DoubleBlock targets = new DoubleBlock();

  DoubleBlocks(IgnoreValues ignoreValues) {
    this.ignoreValues = ignoreValues;
  }

  @Override
  public void read(Pixels predictionMask, Pixels targetMask, int from, int count) {
    predictions.read(predictionMask, from, count);
    targets.read(targetMask, from, count);
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
    int ignored = 0;
    // Loop invariants, so that the compiler can hoist the branch.
    boolean ignoring = !Double.isNaN(ignoreValues.number());
    boolean ignoringNaN = ignoreValues.isNaN();
    double ignoreValue = ignoreValues.number();
    double[] prediction = predictions.array;
    int predictionAt = predictions.at;
    double[] target = targets.array;
    int targetAt = targets.at;
    // One comparison checks that o is in [0, 1]: outside, one factor is negative, and the product
    // does not underflow.
    int i = 0;
    for (; i < count - 1; i += 2) {
      if ((ignoring && target[targetAt + i] == ignoreValue)
          || (ignoringNaN && Double.isNaN(target[targetAt + i]))) {
        ignored++;
      } else {
        double o0 = prediction[predictionAt + i];
        double rest0 = 1 - o0;
        if (!(o0 * rest0 >= 0)) {
          return i;
        }
        if (target[targetAt + i] > targetThresh) {
          foreground++;
          truePositive0 += o0;
          falseNegative0 += rest0;
        } else if (target[targetAt + i] <= targetThresh) {
          falsePositive0 += o0;
          trueNegative0 += rest0;
        } else {
          return i;
        }
      }
      if ((ignoring && target[targetAt + i + 1] == ignoreValue)
          || (ignoringNaN && Double.isNaN(target[targetAt + i + 1]))) {
        ignored++;
      } else {
        double o1 = prediction[predictionAt + i + 1];
        double rest1 = 1 - o1;
        if (!(o1 * rest1 >= 0)) {
          return i + 1;
        }
        if (target[targetAt + i + 1] > targetThresh) {
          foreground++;
          truePositive1 += o1;
          falseNegative1 += rest1;
        } else if (target[targetAt + i + 1] <= targetThresh) {
          falsePositive1 += o1;
          trueNegative1 += rest1;
        } else {
          return i + 1;
        }
      }
    }
    if (i < count) {
      if ((ignoring && target[targetAt + i] == ignoreValue)
          || (ignoringNaN && Double.isNaN(target[targetAt + i]))) {
        ignored++;
      } else {
        double o0 = prediction[predictionAt + i];
        double rest0 = 1 - o0;
        if (!(o0 * rest0 >= 0)) {
          return i;
        }
        if (target[targetAt + i] > targetThresh) {
          foreground++;
          truePositive0 += o0;
          falseNegative0 += rest0;
        } else if (target[targetAt + i] <= targetThresh) {
          falsePositive0 += o0;
          trueNegative0 += rest0;
        } else {
          return i;
        }
      }
    }
    flat[at + SoftConfusion.PIXELS] += count - ignored;
    flat[at + SoftConfusion.TARGET_PIXELS] += foreground;
    flat[at + SoftConfusion.TRUE_POSITIVE] += truePositive0 + truePositive1;
    flat[at + SoftConfusion.FALSE_POSITIVE] += falsePositive0 + falsePositive1;
    flat[at + SoftConfusion.FALSE_NEGATIVE] += falseNegative0 + falseNegative1;
    flat[at + SoftConfusion.TRUE_NEGATIVE] += trueNegative0 + trueNegative1;
    return -1;
  }
}
