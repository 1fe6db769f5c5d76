package dev.net2vec.job;

import dev.net2vec.job.results.Gate;
import dev.net2vec.job.results.Gates;
import dev.net2vec.job.results.OnMissingBaseline;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Mixin: the options for gates and their baseline. */
final class GateOptions {
  @Option(
      names = "--gates",
      paramLabel = "GATE",
      converter = Gate.Converter.class,
      description = {
        "Limits of a figure; if one is violated, the exit code is 20; repeatable: 'net2vec min=1500"
            + " max_relative_drop=0.01' or, for one group and b, '{group: {concept: person},"
            + " factor_pos_class: 0.5, min: 1900}'. The limits are min, max, min_instances and,"
            + " relative to the baseline, max_drop and max_relative_drop; with significant=true"
            + " only a drop beyond chance fails."
      })
  private List<Gate> gates = new ArrayList<>();

  @Option(
      names = "--baseline",
      paramLabel = "RUN",
      description =
          "The run to compare with: the id of a run in --output, or latest, the newest whose gate"
              + " passed (default: latest if a gate needs a baseline).")
  private String baseline;

  @Option(
      names = "--on-missing-baseline",
      paramLabel = "WHAT",
      defaultValue = "require",
      description =
          "Whether a check without a baseline, as on the first night, fails (require) or passes"
              + " (pass) (${DEFAULT-VALUE}).")
  private OnMissingBaseline onMissingBaseline;

  Gates gates() {
    return new Gates(gates, baseline, onMissingBaseline);
  }
}
