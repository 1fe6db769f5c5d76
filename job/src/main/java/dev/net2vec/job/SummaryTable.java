package dev.net2vec.job;

import static org.apache.spark.sql.functions.col;

import dev.net2vec.job.evaluation.ClassMean;
import dev.net2vec.job.evaluation.Evaluation;
import dev.net2vec.job.evaluation.EvaluationSettings;
import dev.net2vec.job.evaluation.Factor;
import dev.net2vec.job.evaluation.Figure;
import dev.net2vec.job.evaluation.Figures;
import dev.net2vec.job.evaluation.JobReduction;
import dev.net2vec.job.evaluation.Measures;
import dev.net2vec.job.evaluation.Scoring;
import dev.net2vec.job.evaluation.Summary;
import dev.net2vec.job.evaluation.SummaryRow;
import dev.net2vec.job.source.NamedColumns;
import dev.net2vec.job.spark.Columns;
import dev.net2vec.job.text.Shown;
import dev.net2vec.job.text.TextTable;
import dev.net2vec.sql.expression.CountsCall;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The result as a table to look at: the figures that were asked for, the first groups. */
final class SummaryTable {
  static final int MAX_ROWS = 50;

  /** The figures of Net2Vec in a table, the most telling first. */
  private static final List<Figure> NET2VEC = List.of(Figure.VALUE, Figure.NORMALIZED_VALUE);

  private static final List<Figure> SPREAD =
      List.of(
          Figure.VALUE_PER_PIXEL,
          Figure.STD,
          Figure.MEAN_LOW95,
          Figure.MEAN_HIGH95,
          Figure.MIN,
          Figure.Q50,
          Figure.MAX);

  private SummaryTable() {}

  /**
   * Returns one line per group, b and threshold, followed by all instances, one line per b and
   * threshold.
   */
  static String of(Summary summary, EvaluationSettings settings, TableStyle style) {
    List<String> groupBy = settings.masks().groups();
    List<Figure> figures = shown(settings.measures());
    boolean binarised = summary.overall().get(0).outputThresh() != null;
    List<String> header = new ArrayList<>();
    groupBy.forEach(name -> header.add(Shown.cell(name)));
    if (groupBy.isEmpty()) {
      header.add("group");
    }
    int words = header.size();
    header.add(Evaluation.FACTOR_POS_CLASS);
    if (binarised) {
      header.add(Figures.OUTPUT_THRESH);
    }
    int kept = header.size() + 2;
    figures.forEach(figure -> header.add(name(figure, settings.reduction())));
    TextTable table = new TextTable(header, words, kept);
    List<SummaryRow> shown = summary.groups();
    shown = shown.subList(0, Math.min(MAX_ROWS, shown.size()));
    for (SummaryRow row : shown) {
      List<String> cells = new ArrayList<>();
      row.key().forEach(value -> cells.add(Shown.cell(value)));
      table.add(cells(cells, row, figures));
    }
    for (ClassMean row : summary.meanOverClasses()) {
      List<String> cells = new ArrayList<>();
      row.key().forEach(value -> cells.add(Shown.cell(value)));
      cells.add(ClassMean.NAME);
      table.add(cells(cells, row, figures));
    }
    for (SummaryRow row : summary.overall()) {
      List<String> cells = new ArrayList<>();
      cells.add(Shown.ALL);
      while (cells.size() < words) {
        cells.add("");
      }
      table.add(cells(cells, row, figures));
    }
    return style.text(table) + more(total(summary) - shown.size(), "groups.parquet", style);
  }

  static long total(Summary summary) {
    return summary.groupsTruncated() == null
        ? summary.groups().size()
        : summary.groupsTruncated().total() * summary.overall().size();
  }

  /** Returns the figures in order of importance: those that do not fit are left out. */
  private static List<Figure> shown(Measures measures) {
    boolean net2vec = measures.asked().contains(Figure.VALUE);
    Set<Figure> shown = new LinkedHashSet<>(List.of(Figure.COUNT));
    if (net2vec) {
      shown.addAll(NET2VEC);
    }
    shown.addAll(measures.asked());
    shown.add(Figure.EMPTY_TARGETS);
    if (net2vec) {
      shown.addAll(SPREAD);
    }
    return List.copyOf(shown);
  }

  /** Returns a column's name, which says how the value is reduced. */
  private static String name(Figure figure, JobReduction reduction) {
    return switch (figure) {
      case VALUE, LOSS -> figure.column() + " (" + reduction.simpleName() + ")";
      case EMPTY_TARGETS -> "empty";
      default -> figure.column();
    };
  }

  private static List<String> cells(List<String> cells, ClassMean row, List<Figure> figures) {
    cells.add(factor(row.factorPosClass(), row.auto()));
    if (row.outputThresh() != null) {
      cells.add(row.outputThresh().toString());
    }
    for (Figure figure : figures) {
      cells.add(
          figure.isAveraged()
              ? TextTable.figure(row.figures().get(figure.column()), figure.digits())
              : "");
    }
    return cells;
  }

  private static List<String> cells(List<String> cells, SummaryRow row, List<Figure> figures) {
    cells.add(factor(row.factorPosClass(), row.auto()));
    if (row.outputThresh() != null) {
      cells.add(row.outputThresh().toString());
    }
    for (Figure figure : figures) {
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
  static String factor(Double factorPosClass, boolean auto) {
    if (!auto && factorPosClass == null) {
      return Factor.CONCEPT.setting().toString();
    }
    return auto ? "auto=" + TextTable.figure(factorPosClass, 4) : Double.toString(factorPosClass);
  }

  /** Returns the first instances, one line per instance and b. */
  static String ofInstances(Evaluation evaluation, long evaluated, TableStyle style) {
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
        List.of(Scoring.INSTANCE_INDEX, Evaluation.FACTOR_POS_CLASS, CountsCall.PIXELS)) {
      header.add(name);
      columns.add(col(name));
    }
    int figures = header.size();
    header.add(Figure.VALUE.column());
    if (evaluation.settings().measures().asked().contains(Figure.LOSS)) {
      header.add(Figure.LOSS.column());
    }
    header.subList(figures, header.size()).forEach(name -> columns.add(col(name)));
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
          cells.add(i < figures ? row.get(i).toString() : TextTable.figure(row.getDouble(i), 4));
        }
      }
      table.add(cells);
    }
    long total = evaluated * evaluation.settings().factorPosClass().size();
    return style.text(table) + more(total - rows.size(), "instances.parquet", style);
  }

  private static String more(long rows, String file, TableStyle style) {
    return rows == 0
        ? ""
        : style.note(
            String.format(
                Locale.ROOT, "… and %,d more rows; --output DIR keeps all in %s", rows, file));
  }
}
