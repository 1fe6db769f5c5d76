package dev.net2vec.kpi;

import java.io.Serializable;

/**
 * The target values whose pixels are excluded, whatever the prediction there.
 *
 * @param number the number; NaN for none
 * @param isNaN whether NaN is excluded too; otherwise it is an error
 */
public record IgnoreValues(double number, boolean isNaN) implements Serializable {
  /** Excludes no pixel. */
  public static final IgnoreValues NONE = new IgnoreValues(Double.NaN, false);

  private static final IgnoreValues NAN = new IgnoreValues(Double.NaN, true);

  private static final String NAN_NAME = "nan";
  private static final String NONE_NAME = "none";

  /** Returns the exclusion of one value, which may be NaN. */
  public static IgnoreValues of(double value) {
    return Double.isNaN(value) ? NAN : new IgnoreValues(value, false);
  }

  /**
   * Parses the value to exclude: a number, or {@code nan} or {@code none} in any case.
   *
   * @throws NumberFormatException if it is none of these
   */
  public static IgnoreValues parse(String text) {
    String name = text.strip();
    if (name.equalsIgnoreCase(NONE_NAME)) {
      return NONE;
    }
    return name.equalsIgnoreCase(NAN_NAME) ? NAN : of(Double.parseDouble(name));
  }

  /** Returns whether the pixels of a target's item are excluded. */
  public boolean contains(double item) {
    return item == number || (isNaN && Double.isNaN(item));
  }

  /** Returns whether no pixel is excluded. */
  public boolean isNone() {
    return !isNaN && Double.isNaN(number);
  }

  /** Returns {@code none}, a number or {@code nan}. */
  @Override
  public String toString() {
    return isNone() ? NONE_NAME : isNaN ? NAN_NAME : String.valueOf(number);
  }
}
