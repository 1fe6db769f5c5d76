package dev.net2vec.job.evaluation;

import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.net2vec.job.error.CorruptShard;
import dev.net2vec.job.error.JobException;
import dev.net2vec.job.resampling.ComparedRun;
import dev.net2vec.job.resampling.Intervals;
import dev.net2vec.job.resampling.ResamplingSettings;
import dev.net2vec.job.source.SourceRead;
import dev.net2vec.job.spark.Columns;
import dev.net2vec.job.text.Json;
import dev.net2vec.job.text.Redaction;
import dev.net2vec.job.text.Warning;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The part of an evaluation's result that fits on the driver: the content of {@code summary.json}.
 *
 * @param version of this format
 * @param run the run's identity; null until the run has written its rows
 * @param source what was read; null until then
 * @param settings by their keys in a config file
 * @param corruptShards the files that are left out, each with its reason
 * @param warnings about valid but implausible input
 * @param overall one row per b and threshold
 * @param groups one row per group, b and threshold, by key, then b; at most {@link #MAX_ROWS}
 * @param groupsTruncated null unless there are more groups than are listed
 * @param meanOverClasses one row per b, threshold and the key's other columns; empty unless groups
 *     are classes of label maps, or if there are more groups than are listed
 * @param worst the instances with the smallest normalized values; empty unless they are asked for
 * @param filters the best filter per group and b; empty unless filters are evaluated
 */
public record Summary(
    int version,
    RunInfo run,
    SourceRead source,
    Map<String, Object> settings,
    Instances instances,
    List<CorruptShard> corruptShards,
    List<Warning> warnings,
    List<SummaryRow> overall,
    List<SummaryRow> groups,
    @JsonInclude(JsonInclude.Include.NON_NULL) Truncation groupsTruncated,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ClassMean> meanOverClasses,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<WorstInstance> worst,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<BestFilter> filters) {
  public static final int VERSION = 1;
  public static final int MAX_ROWS = 10_000;

  /**
   * The numbers of rows and instances.
   *
   * @param read evaluated + rejected
   * @param evaluated instances; a cell of rank above 2 holds several
   * @param rejected rows that cannot be scored, each counted once
   */
  public record Instances(
      long read, long evaluated, long rejected, Map<String, Long> rejectedByReason) {
    public double rejectedRatio() {
      return read == 0 ? 0 : (double) rejected / read;
    }
  }

  /** The numbers of listed and of all groups; {@code groups.parquet} holds all of them. */
  public record Truncation(long listed, long total) {}

  /**
   * The figures over all instances.
   *
   * @param figures the same rows as Spark returned them
   * @param rejected number of the source's rows that could not be scored
   * @param rowsRead number of the source's rows
   */
  public record Overall(
      List<SummaryRow> rows, List<Row> figures, long rejected, long rowsRead, Hints hints) {
    /** Computes the figures. */
    public static Overall of(Evaluation evaluation) {
      List<SummaryRow> rows = new ArrayList<>();
      List<Row> figures = evaluation.overall().collectAsList();
      figures.forEach(row -> rows.add(SummaryRow.of(Json.object(), row)));
      Row first = figures.get(0);
      return new Overall(
          rows,
          figures,
          first.<Long>getAs(Evaluation.REJECTED),
          first.<Long>getAs(Evaluation.ROWS_READ),
          Hints.of(first.getAs(Figures.HINTS)));
    }
  }

  /** Computes the rest and assembles the summary. */
  public static Summary of(Evaluation evaluation, Overall overall) {
    EvaluationSettings settings = evaluation.settings();
    long evaluated = overall.rows().get(0).count();
    long rejected = overall.rejected();
    List<SummaryRow> groups = new ArrayList<>();
    Truncation truncated = null;
    if (!settings.masks().groups().isEmpty()) {
      int rows = settings.rowsPerGroup();
      int limit = Math.max(1, MAX_ROWS / rows) * rows;
      groups = listed(evaluation, limit);
      long total = groups.size() < limit ? groups.size() : evaluation.groups().count();
      if (total > groups.size()) {
        truncated = new Truncation(groups.size() / rows, total / rows);
      }
    }
    return new Summary(
        VERSION,
        null,
        null,
        Redaction.current().values(settings.toMap()),
        new Instances(evaluated + rejected, evaluated, rejected, byReason(evaluation, rejected)),
        evaluation.corruptShards().stream().map(CorruptShard::redacted).toList(),
        List.of(),
        overall.rows(),
        groups,
        truncated,
        settings.masks().classes() == null || truncated != null
            ? List.of()
            : ClassMean.of(groups, settings.measures()),
        List.of(),
        List.of());
  }

  /** Returns this summary with its run and what that read. */
  public Summary of(RunInfo ofRun, SourceRead read) {
    return with(ofRun, read, warnings, overall, groups, worst, filters);
  }

  /** Returns this summary with the best filters. */
  public Summary withFilters(Evaluation evaluation) {
    return with(run, source, warnings, overall, groups, worst, BestFilter.of(evaluation));
  }

  /** Returns this summary with the worst instances. */
  public Summary withWorst(Evaluation evaluation) {
    return with(run, source, warnings, overall, groups, WorstInstance.of(evaluation), filters);
  }

  /** Returns this summary with an interval of each figure that instances decide. */
  public Summary withIntervals(Evaluation evaluation) {
    Map<Intervals.Place, Map<String, Double>> intervals =
        Intervals.of(
            new ComparedRun("", Json.tree(this), null),
            evaluation.instances(),
            new ResamplingSettings(evaluation.settings().bootstrap(), 0));
    UnaryOperator<SummaryRow> with =
        row ->
            row.with(
                intervals.getOrDefault(
                    new Intervals.Place(
                        row.key(),
                        Intervals.factor(row.factorPosClass(), row.auto()),
                        row.outputThresh()),
                    Map.of()));
    return with(
        run,
        source,
        warnings,
        overall.stream().map(with).toList(),
        groups.stream().map(with).toList(),
        worst,
        filters);
  }

  /** Returns this summary with warnings. */
  public Summary of(List<Warning> found) {
    return with(run, source, found, overall, groups, worst, filters);
  }

  private Summary with(
      RunInfo ofRun,
      SourceRead read,
      List<Warning> found,
      List<SummaryRow> ofAll,
      List<SummaryRow> ofGroups,
      List<WorstInstance> lowest,
      List<BestFilter> best) {
    return new Summary(
        version,
        ofRun,
        read,
        settings,
        instances,
        corruptShards,
        found,
        ofAll,
        ofGroups,
        groupsTruncated,
        meanOverClasses,
        lowest,
        best);
  }

  /**
   * Checks that there was something to evaluate.
   *
   * @throws JobException if the source has no rows
   */
  public void requireRows(EvaluationSettings evaluationSettings) {
    if (instances.read() == 0) {
      throw JobException.invalidInput(
          evaluationSettings.masks().source().name()
              + ": there are no rows, so there is nothing to evaluate"
              + leftOut(corruptShards));
    }
  }

  private static String leftOut(List<CorruptShard> shards) {
    return shards.isEmpty()
        ? ""
        : String.format(
            Locale.ROOT, "; corrupt shards left out: %,d, first %s", shards.size(), shards.get(0));
  }

  private static Map<String, Long> byReason(Evaluation evaluation, long rejected) {
    Map<String, Long> counts = new TreeMap<>();
    if (rejected > 0) {
      for (Row row : evaluation.rejected().groupBy("reason").count().collectAsList()) {
        counts.put(row.getString(0), row.getLong(1));
      }
    }
    return counts;
  }

  private static List<SummaryRow> listed(Evaluation evaluation, int limit) {
    Dataset<Row> first =
        evaluation
            .ordered(evaluation.groups())
            .limit(limit)
            .withColumn("key_json", Columns.json(col("key")));
    List<SummaryRow> rows = new ArrayList<>();
    for (Row row : first.collectAsList()) {
      JsonNode key = Json.read(row.<String>getAs("key_json"));
      rows.add(SummaryRow.of(key, row));
    }
    return rows;
  }
}
