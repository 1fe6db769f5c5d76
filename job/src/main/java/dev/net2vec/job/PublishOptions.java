package dev.net2vec.job;

import dev.net2vec.job.error.JobException;
import dev.net2vec.job.evaluation.EvaluationSettings;
import dev.net2vec.job.results.PublishSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    tags();
  }

  PublishSettings settings() {
    return new PublishSettings(outputTable, keep);
  }

  Map<String, String> tags() {
    return Pairs.of("--tag", tag);
  }
}
