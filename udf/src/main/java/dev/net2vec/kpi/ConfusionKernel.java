package dev.net2vec.kpi;

/**
 * Computes the soft confusion of every instance of a pair of masks, in one pass.
 *
 * <p>Pixels are pulled in blocks that stay in the processor's first cache, checked, and summed in
 * double: within a block one after the other, then block by block. The order depends on the shape
 * alone, so the same pixels give the same bits however a mask is encoded. Nothing is allocated per
 * mask but the result.
 *
 * <p>Not thread-safe: the blocks are reused.
 */
public final class ConfusionKernel {
  /** The most instances that a mask may hold; their results are kept, unlike their pixels. */
  static final int MAX_INSTANCES = 1 << 20;

  private static final int BLOCK = 1024;

  private final double ignoreValue;
  private final double[] predictionBlock = new double[BLOCK];
  private final double[] targetBlock = new double[BLOCK];

  /**
   * Creates a kernel.
   *
   * @param ignoreValue pixels whose target equals it count for nothing; NaN for none
   */
  public ConfusionKernel(double ignoreValue) {
    this.ignoreValue = ignoreValue;
  }

  /** Returns the target's value whose pixels count for nothing; NaN for none. */
  public double ignoreValue() {
    return ignoreValue;
  }

  /**
   * Returns the confusion of every instance, {@link SoftConfusion#WIDTH} doubles each, in row-major
   * order of the leading dims.
   *
   * @param targetThresh a pixel is foreground where the target is greater than this
   * @throws InvalidMaskException if the shapes differ, there is no pixel that counts, an item is
   *     NULL or NaN, or a prediction's item lies outside [0, 1]
   */
  public double[] run(Pixels prediction, Pixels target, double targetThresh) {
    TargetThresh.require(targetThresh);
    Shape shape = prediction.shape();
    if (!shape.equals(target.shape())) {
      throw MaskErrors.shapeMismatch(shape, target.shape());
    }
    if (shape.pixels() == 0) {
      throw MaskErrors.empty(MaskRole.PREDICTION, shape);
    }
    if (shape.instances() > MAX_INSTANCES) {
      throw MaskErrors.tooManyInstances(shape, MAX_INSTANCES);
    }
    double[] flat = new double[shape.instances() * SoftConfusion.WIDTH];
    for (int instance = 0; instance < shape.instances(); instance++) {
      instance(prediction, target, targetThresh, instance, flat);
    }
    return flat;
  }

  private void instance(
      Pixels prediction, Pixels target, double targetThresh, int instance, double[] flat) {
    int size = prediction.shape().instancePixels();
    int start = instance * size;
    int at = instance * SoftConfusion.WIDTH;
    for (int done = 0; done < size; done += BLOCK) {
      int count = Math.min(BLOCK, size - done);
      prediction.read(start + done, count, predictionBlock);
      target.read(start + done, count, targetBlock);
      int bad = block(count, targetThresh, flat, at);
      if (bad >= 0) {
        throw invalidItem(prediction.shape(), start + done, bad);
      }
    }
    if (flat[at + SoftConfusion.PIXELS] == 0) {
      throw MaskErrors.allIgnored(ignoreValue, prediction.shape(), instance);
    }
  }

  /**
   * Adds one block to the sums at {@code at}; returns the index of the first invalid item or −1.
   */
  private int block(int count, double targetThresh, double[] flat, int at) {
    double[] prediction = predictionBlock;
    double[] target = targetBlock;
    double truePositive = 0;
    double falsePositive = 0;
    double falseNegative = 0;
    double trueNegative = 0;
    int foreground = 0;
    int ignored = 0;
    // The same for all pixels, so that the compiler leaves it out of the loop.
    boolean ignoring = !Double.isNaN(ignoreValue);
    for (int i = 0; i < count; i++) {
      double o = prediction[i];
      double t = target[i];
      if (ignoring && t == ignoreValue) {
        ignored++;
        continue;
      }
      double rest = 1 - o;
      // One comparison for o in [0, 1]: outside, one factor is negative, and none underflows.
      if (!(o * rest >= 0)) {
        return i;
      }
      if (t > targetThresh) {
        foreground++;
        truePositive += o;
        falseNegative += rest;
      } else if (t <= targetThresh) {
        falsePositive += o;
        trueNegative += rest;
      } else {
        return i;
      }
    }
    flat[at + SoftConfusion.PIXELS] += count - ignored;
    flat[at + SoftConfusion.TARGET_PIXELS] += foreground;
    flat[at + SoftConfusion.TRUE_POSITIVE] += truePositive;
    flat[at + SoftConfusion.FALSE_POSITIVE] += falsePositive;
    flat[at + SoftConfusion.FALSE_NEGATIVE] += falseNegative;
    flat[at + SoftConfusion.TRUE_NEGATIVE] += trueNegative;
    return -1;
  }

  private InvalidMaskException invalidItem(Shape shape, int blockStart, int index) {
    double o = predictionBlock[index];
    if (o >= 0 && o <= 1) {
      return MaskErrors.notANumber(MaskRole.TARGET, shape, blockStart + index);
    }
    return Double.isNaN(o)
        ? MaskErrors.notANumber(MaskRole.PREDICTION, shape, blockStart + index)
        : MaskErrors.outOfRange(o, shape, blockStart + index);
  }
}
