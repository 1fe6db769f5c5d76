package dev.net2vec.job;

import static org.apache.spark.sql.functions.col;

import dev.net2vec.job.evaluation.Evaluation;
import dev.net2vec.job.evaluation.Factor;
import dev.net2vec.job.evaluation.Figure;
import dev.net2vec.job.evaluation.Scoring;
import dev.net2vec.job.evaluation.Summary;
import dev.net2vec.job.evaluation.SummaryRow;
import dev.net2vec.job.source.NamedColumns;
import dev.net2vec.job.spark.Columns;
import dev.net2vec.job.text.Shown;
import dev.net2vec.job.text.TextTable;
import dev.net2vec.sql.expression.CountsCall;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The result as a table for the terminal. */
final class SummaryTable {
  static final int MAX_ROWS = 50;

  private SummaryTable() {}

  /** Returns one line per group and b, followed by all instances, one line per b. */
  static String of(Summary summary, List<String> groupBy) {
    List<String> header = new ArrayList<>();
    groupBy.forEach(name -> header.add(Shown.cell(name)));
    if (groupBy.isEmpty()) {
      header.add("group");
    }
    int words = header.size();
    header.add(Evaluation.FACTOR_POS_CLASS);
    shown().forEach(figure -> header.add(figure.column()));
    TextTable table = new TextTable(header, words);
    List<SummaryRow> shown = summary.groups();
    shown = shown.subList(0, Math.min(MAX_ROWS, shown.size()));
    for (SummaryRow row : shown) {
      List<String> cells = new ArrayList<>();
      row.key().forEach(value -> cells.add(Shown.cell(value)));
      table.add(figures(cells, row));
    }
    for (SummaryRow row : summary.overall()) {
      List<String> cells = new ArrayList<>();
      cells.add(Shown.ALL);
      while (cells.size() < words) {
        cells.add("");
      }
      table.add(figures(cells, row));
    }
    return table + more(total(summary) - shown.size(), "groups.parquet");
  }

  private static long total(Summary summary) {
    return summary.groupsTruncated() == null
        ? summary.groups().size()
        : summary.groupsTruncated().total() * summary.overall().size();
  }

  private static List<Figure> shown() {
    return Arrays.stream(Figure.values()).filter(Figure::isShown).toList();
  }

  private static List<String> figures(List<String> cells, SummaryRow row) {
    cells.add(factor(row));
    for (Figure figure : shown()) {
      Number number = row.get(figure);
      cells.add(
          number instanceof Long
              ? number.toString()
              : TextTable.figure((Double) number, figure.digits()));
    }
    return cells;
  }

  /**
   * Returns b, marked with {@code auto=} if it is the group's own balance: {@code auto=0.7823};
   * {@code concept} for concepts with a b each.
   */
  private static String factor(SummaryRow row) {
    if (!row.auto() && row.factorPosClass() == null) {
      return Factor.CONCEPT.setting().toString();
    }
    return row.auto()
        ? "auto=" + TextTable.figure(row.factorPosClass(), 4)
        : Double.toString(row.factorPosClass());
  }

  /** Returns the first instances, one line per instance and b. */
  static String ofInstances(Evaluation evaluation, long evaluated) {
    List<String> header = new ArrayList<>();
    List<Column> columns = new ArrayList<>();
    for (NamedColumns named : List.of(evaluation.ids(), evaluation.keys())) {
      for (String name : named.names()) {
        header.add(Shown.cell(name));
        columns.add(col(named.field()).getField(name).cast("string"));
      }
    }
    int words = header.size();
    for (String name :
        List.of(
            Scoring.INSTANCE_INDEX,
            Evaluation.FACTOR_POS_CLASS,
            CountsCall.PIXELS,
            "value",
            "loss")) {
      header.add(name);
      columns.add(col(name));
    }
    Dataset<Row> first =
        evaluation.ordered(evaluation.instances()).limit(MAX_ROWS).select(Columns.of(columns));
    TextTable table = new TextTable(header, words);
    List<Row> rows = first.collectAsList();
    for (Row row : rows) {
      List<String> cells = new ArrayList<>();
      for (int i = 0; i < row.length(); i++) {
        if (i < words) {
          cells.add(Shown.cell(row.getString(i)));
        } else if (row.isNullAt(i)) {
          cells.add(Shown.NULL);
        } else {
          cells.add(
              i < row.length() - 2 ? row.get(i).toString() : TextTable.figure(row.getDouble(i), 4));
        }
      }
      table.add(cells);
    }
    long total = evaluated * evaluation.settings().factorPosClass().size();
    return table + more(total - rows.size(), "instances.parquet");
  }

  private static String more(long rows, String file) {
    return rows == 0
        ? ""
        : String.format(
            Locale.ROOT, "… and %,d more rows; --output DIR keeps all in %s%n", rows, file);
  }
}
