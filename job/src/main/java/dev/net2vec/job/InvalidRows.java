package dev.net2vec.job;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What is said of rows that could not be scored, and whether they are too many. */
final class InvalidRows {
  private static final int NAMED = 10;

  private InvalidRows() {}

  /**
   * Says how many rows are invalid and why, and names the first of them.
   *
   * @return the exit code
   */
  static int report(Evaluation evaluation, Summary summary, PrintWriter err) {
    return report(
        summary.instances(),
        evaluation.ordered(evaluation.rejected()),
        evaluation.settings(),
        "evaluated",
        err);
  }

  /**
   * Says how many rows are invalid and why, and names the first of them.
   *
   * @param rejected the invalid rows in order
   * @param verb what became of the others
   * @return the exit code
   */
  static int report(
      Summary.Instances instances,
      Dataset<Row> rejected,
      EvaluationSettings settings,
      String verb,
      PrintWriter err) {
    if (instances.rejected() == 0) {
      return ExitCode.DONE;
    }
    err.printf(
        Locale.ROOT,
        "net2vec-eval: %,d of %,d rows are invalid: %s%n",
        instances.rejected(),
        instances.read(),
        counts(instances.rejectedByReason()));
    for (Row row : rejected.limit(NAMED).select(text(NamedColumns.ids(settings))).collectAsList()) {
      err.println("  " + row.getString(0));
    }
    if (instances.rejected() > NAMED) {
      err.printf(Locale.ROOT, "  … and %,d more%n", instances.rejected() - NAMED);
    }
    return verdict(settings, instances, verb, err);
  }

  /** Returns what is said of an invalid row: what it is, why it is invalid, and where it lies. */
  static Column text(NamedColumns ids) {
    Column file = when(col(Scoring.FILE).isNotNull(), concat(lit(", in "), col(Scoring.FILE)));
    return concat(
        ids.text(),
        lit(": "),
        col(Scoring.REASON),
        lit(": "),
        col(Scoring.MESSAGE),
        coalesce(file, lit("")));
  }

  private static String counts(Map<String, Long> byReason) {
    return byReason.entrySet().stream()
        .map(entry -> String.format(Locale.ROOT, "%,d %s", entry.getValue(), entry.getKey()))
        .collect(Collectors.joining(", "));
  }

  private static int verdict(
      EvaluationSettings settings, Summary.Instances instances, String verb, PrintWriter err) {
    if (instances.evaluated() == 0) {
      err.println("net2vec-eval: no row is valid, so nothing was " + verb);
      return ExitCode.INVALID_INPUT;
    }
    if (instances.rejectedRatio() > settings.maxInvalidRatio()) {
      err.printf(
          Locale.ROOT,
          "net2vec-eval: the share of invalid rows is %s, but --max-invalid-ratio is %s%n",
          instances.rejectedRatio(),
          settings.maxInvalidRatio());
      return ExitCode.INVALID_INPUT;
    }
    return ExitCode.DONE;
  }
}
