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
 * Limits for a figure of the result, of one group or of each, and for one b or for each.
 *
 * @param measure {@code net2vec}, which is the value, or another figure of a result's row
 * @param group columns of the group and their values; empty for all instances; null for each group
 * @param factorPosClass null for each b
 * @param limits one or more
 */
public record Gate(
    String measure, ObjectNode group, Factor factorPosClass, Map<Limit, Double> limits) {
  /** The kinds of limits. */
  enum Limit {
    MIN,
    MAX,
    /** The largest drop below the baseline's figure that is allowed. */
    MAX_DROP,
    /** The same, as a share of the magnitude of the baseline's figure. */
    MAX_RELATIVE_DROP;

    boolean needsBaseline() {
      return this == MAX_DROP || this == MAX_RELATIVE_DROP;
    }

    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  static final String NET2VEC = "net2vec";

  /** The name of net2vec in the rows of a result. */
  static final String VALUE = Figure.VALUE.column();

  private static final String MEASURE = "measure";
  private static final String GROUP = "group";

  boolean needsBaseline() {
    return limits.keySet().stream().anyMatch(Limit::needsBaseline);
  }

  /** Returns the name of the measure in a result's row. */
  String figure() {
    return measure.equals(NET2VEC) ? VALUE : measure;
  }

  /**
   * Checks that the results will have the gate's group and b.
   *
   * @throws JobException if they will not
   */
  void require(EvaluationSettings settings) {
    if (group != null) {
      Set<String> columns = new HashSet<>();
      group.fieldNames().forEachRemaining(columns::add);
      if (!columns.isEmpty() && !columns.equals(new HashSet<>(settings.masks().groupBy()))) {
        throw JobException.usage(
            "a gate's group is %s, but must have the columns of --group-by, %s"
                .formatted(group, settings.masks().groupBy()));
      }
    }
    if (factorPosClass != null && !settings.factorPosClass().contains(factorPosClass)) {
      throw JobException.usage(
          "a gate's factor_pos_class is %s, but must be one of the run's, %s"
              .formatted(
                  factorPosClass.setting(),
                  settings.factorPosClass().stream().map(Factor::setting).toList()));
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
      String measure = NET2VEC;
      ObjectNode group = null;
      Factor factor = null;
      Map<Limit, Double> limits = new EnumMap<>(Limit.class);
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
          default -> limits.put(limit(entry.getKey()), number(entry.getKey(), value.asText()));
        }
      }
      if (limits.isEmpty()) {
        throw new TypeConversionException(
            "'"
                + text
                + "' has no limit: give one or more of min, max, max_drop, max_relative_drop");
      }
      return new Gate(measure, group, factor, limits);
    }

    private static String measure(String name) {
      List<String> measures =
          Arrays.stream(Figure.values()).filter(Figure::isMeasure).map(Figure::column).toList();
      if (name.equals(NET2VEC) || measures.contains(name)) {
        return name;
      }
      throw new TypeConversionException(
          "measure is %s, but must be net2vec or one of %s".formatted(name, measures));
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
              + "; known keys are measure, group, factor_pos_class, min, max, max_drop,"
              + " max_relative_drop");
    }

    private static double number(String key, String text) {
      double number;
      try {
        number = Double.parseDouble(text);
      } catch (NumberFormatException e) {
        throw new TypeConversionException(key + " is " + text + ", but must be a number");
      }
      if (Double.isNaN(number) || (limit(key).needsBaseline() && number < 0)) {
        throw new TypeConversionException(
            key + " is " + text + ", but must be a number" + (number < 0 ? " of at least 0" : ""));
      }
      return number;
    }
  }
}
