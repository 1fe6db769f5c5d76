package dev.net2vec.kpi;

/**
 * A target as foreground, 1, and background, 0, by its classes or a threshold; ignored items are
 * NaN.
 *
 * @param thresh the threshold, or the class that the row gives
 */
record ClassifiedPixels(
    Pixels target, TargetClasses classes, double thresh, IgnoreValues ignoreValues)
    implements Pixels {
  /** The threshold of the items. */
  static final double THRESH = 0.5;

  /** The ignored items. */
  static final IgnoreValues IGNORED = IgnoreValues.of(Double.NaN);

  @Override
  public Shape shape() {
    return target.shape();
  }

  @Override
  public void read(int from, int count, double[] block) {
    target.read(from, count, block);
    for (int i = 0; i < count; i++) {
      double item = block[i];
      if (ignoreValues.contains(item)) {
        block[i] = Double.NaN;
      } else if (Double.isNaN(item)) {
        throw MaskErrors.notANumber(MaskRole.TARGET, shape(), from + i);
      } else {
        block[i] = isForeground(item, from + i) ? 1 : 0;
      }
    }
  }

  private boolean isForeground(double item, int pixel) {
    return switch (classes.kind()) {
      case NONE -> item > thresh;
      case IDS -> classes.contains(item);
      case OF_ROW -> item == thresh;
      case EACH, CHANNEL -> item == classes.ofInstance(pixel / shape().instancePixels());
    };
  }
}
