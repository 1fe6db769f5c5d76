package dev.net2vec.job.resampling;

import static org.apache.spark.sql.functions.when;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Column;

/**
 * A measure of a group that is a sum over its instances ÷ another sum: what is resampled are both
 * sums, so that a ratio of sums is not taken for a mean of ratios.
 */
public enum InstanceMeasure {
  VALUE(Component.VALUE, Component.ONE),
  VALUE_PER_PIXEL(Component.VALUE, Component.PIXELS),
  NORMALIZED_VALUE(Component.VALUE, Component.BEST),
  SET_IOU(Component.TRUE_POSITIVE, Component.UNION),
  DICE(Component.TWICE_TRUE_POSITIVE, Component.BOTH_FOREGROUNDS),
  PRECISION(Component.TRUE_POSITIVE, Component.PREDICTED),
  RECALL(Component.TRUE_POSITIVE, Component.FOREGROUND),
  SPECIFICITY(Component.TRUE_NEGATIVE, Component.BACKGROUND),
  ACCURACY(Component.AGREEING, Component.COUNTED),
  MEAN_IOU(Component.IOU, Component.HAS_IOU),
  MEAN_DICE(Component.DICE, Component.HAS_DICE);

  private final Component part;
  private final Component whole;

  InstanceMeasure(Component part, Component whole) {
    this.part = part;
    this.whole = whole;
  }

  /** Returns the measure with this name in a result's row; empty if instances do not decide it. */
  public static Optional<InstanceMeasure> of(String column) {
    return Arrays.stream(values()).filter(measure -> measure.column().equals(column)).findFirst();
  }

  /** Returns the name in a result's row. */
  public String column() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns whether it needs the counts of binarised masks. */
  public boolean isBinarised() {
    return compareTo(NORMALIZED_VALUE) > 0;
  }

  Component part() {
    return part;
  }

  Component whole() {
    return whole;
  }

  /** Returns the measure of one instance; null if that has none. */
  Column of(InstanceRow row) {
    Column of = whole.of(row);
    return when(of.gt(0), part.of(row).divide(of));
  }
}
