package dev.net2vec.job.evaluation;

import java.util.Locale;

/**
 * The figures of a group, in the order of all results: columns of {@code groups.parquet}, fields of
 * {@code summary.json}, columns of the table on the terminal, and the measures of gates.
 */
public enum Figure {
  /** The number of instances. */
  COUNT(0),
  /** The reduced value; null if the reduction is none or there are no values. */
  VALUE(4),
  /** −value. */
  LOSS(4),
  /** The sum of the values ÷ the sum of the pixels. */
  VALUE_PER_PIXEL(6),
  /** Sample standard deviation of the instances' values; null for fewer than two. */
  STD(4),
  /** Of the mean of the values: std ÷ √count. */
  STANDARD_ERROR,
  /** Lower bound of the mean's 95 % confidence interval, by Student's t. */
  MEAN_LOW95(4),
  /** Upper bound. */
  MEAN_HIGH95(4),
  MIN(4),
  /** The smallest value that 5 % of the values do not exceed, and so on. */
  Q05,
  Q25,
  Q50(4),
  Q75,
  Q95,
  MAX(4),
  /** Instances whose target has no foreground. */
  EMPTY_TARGETS,
  /** Instances whose target is all foreground. */
  FULL_TARGETS;

  private static final int NOT_SHOWN = -1;

  private final int digits;

  Figure() {
    this(NOT_SHOWN);
  }

  Figure(int digits) {
    this.digits = digits;
  }

  /** Returns the name in all results, the one in net2vec_statistics if it comes from there. */
  public String column() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns whether the table on the terminal has it. */
  public boolean isShown() {
    return digits != NOT_SHOWN;
  }

  /** Returns the number of decimal places in the table on the terminal. */
  public int digits() {
    return digits;
  }

  /** Returns whether gates can measure it: not the loss, where lower is better. */
  public boolean isMeasure() {
    return this != LOSS;
  }
}
