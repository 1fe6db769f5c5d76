package dev.net2vec.job;

import static org.apache.spark.sql.functions.col;

import dev.net2vec.job.evaluation.ClassMean;
import dev.net2vec.job.evaluation.Evaluation;
import dev.net2vec.job.evaluation.EvaluationSettings;
import dev.net2vec.job.evaluation.Figure;
import dev.net2vec.job.evaluation.Figures;
import dev.net2vec.job.evaluation.Scoring;
import dev.net2vec.job.evaluation.Summary;
import dev.net2vec.job.evaluation.SummaryRow;
import dev.net2vec.job.source.NamedColumns;
import dev.net2vec.job.spark.Columns;
import dev.net2vec.job.text.OutputFormat;
import dev.net2vec.job.text.ResultTable;
import dev.net2vec.job.text.Shown;
import dev.net2vec.sql.expression.CountsCall;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;

/** All figures as comma-separated values, with all digits. */
final class FigureCsv {
  private FigureCsv() {}

  /** Returns one record per group, b and threshold, followed by all instances as in a table. */
  static String of(Summary summary, EvaluationSettings settings) {
    List<String> groupBy = settings.masks().groups();
    ResultTable table = new ResultTable();
    (groupBy.isEmpty() ? List.of("group") : groupBy).forEach(table::word);
    table.number(Figures.FACTOR_POS_CLASS).number(Figures.AUTO);
    if (summary.overall().get(0).outputThresh() != null) {
      table.number(Figures.OUTPUT_THRESH);
    }
    settings.measures().figures().forEach(figure -> table.number(figure.column()));
    for (SummaryRow row : summary.groups()) {
      List<Object> cells = new ArrayList<>();
      row.key().forEach(cells::add);
      table.add(cells(cells, row, settings));
    }
    for (ClassMean row : summary.meanOverClasses()) {
      List<Object> cells = new ArrayList<>();
      row.key().forEach(cells::add);
      cells.add(ClassMean.NAME);
      cells.add(row.factorPosClass());
      cells.add(row.auto());
      if (row.outputThresh() != null) {
        cells.add(row.outputThresh());
      }
      settings
          .measures()
          .figures()
          .forEach(figure -> cells.add(row.figures().get(figure.column())));
      table.add(cells);
    }
    for (SummaryRow row : summary.overall()) {
      List<Object> cells = new ArrayList<>();
      cells.add(Shown.ALL);
      while (cells.size() < groupBy.size()) {
        cells.add(null);
      }
      table.add(cells(cells, row, settings));
    }
    return table.text(OutputFormat.CSV);
  }

  private static List<Object> cells(
      List<Object> cells, SummaryRow row, EvaluationSettings settings) {
    cells.add(row.factorPosClass());
    cells.add(row.auto());
    if (row.outputThresh() != null) {
      cells.add(row.outputThresh());
    }
    for (Figure figure : settings.measures().figures()) {
      cells.add(row.get(figure));
    }
    return cells;
  }

  /** Returns one record per instance and b. */
  static String ofInstances(Evaluation evaluation) {
    ResultTable table = new ResultTable();
    List<Column> columns = new ArrayList<>();
    for (NamedColumns named : List.of(evaluation.ids(), evaluation.keys())) {
      for (String name : named.names()) {
        table.word(name);
        columns.add(col(named.field()).getField(name).cast("string"));
      }
    }
    List<String> figures =
        new ArrayList<>(
            List.of(
                Scoring.INSTANCE_INDEX,
                Figures.FACTOR_POS_CLASS,
                Figures.AUTO,
                Figure.VALUE.column(),
                Figure.LOSS.column()));
    figures.addAll(List.of(CountsCall.RESULT.fieldNames()));
    for (String name : figures) {
      table.number(name);
      columns.add(col(name));
    }
    for (Row row :
        evaluation
            .ordered(evaluation.instances())
            .limit(Summary.MAX_ROWS)
            .select(Columns.of(columns))
            .collectAsList()) {
      List<Object> cells = new ArrayList<>();
      for (int i = 0; i < row.length(); i++) {
        cells.add(row.get(i));
      }
      table.add(cells);
    }
    return table.text(OutputFormat.CSV);
  }
}
