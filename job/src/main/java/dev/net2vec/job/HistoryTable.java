package dev.net2vec.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.net2vec.job.error.JobException;
import dev.net2vec.job.evaluation.Evaluation;
import dev.net2vec.job.evaluation.Factor;
import dev.net2vec.job.evaluation.Figures;
import dev.net2vec.job.results.History;
import dev.net2vec.job.text.Nearest;
import dev.net2vec.job.text.ResultTable;
import dev.net2vec.job.text.Shown;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The figures of runs: a line per run, group, b, threshold of binarised masks, and measure. */
final class HistoryTable {
  static final String NET2VEC = "net2vec";
  private static final String OUTPUT_THRESH = "output_thresh";
  private static final Set<String> NOT_MEASURES =
      Set.of("key", Figures.FACTOR_POS_CLASS, Figures.AUTO, OUTPUT_THRESH);

  /** The number of decimals that people see. */
  private static final int DECIMALS = 4;

  /**
   * The groups that are shown.
   *
   * @param onlyAll whether only the rows of all instances are
   * @param columns values of a group's columns
   */
  record Groups(boolean onlyAll, Map<String, String> columns) {
    boolean has(JsonNode key) {
      if (onlyAll) {
        return key.isEmpty();
      }
      return columns.entrySet().stream()
          .allMatch(
              column ->
                  key.has(column.getKey())
                      && key.get(column.getKey()).asText().equals(column.getValue()));
    }
  }

  private final List<History.Run> runs;
  private final Groups groups;
  private final Set<String> keys = new LinkedHashSet<>();
  private final Set<String> known = new LinkedHashSet<>(List.of(NET2VEC));
  private final boolean hasThresh;

  private HistoryTable(List<History.Run> runs, Groups groups) {
    this.runs = runs;
    this.groups = groups;
    for (History.Run run : runs) {
      for (JsonNode row : all(run)) {
        row.path("key").fieldNames().forEachRemaining(keys::add);
        row.fieldNames().forEachRemaining(known::add);
      }
    }
    hasThresh = known.contains(OUTPUT_THRESH);
    known.removeAll(NOT_MEASURES);
  }

  /**
   * Returns the table.
   *
   * @throws JobException if no run has such a measure, or groups by such a column
   */
  static ResultTable of(List<History.Run> runs, Groups groups, List<String> measures) {
    HistoryTable table = new HistoryTable(runs, groups);
    table.require(measures);
    return table.table(measures.stream().map(HistoryTable::column).toList());
  }

  private void require(List<String> measures) {
    if (runs.isEmpty()) {
      return;
    }
    for (String column : groups.columns().keySet()) {
      if (!keys.contains(column)) {
        throw JobException.usage(
            "--group is %s=…, but must name a column that the runs are grouped by: %s%s"
                .formatted(column, keys, Nearest.suggestion(column, keys)));
      }
    }
    for (String measure : measures) {
      if (!known.contains(column(measure))) {
        throw JobException.usage(
            "--measure is %s, but must be a figure of the runs: %s%s"
                .formatted(measure, known, Nearest.suggestion(measure, known)));
      }
    }
  }

  /** Returns the field of a result's row that a measure's name stands for. */
  static String column(String measure) {
    return switch (measure) {
      case NET2VEC -> "value";
      case "normalized" -> "normalized_value";
      default -> measure;
    };
  }

  private ResultTable table(List<String> measures) {
    ResultTable table = new ResultTable().word("run").word("started").word("tags");
    List<String> columns = keys.isEmpty() ? List.of("group") : List.copyOf(keys);
    columns.forEach(table::word);
    table.word(Evaluation.FACTOR_POS_CLASS);
    if (hasThresh) {
      table.word(OUTPUT_THRESH);
    }
    table.word("measure").figure("figure", DECIMALS);
    for (History.Run run : runs) {
      for (JsonNode row : rows(run)) {
        for (String measure : measures) {
          if (row.has(measure)) {
            table.add(cells(run, row, columns, measure));
          }
        }
      }
    }
    return table;
  }

  private List<Object> cells(History.Run run, JsonNode row, List<String> columns, String measure) {
    List<Object> cells = new ArrayList<>();
    cells.add(run.id());
    cells.add(new ResultTable.Cell(run.started(), run.started().replaceFirst("\\..*Z", "Z")));
    cells.add(new ResultTable.Cell(run.tags(), tags(run.tags())));
    JsonNode key = row.path("key");
    for (int i = 0; i < columns.size(); i++) {
      if (key.isEmpty()) {
        cells.add(
            i == 0 ? new ResultTable.Cell(Shown.ALL, Shown.ALL) : new ResultTable.Cell(null, ""));
      } else {
        JsonNode value = key.get(columns.get(i));
        cells.add(value == null ? new ResultTable.Cell(null, "") : value);
      }
    }
    cells.add(factor(row));
    if (hasThresh) {
      JsonNode thresh = row.get(OUTPUT_THRESH);
      cells.add(thresh == null ? new ResultTable.Cell(null, "") : thresh);
    }
    cells.add(measure);
    cells.add(figure(row.get(measure)));
    return cells;
  }

  private static String tags(JsonNode tags) {
    List<String> texts = new ArrayList<>();
    tags.properties().forEach(tag -> texts.add(tag.getKey() + "=" + tag.getValue().asText()));
    return texts.isEmpty() ? "" : Shown.cell(String.join(" ", texts));
  }

  private static Object factor(JsonNode row) {
    JsonNode b = row.path(Figures.FACTOR_POS_CLASS);
    if (row.path(Figures.AUTO).asBoolean()) {
      return new ResultTable.Cell(
          b, b.isNull() ? "auto" : "auto=" + String.format(Locale.ROOT, "%.4f", b.asDouble()));
    }
    return b.isNull() ? Factor.CONCEPT.setting() : b;
  }

  /** Counts are whole numbers; other figures are doubles, which JSON spells out when not finite. */
  private static Object figure(JsonNode figure) {
    if (figure.isNull()) {
      return null;
    }
    if (figure.isIntegralNumber()) {
      return figure.longValue();
    }
    return figure.isNumber() ? (Object) figure.doubleValue() : figure.asText();
  }

  private List<JsonNode> rows(History.Run run) {
    return all(run).stream().filter(row -> groups.has(row.path("key"))).toList();
  }

  private static List<JsonNode> all(History.Run run) {
    List<JsonNode> rows = new ArrayList<>();
    run.summary().path("groups").forEach(rows::add);
    run.summary().path("overall").forEach(rows::add);
    return rows;
  }
}
