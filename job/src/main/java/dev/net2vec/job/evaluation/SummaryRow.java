package dev.net2vec.job.evaluation;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.net2vec.job.text.Shown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/**
 * The figures of one group, or of all instances, for one b and, if masks are binarised, threshold.
 *
 * @param key the group's columns; empty for all instances
 * @param factorPosClass b; null if it is auto and there is no instance to compute it from, or if
 *     the concepts have several
 * @param auto whether b is the paper's balance of the group
 * @param outputThresh null if no measure of binarised masks is asked for
 * @param figures by the names of their {@link Figure}s; null where there is none
 */
public record SummaryRow(
    JsonNode key,
    Double factorPosClass,
    boolean auto,
    @JsonInclude(JsonInclude.Include.NON_NULL) Double outputThresh,
    @JsonAnyGetter Map<String, Number> figures) {
  static SummaryRow of(JsonNode key, Row row) {
    Map<String, Number> figures = new LinkedHashMap<>();
    List<String> columns = List.of(row.schema().fieldNames());
    for (Figure figure : Figure.values()) {
      if (columns.contains(figure.column())) {
        figures.put(figure.column(), row.<Number>getAs(figure.column()));
      }
    }
    return new SummaryRow(
        key,
        row.getAs(Figures.FACTOR_POS_CLASS),
        row.<Boolean>getAs(Figures.AUTO),
        columns.contains(Figures.OUTPUT_THRESH) ? row.getAs(Figures.OUTPUT_THRESH) : null,
        figures);
  }

  /** Returns the row with the bounds of its figures' intervals. */
  SummaryRow with(Map<String, Double> intervals) {
    Map<String, Number> all = new LinkedHashMap<>(figures);
    all.putAll(intervals);
    return new SummaryRow(key, factorPosClass, auto, outputThresh, all);
  }

  /** Returns a figure; null if there is none. */
  public Number get(Figure figure) {
    return figures.get(figure.column());
  }

  /** Returns the number of instances. */
  @JsonIgnore
  long count() {
    return get(Figure.COUNT).longValue();
  }

  /** Returns a group's name: {@code car}, or for several columns {@code (car, night)}. */
  static String name(JsonNode key) {
    List<String> texts = new ArrayList<>();
    key.forEach(value -> texts.add(Shown.cell(value)));
    return texts.size() == 1 ? texts.get(0) : "(" + String.join(", ", texts) + ")";
  }
}
