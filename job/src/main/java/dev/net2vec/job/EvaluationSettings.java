package dev.net2vec.job;

import dev.net2vec.kpi.TargetThresh;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * All that decides an evaluation's figures and where they go, valid from its construction on.
 *
 * @param prediction column with the predicted masks, in [0, 1]
 * @param target column with the true masks
 * @param id columns that name an instance in messages and results
 * @param groupBy columns that the instances are grouped by
 * @param factorPosClass the b's, kept in ascending order, auto last
 * @param targetThresh foreground is where the target is above it
 * @param ignoreValue target value whose pixels count for nothing, or null
 * @param output directory of the results, or null for none
 * @param instances whether the instances' values are results too
 * @param maxInvalidRatio the share of invalid rows, in [0, 1], that still counts as success
 */
record EvaluationSettings(
    Source source,
    String prediction,
    String target,
    List<String> id,
    List<String> groupBy,
    List<Factor> factorPosClass,
    double targetThresh,
    Double ignoreValue,
    JobReduction reduction,
    String output,
    boolean instances,
    OnInvalid onInvalid,
    double maxInvalidRatio) {

  /**
   * Checks every setting.
   *
   * @throws JobException if one is not allowed; its message names it, what it is, and what it may
   *     be
   */
  EvaluationSettings {
    id = distinct("--id", id);
    groupBy = distinct("--group-by", groupBy);
    if (factorPosClass.isEmpty()) {
      throw JobException.usage("--factor-pos-class has no value, but must have at least one");
    }
    factorPosClass = factorPosClass.stream().sorted(Factor.ORDER).toList();
    try {
      factorPosClass.forEach(Factor::require);
      TargetThresh.require(targetThresh);
    } catch (IllegalArgumentException e) {
      throw JobException.usage(e.getMessage(), e);
    }
    if (ignoreValue != null && ignoreValue.isNaN()) {
      throw JobException.usage("--ignore-value is NaN, but must be a number");
    }
    if (new HashSet<>(factorPosClass).size() < factorPosClass.size()) {
      throw JobException.usage("--factor-pos-class has a value twice: " + factors(factorPosClass));
    }
    if (!(maxInvalidRatio >= 0 && maxInvalidRatio <= 1)) {
      throw JobException.usage(
          "--max-invalid-ratio is " + maxInvalidRatio + ", but must be in [0, 1]");
    }
    if (instances && output == null) {
      throw JobException.usage("--instances needs --output DIR, where they are written");
    }
    instances = instances || (reduction == JobReduction.NONE && output != null);
  }

  private static List<String> distinct(String option, List<String> names) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (name.isBlank()) {
        throw JobException.usage(option + " has an empty column name");
      }
      if (!seen.add(name.toLowerCase(Locale.ROOT))) {
        throw JobException.usage(option + " names the column " + name + " twice");
      }
    }
    return List.copyOf(names);
  }

  private static List<Object> factors(List<Factor> factors) {
    return factors.stream().map(Factor::setting).toList();
  }

  /** Returns the settings under the config file's keys, fit to be given as one again. */
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("factor_pos_class", factors(factorPosClass));
    map.put("target_thresh", targetThresh);
    map.put("ignore_value", ignoreValue);
    map.put("reduction", reduction.toString());
    map.put("input", null);
    map.put("format", null);
    map.put("table", null);
    map.put("query", null);
    map.putAll(source.settings());
    map.put("prediction", prediction);
    map.put("target", target);
    map.put("id", id);
    map.put("group_by", groupBy);
    map.put("on_invalid", onInvalid.toString());
    map.put("max_invalid_ratio", maxInvalidRatio);
    return map;
  }
}
