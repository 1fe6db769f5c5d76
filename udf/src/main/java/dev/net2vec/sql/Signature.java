package dev.net2vec.sql;

import dev.net2vec.mask.MaskDecoder;
import dev.net2vec.setting.Setting;
import dev.net2vec.setting.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The required and the optional trailing arguments of a function, and the options it takes. */
enum Signature {
  /** Two masks: {@code (prediction, target [, target_thresh] [, options])}. */
  MASK_PAIR("prediction, target", "target_thresh", Settings.SCORING),
  /** Two masks, and what else is counted: {@code (prediction, target [, target_thresh] […])}. */
  DIAGNOSED_MASK_PAIR(
      "prediction, target",
      "target_thresh",
      with(Settings.SCORING, Settings.OUTPUT_THRESHS, Settings.THRESHOLDS, Settings.PICTURE)),
  /** A layer's activations and a mask: {@code (prediction, target [, target_thresh] […])}. */
  ACTIVATIONS_PAIR("prediction, target", "target_thresh", Settings.SCORING),
  /** Two masks and b: {@code (prediction, target [, factor_pos_class [, …]] [, options])}. */
  WEIGHTED_MASK_PAIR(
      "prediction, target", "factor_pos_class, target_thresh", Settings.WEIGHTED_SCORING),
  /** Two masks, the prediction binarised: {@code (prediction, target [, output_thresh] […])}. */
  BINARISED_MASK_PAIR(
      "prediction, target", "output_thresh", with(Settings.SCORING, Settings.OUTPUT_THRESH)),
  /** The same, for a measure of their overlap. */
  OVERLAPPING_MASK_PAIR(
      "prediction, target",
      "output_thresh",
      with(Settings.SCORING, Settings.OUTPUT_THRESH, Settings.EMPTY_SCORE)),
  /** Two masks at every threshold: {@code (prediction, target [, options])}. */
  MASK_PAIR_CURVE("prediction, target", "", with(Settings.SCORING, Settings.THRESHOLDS)),
  /** A curve: {@code (curve)}. */
  CURVE("curve", ""),
  /** A curve, for its measures: {@code (curve [, options])}. */
  MEASURED_CURVE("curve", "", List.of(Settings.EMPTY_SCORE)),
  /** A curve and one of its thresholds: {@code (curve, output_thresh [, options])}. */
  CURVE_POINT("curve, output_thresh", "", List.of(Settings.EMPTY_SCORE)),
  /** One mask: {@code (mask [, options])}. */
  MASK("mask", "", List.of(Settings.MAX_PIXELS)),
  /** One mask and the type of its items: {@code (mask [, item_type] [, options])}. */
  STORED_MASK("mask", "item_type", List.of(Settings.MAX_PIXELS)),
  /** A target only: {@code (target [, target_thresh] [, options])}. */
  TARGET(
      "target",
      "target_thresh",
      List.of(
          Settings.TARGET_THRESH,
          Settings.TARGET_CLASS,
          Settings.TARGET_ENCODING,
          Settings.IGNORE_VALUE,
          Settings.MAX_PIXELS)),
  /** Activations and a concept vector: {@code (activations, weights [, bias] [, options])}. */
  ACTIVATIONS("activations, weights", "bias", List.of(Settings.MAX_PIXELS)),
  /** A column of numbers: {@code (values)}. */
  NUMBERS("values", ""),
  /** A column of numbers and its order: {@code (values [, order])}. */
  ORDERED_NUMBERS("values", "order"),
  /** A summary and b: {@code (summary [, factor_pos_class [, reduction]])}. */
  WEIGHTED_SUMMARY("summary", "factor_pos_class, reduction"),
  /** One mask and its threshold: {@code (mask [, target_thresh] [, options])}. */
  BINARISED_MASK("mask", "target_thresh", List.of(Settings.TARGET_THRESH, Settings.MAX_PIXELS)),
  /** One mask and another size: {@code (mask, height, width [, options])}. */
  RESIZED_MASK(
      "mask, height, width",
      "",
      List.of(Settings.RESIZE, Settings.ALIGN_CORNERS, Settings.MAX_PIXELS));

  static final String FACTOR_POS_CLASS = "factor_pos_class";
  static final String TARGET_THRESH = "target_thresh";
  static final String OUTPUT_THRESH = "output_thresh";
  static final String CURVE_ARGUMENT = "curve";
  static final String VALUES = "values";
  static final String ORDER = "order";
  static final String SUMMARY = "summary";
  static final String REDUCTION = "reduction";
  static final String OPTIONS = "options";
  static final String HEIGHT = "height";
  static final String WIDTH = "width";
  static final String WEIGHTS = "weights";
  static final String BIAS = "bias";
  static final String ITEM_TYPE = "item_type";

  private final String required;
  private final String optional;

  @SuppressWarnings("ImmutableEnumChecker") // Nobody can change these lists.
  private final List<Setting<?>> options;

  Signature(String required, String optional) {
    this(required, optional, List.of());
  }

  Signature(String required, String optional, List<Setting<?>> options) {
    this.required = required;
    this.optional = optional;
    this.options = options;
  }

  private static List<Setting<?>> with(List<Setting<?>> settings, Setting<?>... more) {
    return Stream.concat(settings.stream(), Stream.of(more)).toList();
  }

  private static List<String> names(String list) {
    return list.isEmpty() ? List.of() : List.of(list.split(", "));
  }

  /** Returns the names of all arguments, in order. */
  List<String> names() {
    List<String> names = new ArrayList<>(required());
    names.addAll(names(optional));
    if (!options.isEmpty()) {
      names.add(OPTIONS);
    }
    return names;
  }

  /** Returns the settings that the function takes as options; empty if it takes none. */
  List<Setting<?>> options() {
    return options;
  }

  /** Returns the names of the required arguments. */
  List<String> required() {
    return names(required);
  }

  /** Returns the allowed numbers of arguments. */
  List<Integer> counts() {
    return IntStream.rangeClosed(required().size(), names().size()).boxed().toList();
  }

  /** Returns the argument list in usage notation. */
  String usage() {
    List<String> left = names(optional);
    return required
        + left.stream().map(argument -> " [, " + argument).collect(Collectors.joining())
        + "]".repeat(left.size())
        + (options.isEmpty() ? "" : " [, " + OPTIONS + "]");
  }

  /** Returns the descriptions of the arguments, laid out like Spark's function descriptions. */
  String describe() {
    return names().stream()
        .map(argument -> "      * " + argument + " - " + meaning(argument) + "\n")
        .collect(
            Collectors.joining(
                "", "\n    Arguments:\n", options.isEmpty() ? "  " : describeOptions()));
  }

  private String describeOptions() {
    return options.stream()
        .map(option -> "          " + option.name() + " - " + described(option) + "\n")
        .collect(Collectors.joining("", "", "  "));
  }

  /** Returns the description of an option: no session has more to count in a diagnosis. */
  private String described(Setting<?> setting) {
    return this == DIAGNOSED_MASK_PAIR && !Settings.SCORING.contains(setting)
        ? "%s: %s, literal".formatted(setting.meaning(), setting.allowed())
        : meaning(setting);
  }

  private static String meaning(Setting<?> setting) {
    return "%s: %s, literal%s; defaults to %s, or %s"
        .formatted(
            setting.meaning(),
            setting.allowed(),
            Options.MAY_BE_COLUMNS.contains(setting) ? " or column" : "",
            setting.key(),
            setting.defaultValue());
  }

  private static String meaning(String argument) {
    return switch (argument) {
      case "prediction" -> "the predicted mask, with every item in [0, 1]; " + MaskDecoder.ALLOWED;
      case "target" ->
          "the true mask, of the same shape unless resize is set; " + MaskDecoder.ALLOWED;
      case VALUES -> "non-negative numbers, DOUBLE or ARRAY of DOUBLE; NULLs are skipped";
      case ORDER -> "the order of the rows, of any orderable type; defaults to the values";
      case SUMMARY -> "the result of net2vec_summary";
      case REDUCTION -> "'mean' or 'sum', a literal; defaults to 'mean'";
      case "mask" -> "the mask, of any numbers; " + MaskDecoder.ALLOWED;
      case HEIGHT -> "the number of rows of the result, at least 1; INT, literal or column";
      case WIDTH -> "the number of columns of the result, at least 1; INT, literal or column";
      case "activations" ->
          "channels, height and width of a layer's output; " + MaskDecoder.ALLOWED;
      case WEIGHTS -> "the concept vector, an ARRAY of one number for each channel";
      case BIAS -> "a number that is added to each item, literal or column; defaults to 0";
      case ITEM_TYPE ->
          "'u1', 'f2', 'f4' or 'f8', a literal: items are rounded to the nearest of its numbers,"
              + " but u1 takes only integers; defaults to the smallest of u1, f4 and f8 that holds"
              + " every item exactly";
      case FACTOR_POS_CLASS -> meaning(Settings.FACTOR_POS_CLASS);
      case TARGET_THRESH -> meaning(Settings.TARGET_THRESH);
      case OUTPUT_THRESH -> meaning(Settings.OUTPUT_THRESH);
      case CURVE_ARGUMENT -> "the result of mask_curve or mask_curve_merge";
      case OPTIONS -> "map('name', value, ...) with literal names, in any order, of";
      default -> throw new IllegalArgumentException("no such argument: " + argument);
    };
  }
}
