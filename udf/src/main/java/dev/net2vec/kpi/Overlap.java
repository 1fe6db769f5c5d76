package dev.net2vec.kpi;

/** Measures of the overlap of two binary masks, from their counts of pixels. */
public enum Overlap {
  /** Intersection over union, the Jaccard index: TP ÷ (TP + FP + FN). */
  IOU {
    @Override
    public double numerator(SoftConfusion confusion) {
      return confusion.truePositive();
    }
  },
  /** The Dice coefficient, or F1: 2·TP ÷ (2·TP + FP + FN). */
  DICE {
    @Override
    public double numerator(SoftConfusion confusion) {
      return 2 * confusion.truePositive();
    }
  };

  /** Returns what is divided by the {@link #denominator}. */
  public abstract double numerator(SoftConfusion confusion);

  /** Returns 0 if neither mask has foreground. */
  public double denominator(SoftConfusion confusion) {
    return numerator(confusion) + confusion.falsePositive() + confusion.falseNegative();
  }

  /** Returns the measure of one instance; the score where neither mask has foreground. */
  public Double of(SoftConfusion confusion, EmptyScore ifEmpty) {
    return ifEmpty.ratio(numerator(confusion), denominator(confusion));
  }
}
