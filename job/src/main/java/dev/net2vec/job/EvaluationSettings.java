package dev.net2vec.job;

import dev.net2vec.kpi.MaskRole;
import dev.net2vec.kpi.TargetThresh;
import dev.net2vec.mask.Activation;
import dev.net2vec.mask.MaskDecoder;
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
 * @param id columns that name an instance in messages and results; where none are given, what the
 *     source has for it
 * @param groupBy columns that the instances are grouped by
 * @param factorPosClass the b's, kept in ascending order, auto last
 * @param targetThresh foreground is where the target is above it
 * @param ignoreValue target value whose pixels count for nothing, or null
 * @param activation what makes predictions of the prediction column
 * @param maxPixels the most pixels that a mask may have
 * @param output directory of the results, or null for none
 * @param instances whether the instances' values are results too
 * @param maxInvalidRatio the share of invalid rows, in [0, 1], that still counts as success
 * @param strict whether a warning is no success
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
    Activation activation,
    int maxPixels,
    JobReduction reduction,
    String output,
    boolean instances,
    OnInvalid onInvalid,
    double maxInvalidRatio,
    OnCorruptShard onCorruptShard,
    boolean strict) {

  /**
   * Checks every setting.
   *
   * @throws JobException if one is not allowed; its message names it, what it is, and what it may
   *     be
   */
  EvaluationSettings {
    id = distinct("--id", id.isEmpty() ? source.key() : id);
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
    if (maxPixels < 1 || maxPixels > MaskDecoder.LARGEST_MAX_PIXELS) {
      throw JobException.usage(
          "--max-pixels is "
              + maxPixels
              + ", but must be in [1, "
              + MaskDecoder.LARGEST_MAX_PIXELS
              + "]");
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
    instances = instances || (reduction.equals(JobReduction.NONE) && output != null);
  }

  /** Returns the name that the user gave the column of masks. */
  String mask(MaskRole role) {
    return role == MaskRole.PREDICTION ? prediction : target;
  }

  static List<String> distinct(String option, List<String> names) {
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

  /**
   * Returns the settings that say what the figures mean, whatever they are taken from: runs that
   * have them alike can be compared.
   */
  Map<String, Object> measure() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("factor_pos_class", factors(factorPosClass));
    map.put("target_thresh", targetThresh);
    map.put("ignore_value", ignoreValue);
    map.put("activation", activation.name().toLowerCase(Locale.ROOT));
    map.put("max_pixels", maxPixels);
    map.put("reduction", reduction.toString());
    map.put("group_by", groupBy);
    return map;
  }

  /** Returns the settings under the config file's keys, fit to be given as one again. */
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>(measure());
    // Its place is beside the other columns.
    map.remove("group_by");
    map.put("input", null);
    map.put("format", null);
    map.put("table", null);
    map.put("query", null);
    map.put("predictions", null);
    map.put("targets", null);
    map.put("join_on", null);
    map.put("metadata", null);
    map.put("metadata_key", null);
    map.putAll(source.settings());
    map.put("prediction", prediction);
    map.put("target", target);
    map.put("id", id);
    map.put("group_by", groupBy);
    map.put("on_invalid", onInvalid.toString());
    map.put("max_invalid_ratio", maxInvalidRatio);
    map.put("on_corrupt_shard", onCorruptShard.toString());
    map.put("strict", strict);
    return map;
  }
}
