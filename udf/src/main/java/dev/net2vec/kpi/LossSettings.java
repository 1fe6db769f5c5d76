package dev.net2vec.kpi;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads the settings of a loss from a configuration file or from {@code settings()}. */
final class LossSettings {
  static final String FACTOR_POS_CLASS = "factor_pos_class";
  static final String FACTOR_FALSE_POSITIVES = "factor_false_positives";
  static final String OUTPUT_THRESH = "output_thresh";
  static final String EMPTY_SCORE = "empty_score";
  static final String TARGET_THRESH = "target_thresh";
  static final String REDUCTION = "reduction";
  static final String RESIZE = "resize";
  static final String ALIGN_CORNERS = "align_corners";
  static final String INTERPOLATIONS = "none, bilinear or nearest";

  private static final List<String> COMMON =
      List.of(TARGET_THRESH, REDUCTION, RESIZE, ALIGN_CORNERS);

  private final Map<String, ?> settings;

  /**
   * Checks the keys.
   *
   * @param own the keys that not every loss has
   */
  LossSettings(Map<String, ?> settings, String... own) {
    List<String> keys = Stream.concat(Arrays.stream(own), COMMON.stream()).toList();
    for (String key : settings.keySet()) {
      if (!keys.contains(key)) {
        throw new IllegalArgumentException(
            "setting is \"" + key + "\", but must be one of " + String.join(", ", keys));
      }
    }
    this.settings = settings;
  }

  /** Returns a setting given as a number or its text; the default if the key is missing. */
  double number(String key, double defaultValue) {
    if (!settings.containsKey(key)) {
      return defaultValue;
    }
    Object value = settings.get(key);
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    if (value instanceof String text) {
      try {
        return Double.parseDouble(text);
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(key + " is \"" + text + "\", but must be a number", e);
      }
    }
    throw new IllegalArgumentException(key + " is " + value + ", but must be a number");
  }

  /** Returns the reduction, given by name or as an object; mean if the key is missing. */
  Reduction reduction() {
    if (!settings.containsKey(REDUCTION)) {
      return BatchReduction.MEAN;
    }
    Object value = settings.get(REDUCTION);
    if (value instanceof Reduction reduction) {
      return reduction;
    }
    if (value instanceof String name) {
      return BatchReduction.of(name);
    }
    throw new IllegalArgumentException(
        "reduction is " + value + ", but must be mean, sum or another Reduction");
  }

  /** Returns the score of 0 ÷ 0, given as a number, its text, or null; 1 if the key is missing. */
  EmptyScore emptyScore() {
    if (!settings.containsKey(EMPTY_SCORE)) {
      return EmptyScore.DEFAULT;
    }
    Object value = settings.get(EMPTY_SCORE);
    try {
      return EmptyScore.parse(String.valueOf(value));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "empty_score is " + quoted(value) + ", but must be a number or null", e);
    }
  }

  /** Returns how outputs are resized; not at all if the keys are missing. */
  Resizing resizing() {
    return new Resizing(interpolation(), alignCorners());
  }

  private Interpolation interpolation() {
    Object value = settings.containsKey(RESIZE) ? settings.get(RESIZE) : Interpolation.NONE;
    for (Interpolation interpolation : Interpolation.values()) {
      if (interpolation == value
          || (value instanceof String name && name.equalsIgnoreCase(interpolation.toString()))) {
        return interpolation;
      }
    }
    throw new IllegalArgumentException(
        "resize is " + quoted(value) + ", but must be " + INTERPOLATIONS);
  }

  private boolean alignCorners() {
    Object value = settings.containsKey(ALIGN_CORNERS) ? settings.get(ALIGN_CORNERS) : false;
    String text = String.valueOf(value);
    if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
      return Boolean.parseBoolean(text);
    }
    throw new IllegalArgumentException(
        "align_corners is " + quoted(value) + ", but must be true or false");
  }

  private static String quoted(Object value) {
    return value instanceof String ? "\"" + value + "\"" : String.valueOf(value);
  }
}
