package dev.net2vec.job;

import dev.net2vec.job.evaluation.Evaluation;
import dev.net2vec.job.evaluation.EvaluationSettings;
import dev.net2vec.job.evaluation.JobReduction;
import dev.net2vec.job.evaluation.Summary;
import dev.net2vec.job.results.Verdict;
import dev.net2vec.job.text.Json;
import dev.net2vec.job.text.OutputFormat;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/**
 * How a run's result is printed.
 *
 * @param width the most characters of a table's line
 */
record ResultForm(OutputFormat format, int width) {
  /** Returns the result; as CSV, the figures alone. */
  String text(Evaluation evaluation, Summary summary, Verdict verdict) {
    return switch (format) {
      case TABLE -> tables(evaluation, summary, verdict, new TableStyle(false, width));
      case MARKDOWN -> tables(evaluation, summary, verdict, new TableStyle(true, width));
      case JSON -> Json.text(verdict.within(summary)) + "\n";
      case CSV ->
          isReduced(evaluation)
              ? FigureCsv.of(summary, evaluation.settings())
              : FigureCsv.ofInstances(evaluation);
    };
  }

  private static boolean isReduced(Evaluation evaluation) {
    return !evaluation.settings().reduction().equals(JobReduction.NONE);
  }

  private static String tables(
      Evaluation evaluation, Summary summary, Verdict verdict, TableStyle style) {
    EvaluationSettings settings = evaluation.settings();
    List<String> groupBy = settings.masks().groups();
    String figures =
        isReduced(evaluation)
            ? SummaryTable.of(summary, settings, style)
            : SummaryTable.ofInstances(evaluation, summary.instances().evaluated(), style);
    return figures
        + WorstTable.of(summary.worst(), settings, style)
        + FilterTable.of(summary.filters(), groupBy, style)
        + GateTable.of(verdict, groupBy, style);
  }

  /** Says what is not in the CSV, which has no place for it. */
  void report(Evaluation evaluation, Summary summary, PrintWriter err) {
    if (format != OutputFormat.CSV) {
      return;
    }
    long rows =
        isReduced(evaluation)
            ? SummaryTable.total(summary)
            : summary.instances().evaluated() * evaluation.settings().factorPosClass().size();
    if (rows > Summary.MAX_ROWS) {
      err.printf(
          Locale.ROOT,
          "net2vec-eval: the first %,d of %,d rows are printed; --output DIR keeps all in %s%n",
          Summary.MAX_ROWS,
          rows,
          isReduced(evaluation) ? "groups.parquet" : "instances.parquet");
    }
  }
}
