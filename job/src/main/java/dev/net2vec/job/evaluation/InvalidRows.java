package dev.net2vec.job.evaluation;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import dev.net2vec.job.error.ExitCode;
import dev.net2vec.job.source.NamedColumns;
import dev.net2vec.kpi.InvalidMaskException.Reason;
import dev.net2vec.kpi.MaskRole;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Reports the rows that could not be scored, and decides whether they are too many. */
public final class InvalidRows {
  private static final int NAMED = 10;
  private static final String UNPAIRED = Reason.UNPAIRED.name();

  private InvalidRows() {}

  /**
   * Prints how many rows are invalid and why, and names the first of them.
   *
   * @return the exit code
   */
  public static int report(Evaluation evaluation, Summary summary, PrintWriter err) {
    return report(
        summary.instances(),
        evaluation.ordered(evaluation.rejected()),
        evaluation.settings(),
        "evaluated",
        err);
  }

  /**
   * Prints how many rows are invalid and why, and names the first of them. If all rows are invalid
   * for one reason, prints only the first.
   *
   * @param rejected the invalid rows in order
   * @param verb for the valid rows, such as {@code packed}
   * @return the exit code
   */
  public static int report(
      Summary.Instances instances,
      Dataset<Row> rejected,
      EvaluationSettings settings,
      String verb,
      PrintWriter err) {
    if (instances.rejected() == 0) {
      return ExitCode.DONE;
    }
    List<Row> first =
        rejected
            .limit(NAMED)
            .select(text(settings.masks().ids()), col(Scoring.MESSAGE))
            .collectAsList();
    if (instances.evaluated() == 0 && isOneReason(instances, first)) {
      err.printf(
          Locale.ROOT,
          "net2vec-eval: all %,d rows are invalid for the same reason; the first: %s%s%n",
          instances.rejected(),
          first.get(0).getString(0),
          instances.rejectedByReason().containsKey(UNPAIRED)
              ? unpaired(rejected, settings, first.get(0).getString(1))
              : "");
      return verdict(settings, instances, verb, err);
    }
    err.printf(
        Locale.ROOT,
        "net2vec-eval: %,d of %,d rows are invalid: %s%n",
        instances.rejected(),
        instances.read(),
        counts(instances.rejectedByReason()));
    first.forEach(row -> err.println("  " + row.getString(0)));
    if (instances.rejected() > NAMED) {
      err.printf(Locale.ROOT, "  … and %,d more%n", instances.rejected() - NAMED);
    }
    return verdict(settings, instances, verb, err);
  }

  /**
   * Returns whether all rows have one reason, and the first rows' messages, unless they are
   * unpaired, differ only in numbers and quoted names.
   */
  private static boolean isOneReason(Summary.Instances instances, List<Row> first) {
    return first.size() > 1
        && instances.rejectedByReason().size() == 1
        && (instances.rejectedByReason().containsKey(UNPAIRED)
            || first.stream()
                    .map(row -> row.getString(1).replaceAll("'[^']*'|[-+]?[0-9][-+0-9.,×xE]*", "#"))
                    .distinct()
                    .count()
                == 1);
  }

  /** Returns text that names an unpaired mask of the other role, and the option that pairs rows. */
  private static String unpaired(
      Dataset<Row> rejected, EvaluationSettings settings, String message) {
    MaskRole first =
        message.startsWith(MaskRole.TARGET.toString()) ? MaskRole.TARGET : MaskRole.PREDICTION;
    MaskRole second = first == MaskRole.TARGET ? MaskRole.PREDICTION : MaskRole.TARGET;
    String other =
        rejected
            .where(not(col(Scoring.MESSAGE).startsWith(first.toString())))
            .limit(1)
            .select(text(settings.masks().ids()))
            .collectAsList()
            .stream()
            .map(row -> "; an unpaired " + second + ": " + row.getString(0))
            .findFirst()
            .orElse("");
    return other + "; " + settings.masks().source().pairing();
  }

  /** Returns the text for an invalid row: its ids, why it is invalid, and its file. */
  public static Column text(NamedColumns ids) {
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
