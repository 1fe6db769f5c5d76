package dev.net2vec.job;

import dev.net2vec.job.evaluation.EvaluationSettings;
import dev.net2vec.job.evaluation.OnInvalid;
import dev.net2vec.job.source.MaskColumns;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Mixin: the options for the columns of masks, and for invalid masks. */
final class MaskColumnOptions {
  @Option(
      names = "--prediction",
      paramLabel = "COL",
      defaultValue = "prediction",
      description = "Column with the predicted masks, in [0, 1] (${DEFAULT-VALUE}).")
  String prediction;

  @Option(
      names = "--target",
      paramLabel = "COL",
      defaultValue = "target",
      description = "Column with the true masks (${DEFAULT-VALUE}).")
  String target;

  @Option(
      names = "--id",
      paramLabel = "COL",
      split = ",",
      description = "Columns that identify an instance in messages and results.")
  List<String> id = new ArrayList<>();

  @Option(
      names = "--on-invalid",
      paramLabel = "WHAT",
      defaultValue = "quarantine",
      description =
          "Set invalid rows aside and go on (quarantine), or stop at the first (fail)"
              + " (${DEFAULT-VALUE}).")
  OnInvalid onInvalid;

  @Option(
      names = "--max-invalid-ratio",
      paramLabel = "R",
      defaultValue = "0",
      description = "Share of invalid rows above which the exit code is 21 (${DEFAULT-VALUE}).")
  double maxInvalidRatio;

  /** Returns settings with these options applied. */
  EvaluationSettings.Builder settings(MaskColumns columns) {
    return EvaluationSettings.of(columns).onInvalid(onInvalid).maxInvalidRatio(maxInvalidRatio);
  }
}
