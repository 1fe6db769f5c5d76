package dev.net2vec.job;

import dev.net2vec.job.error.JobException;
import dev.net2vec.job.error.SparkErrors;
import dev.net2vec.job.evaluation.Evaluation;
import dev.net2vec.job.evaluation.EvaluationSettings;
import dev.net2vec.job.report.Report;
import dev.net2vec.job.report.ReportedRun;
import dev.net2vec.job.results.PublishSettings;
import dev.net2vec.job.results.Results;
import dev.net2vec.job.results.Reuse;
import dev.net2vec.job.results.RunPage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Option;

/** Mixin: the options for tagging, keeping and publishing a run. */
final class PublishOptions {
  @Option(
      names = "--tag",
      paramLabel = "KEY=VALUE",
      description = "A label of the run, kept in its summary, e.g. model=v12; repeatable.")
  private List<String> tag = new ArrayList<>();

  @Option(
      names = "--keep",
      paramLabel = "N",
      description =
          "Keep the N newest runs in --output, the runs that are baselines, and the one that"
              + " latest.json names; delete the others (default: keep all).")
  private Integer keep;

  @Option(
      names = "--output-table",
      paramLabel = "NAME",
      description =
          "Also append the rows of the result to this table of a Spark catalog; needs --output.")
  private String outputTable;

  @Option(
      names = "--incremental",
      description =
          "Score only the inputs that earlier runs in --output have not scored as they are now, and"
              + " take the instances of the others from there; needs --output.")
  private boolean incremental;

  @Option(
      names = "--full",
      description =
          "Score all inputs anew, and let later runs with --incremental begin from there.")
  private boolean full;

  @Option(
      names = "--report",
      description =
          "Also write report.html, a page with the figures, histograms and worst instances, into"
              + " the run's directory; needs --output.")
  private boolean report;

  @Option(
      names = ReportCommand.INSTANCES,
      paramLabel = "N",
      defaultValue = "3",
      description =
          "The number of worst and of median instances in the report, per group"
              + " (${DEFAULT-VALUE}).")
  private int reportInstances;

  /**
   * Checks that the options fit the evaluation.
   *
   * @throws JobException if one does not
   */
  void require(EvaluationSettings settings) {
    if (keep != null && keep < 1) {
      throw JobException.usage("--keep is " + keep + ", but must be at least 1");
    }
    if (keep != null && settings.output() == null) {
      throw JobException.usage("--keep needs --output, the directory of the runs");
    }
    if (outputTable != null && settings.output() == null) {
      throw JobException.usage(
          "--output-table needs --output: its rows are copied from a published run");
    }
    if (incremental && settings.output() == null) {
      throw JobException.usage(
          "--incremental needs --output, the directory that scored instances are kept in");
    }
    if (incremental && settings.filters()) {
      throw JobException.usage(
          "--incremental is given with --filters, which reads all activations again");
    }
    if (full && !incremental) {
      throw JobException.usage("--full is given without --incremental");
    }
    if (report && settings.output() == null) {
      throw JobException.usage("--report needs --output, the directory that it is written to");
    }
    ReportCommand.requireInstances(reportInstances);
    tags();
  }

  /** Returns the reuse of earlier runs' instances; null if every row is scored. */
  Reuse reuse(EvaluationSettings settings, String runId, Configuration hadoop) {
    if (!incremental) {
      return null;
    }
    try {
      return Reuse.of(Results.directory(settings.output(), hadoop), settings, runId, full);
    } catch (IOException | IllegalArgumentException e) {
      throw JobException.usage("--output " + settings.output() + ": " + SparkErrors.rootLine(e), e);
    }
  }

  /** Makes the run's page; null if none is wanted. */
  RunPage page(Evaluation evaluation, SparkSession session) {
    if (!report) {
      return null;
    }
    return run ->
        Report.html(
            new ReportedRun(
                run.summary(),
                run.gate(),
                run.rows("groups.parquet", session),
                evaluation.instances(),
                run.rows("rejected.parquet", session),
                run.rows("curves.parquet", session),
                run.earlier(),
                evaluation.pictures()),
            null,
            reportInstances);
  }

  /** Returns the text of a published run's page; empty if none was wanted. */
  Optional<String> page(EvaluationSettings settings, String runId, Configuration hadoop)
      throws IOException {
    return report ? Results.page(settings.output(), runId, hadoop) : Optional.empty();
  }

  PublishSettings settings() {
    return new PublishSettings(outputTable, keep);
  }

  Map<String, String> tags() {
    return Pairs.of("--tag", tag);
  }
}
