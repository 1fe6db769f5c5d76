package dev.net2vec.kpi;

import java.io.Serializable;

/**
 * The values of a target whose pixels count for nothing, whatever is predicted there.
 *
 * @param number the number; NaN for none
 * @param isNaN whether NaN counts for nothing, which is an error otherwise
 */
public record IgnoreValues(double number, boolean isNaN) implements Serializable {
  /** Every pixel counts. */
  public static final IgnoreValues NONE = new IgnoreValues(Double.NaN, false);

  private static final IgnoreValues NAN = new IgnoreValues(Double.NaN, true);

  private static final String NAN_NAME = "nan";

  /** Returns the pixels of one value; NaN is one, too. */
  public static IgnoreValues of(double value) {
    return Double.isNaN(value) ? NAN : new IgnoreValues(value, false);
  }

  /**
   * Returns the pixels of one value, a number or {@code nan} in any case.
   *
   * @throws NumberFormatException if it is neither
   */
  public static IgnoreValues parse(String text) {
    return text.strip().equalsIgnoreCase(NAN_NAME) ? NAN : of(Double.parseDouble(text));
  }

  /** Tells whether every pixel counts. */
  public boolean isNone() {
    return !isNaN && Double.isNaN(number);
  }

  /** Returns {@code none}, a number or {@code nan}. */
  @Override
  public String toString() {
    return isNone() ? "none" : isNaN ? NAN_NAME : String.valueOf(number);
  }
}
