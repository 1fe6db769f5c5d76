package dev.net2vec.kpi;

/**
 * How many pixels of one instance have a prediction above each of several thresholds: the counts of
 * its binarised predictions and, if asked for, its curve.
 */
public final class PixelsAbove {
  /** Below every threshold. */
  private static final double IGNORED = -1;

  private final double[] thresholds;
  private final long[] all;
  private final long[] foreground;
  private final ThresholdCounts curve;
  private final double[] predictions = new double[Blocks.PIXELS];
  private final byte[] targets = new byte[Blocks.PIXELS];
  private long pixels;
  private long targetPixels;

  /**
   * Creates counts of nothing.
   *
   * @param curveThresholds of the curve; 0 for none
   */
  PixelsAbove(OutputThreshs thresholds, int curveThresholds) {
    this(
        thresholds,
        new long[thresholds.numbers().size()],
        new long[thresholds.numbers().size()],
        0,
        0,
        curveThresholds > 0 ? new ThresholdCounts(curveThresholds) : null);
  }

  /** Creates counts of these pixels, of all and of the foreground. */
  PixelsAbove(
      OutputThreshs thresholds,
      long[] all,
      long[] foreground,
      long pixels,
      long targetPixels,
      ThresholdCounts curve) {
    this.thresholds = thresholds.numbers().stream().mapToDouble(Double::doubleValue).toArray();
    this.all = all;
    this.foreground = foreground;
    this.pixels = pixels;
    this.targetPixels = targetPixels;
    this.curve = curve;
  }

  /** Stores a pixel of a block. */
  void set(int at, double prediction, byte kind) {
    boolean counts = kind != TargetRule.IGNORED;
    boolean isForeground = kind == TargetRule.FOREGROUND;
    predictions[at] = counts ? prediction : IGNORED;
    targets[at] = (byte) (isForeground ? 1 : 0);
    if (counts) {
      pixels++;
      targetPixels += targets[at];
      if (curve != null) {
        curve.add(prediction, isForeground);
      }
    }
  }

  /** Adds the stored pixels of a block. */
  void addBlock(int count) {
    for (int k = 0; k < thresholds.length; k++) {
      double threshold = thresholds[k];
      int above = 0;
      int found = 0;
      for (int i = 0; i < count; i++) {
        int isAbove = predictions[i] > threshold ? 1 : 0;
        above += isAbove;
        found += isAbove & targets[i];
      }
      all[k] += above;
      foreground[k] += found;
    }
  }

  /** Returns the number of pixels that are not ignored. */
  long pixels() {
    return pixels;
  }

  /** Returns the number of thresholds. */
  public int size() {
    return thresholds.length;
  }

  /** Returns a threshold. */
  public double threshold(int k) {
    return thresholds[k];
  }

  /** Returns the foreground pixels above a threshold. */
  public long truePositive(int k) {
    return foreground[k];
  }

  /** Returns the background pixels above a threshold. */
  public long falsePositive(int k) {
    return all[k] - foreground[k];
  }

  /** Returns the foreground pixels that are not above a threshold. */
  public long falseNegative(int k) {
    return targetPixels - foreground[k];
  }

  /** Returns the background pixels that are not above a threshold. */
  public long trueNegative(int k) {
    return pixels - targetPixels - falsePositive(k);
  }

  /** Returns the counts at every threshold of the curve; null if they were not asked for. */
  public ThresholdCounts curve() {
    return curve;
  }
}
