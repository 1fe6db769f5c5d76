package dev.net2vec.job.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.net2vec.job.error.JobException;
import dev.net2vec.job.evaluation.EvaluationSettings;
import dev.net2vec.job.evaluation.Factor;
import dev.net2vec.job.evaluation.Figure;
import dev.net2vec.job.evaluation.Figures;
import dev.net2vec.job.evaluation.Measures;
import dev.net2vec.job.resampling.InstanceMeasure;
import dev.net2vec.job.text.Nearest;
import dev.net2vec.job.text.Yaml;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Limits for a figure of the result, of one group or of each, and for one b and threshold or for
 * each.
 *
 * @param measure the name of a {@link Figure} as a measure
 * @param group columns of the group and their values; empty for all instances; null for each group
 * @param factorPosClass null for each b
 * @param outputThresh null for each threshold
 * @param limits one or more
 * @param level of the test that a drop must pass, too, before it fails the gate; null if any drop
 *     beyond the limit does
 */
public record Gate(
    String measure,
    ObjectNode group,
    Factor factorPosClass,
    Double outputThresh,
    Map<Limit, Double> limits,
    Double level) {
  private static final double DEFAULT_LEVEL = 0.05;
  private static final String SIGNIFICANT = "significant";
  private static final String LEVEL = "level";

  /** The kinds of limits. */
  enum Limit {
    MIN,
    MAX,
    /** The largest drop below the baseline's figure that is allowed. */
    MAX_DROP,
    /** The same, as a share of the magnitude of the baseline's figure. */
    MAX_RELATIVE_DROP,
    /** The fewest instances that a group may have. */
    MIN_INSTANCES;

    boolean needsBaseline() {
      return this == MAX_DROP || this == MAX_RELATIVE_DROP;
    }

    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  private static final String MEASURE = "measure";
  private static final String GROUP = "group";

  boolean needsBaseline() {
    return limits.keySet().stream().anyMatch(Limit::needsBaseline);
  }

  /** Returns whether both runs' instances are needed, to tell a drop from chance. */
  boolean needsInstances() {
    return level != null;
  }

  /** Returns the name of a limit's figure in a result's row. */
  String column(Limit limit) {
    return (limit == Limit.MIN_INSTANCES ? Figure.COUNT : figure()).column();
  }

  Figure figure() {
    return Figure.of(measure).orElseThrow();
  }

  /** Returns whether the figure differs by threshold. */
  boolean isBinarised() {
    return figure().kind() == Figure.Kind.BINARISED;
  }

  /**
   * Checks that the results will have the gate's group, b, measure and threshold.
   *
   * @throws JobException if they will not
   */
  void require(EvaluationSettings settings) {
    if (group != null) {
      Set<String> columns = new HashSet<>();
      group.fieldNames().forEachRemaining(columns::add);
      if (!columns.isEmpty() && !columns.equals(new HashSet<>(settings.masks().groups()))) {
        throw JobException.usage(
            "a gate's group is %s, but must have the columns of --group-by, %s"
                .formatted(group, settings.masks().groups()));
      }
    }
    if (factorPosClass != null && !settings.factorPosClass().contains(factorPosClass)) {
      throw JobException.usage(
          "a gate's factor_pos_class is %s, but must be one of the run's, %s"
              .formatted(
                  factorPosClass.setting(),
                  settings.factorPosClass().stream().map(Factor::setting).toList()));
    }
    if (!settings.measures().has(figure())) {
      List<String> asked = settings.measures().asked().stream().map(Figure::measure).toList();
      throw JobException.usage(
          "a gate's measure is %s, but must be one of the run's, %s; add it by --measures %s,%s"
              .formatted(measure, asked, String.join(",", asked), measure));
    }
    if (outputThresh != null) {
      requireThresh(settings.measures());
    }
    if (needsInstances()) {
      requireInstances(settings);
    }
  }

  private void requireInstances(EvaluationSettings settings) {
    if (!needsBaseline()) {
      throw JobException.usage(
          "a gate has significant, but no max_drop or max_relative_drop that it would apply to");
    }
    if (InstanceMeasure.of(figure().column()).isEmpty()) {
      throw JobException.usage(
          "a gate has significant, but its measure, %s, is not one that instances decide: %s"
              .formatted(
                  measure,
                  Arrays.stream(InstanceMeasure.values()).map(InstanceMeasure::column).toList()));
    }
    if (!settings.instances() || settings.masks().id().isEmpty()) {
      throw JobException.usage(
          "a gate with significant compares instances, so it needs --instances and --id");
    }
  }

  private void requireThresh(Measures measures) {
    if (!isBinarised()) {
      throw JobException.usage(
          "a gate has the output_thresh %s, but its measure, %s, is not one of binarised masks"
              .formatted(outputThresh, measure));
    }
    List<Double> threshs = measures.outputThreshs().numbers();
    if (!threshs.contains(outputThresh)) {
      throw JobException.usage(
          "a gate's output_thresh is %s, but must be one of the run's, %s"
              .formatted(outputThresh, threshs));
    }
  }

  /** Parses a gate: {@code {measure: net2vec, min: 0.5}}, or {@code net2vec min=0.5}. */
  public static final class Converter implements ITypeConverter<Gate> {
    @Override
    public Gate convert(String text) {
      JsonNode node = text.strip().startsWith("{") ? mapping(text) : simple(text);
      return gate(text, node);
    }

    private static JsonNode mapping(String text) {
      try {
        return Yaml.read(text);
      } catch (JsonProcessingException e) {
        throw new TypeConversionException("'" + text + "' is not YAML");
      }
    }

    private static JsonNode simple(String text) {
      ObjectNode node = JsonNodeFactory.instance.objectNode();
      for (String word : text.strip().split("\\s+", -1)) {
        int equals = word.indexOf('=');
        if (equals < 0 && node.isEmpty()) {
          node.put(MEASURE, word);
        } else if (equals > 0) {
          node.put(word.substring(0, equals), word.substring(equals + 1));
        } else {
          throw new TypeConversionException(
              "'" + text + "' is not of the form 'MEASURE LIMIT=NUMBER …' or '{measure: …}'");
        }
      }
      return node;
    }

    private static Gate gate(String text, JsonNode node) {
      String measure = Figure.NET2VEC;
      ObjectNode group = null;
      Factor factor = null;
      Double outputThresh = null;
      Map<Limit, Double> limits = new EnumMap<>(Limit.class);
      boolean significant = false;
      Double level = null;
      for (Map.Entry<String, JsonNode> entry : node.properties()) {
        JsonNode value = entry.getValue();
        switch (entry.getKey()) {
          case MEASURE -> measure = measure(value.asText());
          case GROUP -> {
            if (!(value instanceof ObjectNode columns)) {
              throw new TypeConversionException(
                  "group is " + value + ", but must be a mapping of columns to values");
            }
            group = columns;
          }
          case Figures.FACTOR_POS_CLASS -> factor = new Factor.Converter().convert(value.asText());
          case Figures.OUTPUT_THRESH -> outputThresh = number(value.asText(), entry.getKey());
          case SIGNIFICANT -> significant = truth(value.asText());
          case LEVEL -> level = level(value.asText());
          default -> limits.put(limit(entry.getKey()), bound(entry.getKey(), value.asText()));
        }
      }
      if (limits.isEmpty()) {
        throw new TypeConversionException(
            "'"
                + text
                + "' has no limit: give one or more of min, max, max_drop, max_relative_drop,"
                + " min_instances");
      }
      if (level != null && !significant) {
        throw new TypeConversionException("level is given without significant: true");
      }
      return new Gate(
          measure,
          group,
          factor,
          outputThresh,
          limits,
          significant && level == null ? (Double) DEFAULT_LEVEL : level);
    }

    private static boolean truth(String text) {
      if (text.equals("true") || text.equals("false")) {
        return text.equals("true");
      }
      throw new TypeConversionException(
          SIGNIFICANT + " is " + text + ", but must be true or false");
    }

    private static double level(String text) {
      double level = number(text, LEVEL);
      if (level > 0 && level < 1) {
        return level;
      }
      throw new TypeConversionException(LEVEL + " is " + text + ", but must be between 0 and 1");
    }

    private static String measure(String name) {
      if (Figure.of(name).filter(Figure::isMeasure).isPresent()) {
        return name;
      }
      List<String> measures =
          Arrays.stream(Figure.values()).filter(Figure::isMeasure).map(Figure::measure).toList();
      throw new TypeConversionException(
          "measure is "
              + name
              + Nearest.to(name, measures)
                  .map(nearest -> "; did you mean " + nearest + "?")
                  .orElse(", but must be one of " + measures));
    }

    private static Limit limit(String key) {
      for (Limit limit : Limit.values()) {
        if (limit.toString().equals(key)) {
          return limit;
        }
      }
      throw new TypeConversionException(
          "unknown key "
              + key
              + "; known keys are measure, group, factor_pos_class, output_thresh, min, max,"
              + " max_drop, max_relative_drop, significant, level, min_instances");
    }

    private static double number(String text, String key) {
      try {
        return Double.parseDouble(text);
      } catch (NumberFormatException e) {
        throw new TypeConversionException(key + " is " + text + ", but must be a number");
      }
    }

    private static double bound(String key, String text) {
      double number = number(text, key);
      if (Double.isNaN(number) || (limit(key).needsBaseline() && number < 0)) {
        throw new TypeConversionException(
            key + " is " + text + ", but must be a number" + (number < 0 ? " of at least 0" : ""));
      }
      return number;
    }
  }
}
