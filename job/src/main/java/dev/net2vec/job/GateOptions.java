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
        "What figures must hold, else the exit code is 20; again for more:"
            + " 'net2vec min=1500 max_relative_drop=0.01', or, for one group and b,"
            + " '{group: {concept: person}, factor_pos_class: 0.5, min: 1900}'. Limits are min,"
            + " max, and, against the baseline, max_drop and max_relative_drop."
      })
  private List<Gate> gates = new ArrayList<>();

  @Option(
      names = "--baseline",
      paramLabel = "RUN",
      description =
          "A run in --output DIR, or latest: the newest whose gate passed (latest, where a gate"
              + " needs one).")
  private String baseline;

  @Option(
      names = "--on-missing-baseline",
      paramLabel = "WHAT",
      defaultValue = "require",
      description =
          "A check without a baseline fails (require) or passes (pass), as on the first night"
              + " (${DEFAULT-VALUE}).")
  private OnMissingBaseline onMissingBaseline;

  Gates gates() {
    return new Gates(gates, baseline, onMissingBaseline);
  }
}
