package dev.net2vec.kpi;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** Several thresholds {@code output_thresh}, in ascending order. */
public record OutputThreshs(List<Double> numbers) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** No threshold: nothing is binarised. */
  public static final OutputThreshs NONE = new OutputThreshs(List.of());

  /**
   * Checks every threshold.
   *
   * @throws IllegalArgumentException if one is NaN or outside [0, 1], or occurs twice
   */
  public OutputThreshs {
    numbers.forEach(OutputThresh::require);
    List<Double> sorted = numbers.stream().sorted().toList();
    for (int i = 1; i < sorted.size(); i++) {
      if (sorted.get(i - 1).equals(sorted.get(i))) {
        throw new IllegalArgumentException(
            "output_thresh is " + text(numbers) + ", but must not repeat a value");
      }
    }
    numbers = sorted;
  }

  private static final String NONE_NAME = "none";

  /**
   * Parses numbers with commas, or {@code none}.
   *
   * @throws IllegalArgumentException if a part is no number in [0, 1]
   */
  public static OutputThreshs parse(String text) {
    if (text.strip().equalsIgnoreCase(NONE_NAME)) {
      return NONE;
    }
    List<Double> numbers = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      numbers.add(Double.parseDouble(part.strip()));
    }
    return new OutputThreshs(numbers);
  }

  private static String text(List<Double> numbers) {
    return String.join(",", numbers.stream().map(String::valueOf).toList());
  }

  /** Returns a text that {@link #parse} accepts. */
  @Override
  public String toString() {
    return numbers.isEmpty() ? NONE_NAME : text(numbers);
  }
}
