package dev.net2vec.job.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The figures of a group, in the order of all results: columns of {@code groups.parquet}, fields of
 * {@code summary.json}, columns of tables, and the measures of {@code --measures} and of gates.
 */
public enum Figure {
  /** The number of instances. */
  COUNT,
  /** The reduced value; null if the reduction is none or there are no values. */
  VALUE,
  /** −value. */
  LOSS,
  /** The sum of the values ÷ the sum of the pixels. */
  VALUE_PER_PIXEL,
  /** The sum of the values ÷ the sum of the best values possible for the targets. */
  NORMALIZED_VALUE,
  /** Sample standard deviation of the instances' values; null for fewer than two. */
  STD,
  /** Of the mean of the values: std ÷ √count. */
  STANDARD_ERROR,
  /** Lower bound of the mean's 95 % confidence interval, by Student's t. */
  MEAN_LOW95,
  /** Upper bound. */
  MEAN_HIGH95,
  MIN,
  /** The smallest value that 5 % of the values do not exceed, and so on. */
  Q05,
  Q25,
  Q50,
  Q75,
  Q95,
  MAX,
  /** Instances whose target has no foreground. */
  EMPTY_TARGETS,
  /** Instances whose target is all foreground. */
  FULL_TARGETS,
  /** ΣTP ÷ Σ(TP + FP + FN): the intersections of all instances ÷ their unions. */
  SET_IOU(Kind.BINARISED),
  /** 2·ΣTP ÷ Σ(2·TP + FP + FN). */
  DICE(Kind.BINARISED),
  /** ΣTP ÷ Σ(TP + FP). */
  PRECISION(Kind.BINARISED),
  /** ΣTP ÷ Σ(TP + FN). */
  RECALL(Kind.BINARISED),
  /** ΣTN ÷ Σ(TN + FP). */
  SPECIFICITY(Kind.BINARISED),
  /** Σ(TP + TN) ÷ Σ pixels. */
  ACCURACY(Kind.BINARISED),
  /** The mean of the instances' IoU. */
  MEAN_IOU(Kind.BINARISED),
  /** The mean of the instances' Dice coefficients. */
  MEAN_DICE(Kind.BINARISED),
  /** Those of mask_curve_summary. */
  AVERAGE_PRECISION(Kind.CURVE),
  ROC_AUC(Kind.CURVE),
  BEST_IOU(Kind.CURVE),
  BEST_IOU_THRESH(Kind.CURVE),
  BEST_DICE(Kind.CURVE),
  BEST_DICE_THRESH(Kind.CURVE),
  CALIBRATION_ERROR(Kind.CURVE);

  /** What a figure is computed from. */
  public enum Kind {
    /** The soft confusion, which every result has. */
    SOFT,
    /** The counts of masks that are binarised at a threshold; only where asked for. */
    BINARISED,
    /** The counts at every threshold of a curve; only where asked for. */
    CURVE
  }

  /** The name of {@link #VALUE} as a measure. */
  public static final String NET2VEC = "net2vec";

  private static final String NORMALIZED = "normalized";

  private final Kind kind;

  Figure() {
    this(Kind.SOFT);
  }

  Figure(Kind kind) {
    this.kind = kind;
  }

  /** Returns the figure that a measure's name stands for; empty if there is none. */
  public static Optional<Figure> of(String measure) {
    return switch (measure) {
      case NET2VEC -> Optional.of(VALUE);
      case NORMALIZED -> Optional.of(NORMALIZED_VALUE);
      default ->
          Arrays.stream(values()).filter(figure -> figure.column().equals(measure)).findFirst();
    };
  }

  /** Returns the names of all measures. */
  public static List<String> measures() {
    return Arrays.stream(values()).map(Figure::measure).toList();
  }

  /** Returns the name in all results, the one in net2vec_statistics if it comes from there. */
  public String column() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the name as a measure: that of the column, but {@code net2vec} for the value. */
  public String measure() {
    return this == VALUE ? NET2VEC : column();
  }

  public Kind kind() {
    return kind;
  }

  /** Returns whether its mean over classes of label maps is meaningful. */
  public boolean isAveraged() {
    return switch (this) {
      case VALUE, LOSS, VALUE_PER_PIXEL, NORMALIZED_VALUE -> true;
      case BEST_IOU_THRESH, BEST_DICE_THRESH -> false;
      default -> kind != Kind.SOFT;
    };
  }

  /** Returns the number of decimal places in tables. */
  public int digits() {
    return this == VALUE_PER_PIXEL ? 6 : 4;
  }

  /** Returns whether gates can measure it: not the loss, where lower is better. */
  public boolean isMeasure() {
    return this != LOSS;
  }
}
