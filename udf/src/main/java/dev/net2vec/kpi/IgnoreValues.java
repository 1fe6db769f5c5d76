package dev.net2vec.kpi;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The target values whose pixels are excluded, whatever the prediction there.
 *
 * @param numbers the numbers
 * @param isNaN whether NaN is excluded too; otherwise it is an error
 */
public record IgnoreValues(List<Double> numbers, boolean isNaN) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Excludes no pixel. */
  public static final IgnoreValues NONE = new IgnoreValues(List.of(), false);

  private static final String NAN_NAME = "nan";
  private static final String NONE_NAME = "none";

  public IgnoreValues {
    numbers = List.copyOf(numbers);
  }

  /** Returns the exclusion of one value, which may be NaN. */
  public static IgnoreValues of(double value) {
    return Double.isNaN(value)
        ? new IgnoreValues(List.of(), true)
        : new IgnoreValues(List.of(value), false);
  }

  /**
   * Parses the values to exclude: numbers and {@code nan}, with commas, or {@code none}, in any
   * case.
   *
   * @throws NumberFormatException if it is none of these
   */
  public static IgnoreValues parse(String text) {
    if (text.strip().equalsIgnoreCase(NONE_NAME)) {
      return NONE;
    }
    List<Double> numbers = new ArrayList<>();
    boolean isNaN = false;
    for (String part : text.split(",", -1)) {
      String name = part.strip();
      double number = name.equalsIgnoreCase(NAN_NAME) ? Double.NaN : Double.parseDouble(name);
      if (Double.isNaN(number)) {
        isNaN = true;
      } else {
        numbers.add(number);
      }
    }
    return new IgnoreValues(numbers, isNaN);
  }

  /** Returns whether the pixels of a target's item are excluded. */
  public boolean contains(double item) {
    // Without an iterator: this is asked for every pixel.
    for (int i = 0; i < numbers.size(); i++) {
      if (item == numbers.get(i)) {
        return true;
      }
    }
    return isNaN && Double.isNaN(item);
  }

  /** Returns whether no pixel is excluded. */
  public boolean isNone() {
    return !isNaN && numbers.isEmpty();
  }

  /** Returns the only number; NaN if there is none. */
  double number() {
    return numbers.isEmpty() ? Double.NaN : numbers.get(0);
  }

  /** Returns {@code none}, or the values: {@code 255.0,nan}. */
  @Override
  public String toString() {
    List<String> names = new ArrayList<>();
    numbers.forEach(number -> names.add(String.valueOf(number)));
    if (isNaN) {
      names.add(NAN_NAME);
    }
    return names.isEmpty() ? NONE_NAME : String.join(",", names);
  }
}
