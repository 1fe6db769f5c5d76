package dev.net2vec.job.results;

import com.fasterxml.jackson.databind.JsonNode;
import dev.net2vec.job.error.JobException;
import dev.net2vec.job.error.SparkErrors;
import dev.net2vec.job.evaluation.EvaluationSettings;
import dev.net2vec.job.text.Json;
import dev.net2vec.setting.Settings;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.fs.Path;

/**
 * The run that gates compare figures with.
 *
 * @param policy {@code latest}, the newest whole run whose gate passed, or a run's id; null if no
 *     baseline is requested
 * @param runId of the run that was found, or null
 * @param summary of that run, or null
 */
public record Baseline(String policy, String runId, JsonNode summary) {
  static final String LATEST = "latest";
  public static final Baseline NONE = new Baseline(null, null, null);

  public boolean isFound() {
    return summary != null;
  }

  boolean isAskedFor() {
    return policy != null;
  }

  /**
   * Finds the baseline.
   *
   * @throws JobException if a named run does not exist, or if the run found has other settings; the
   *     message lists the differences
   */
  public static Baseline find(String policy, RunDirectory directory, EvaluationSettings settings) {
    try {
      Optional<String> runId =
          policy.equals(LATEST)
              ? directory.newestPassed()
              : Optional.of(policy).filter(Baseline::isId);
      Optional<JsonNode> summary = Optional.empty();
      if (runId.isPresent()) {
        summary = directory.read(runId.get(), RunDirectory.SUMMARY);
      }
      if (summary.isEmpty()) {
        if (policy.equals(LATEST)) {
          return new Baseline(policy, null, null);
        }
        throw JobException.usage(
            "--baseline is %s, but must be latest or a run in %s"
                .formatted(policy, directory.runs()));
      }
      requireSame(runId.get(), summary.get().path("settings"), Json.tree(settings.measure()));
      return new Baseline(policy, runId.get(), summary.get());
    } catch (IOException e) {
      throw JobException.usage("--baseline " + policy + ": " + SparkErrors.rootLine(e), e);
    }
  }

  /**
   * Checks that the baseline's instances can be compared with this run's.
   *
   * @throws JobException if it was made without them
   */
  public void requireInstances(RunDirectory directory) throws IOException {
    Path instances = new Path(directory.run(runId), StoredRun.INSTANCES);
    if (!directory.storage().exists(instances)) {
      throw JobException.usage(
          "the baseline %s has no instances.parquet, which a gate with significant needs; run once with --instances and without gates to make a new baseline"
              .formatted(runId));
    }
  }

  private static boolean isId(String policy) {
    return policy.matches("[0-9A-Za-z-]+");
  }

  private static void requireSame(String runId, JsonNode there, JsonNode here) {
    List<String> differences =
        here.properties().stream()
            .map(setting -> difference(setting.getKey(), there, here))
            .flatMap(Optional::stream)
            .toList();
    if (!differences.isEmpty()) {
      throw JobException.usage(
          "the run cannot be compared with the baseline %s: %s; run once without gates to make a new baseline"
              .formatted(runId, String.join("; ", differences)));
    }
  }

  /** Returns the names of the settings that decide what a figure of a kept run means. */
  static Set<String> deciding() {
    Set<String> names = new TreeSet<>(EvaluationSettings.defaults().keySet());
    // Which measures a run has does not change any of them.
    names.remove("measures");
    names.addAll(List.of(Settings.FACTOR_POS_CLASS.name(), Settings.REDUCTION.name(), "group_by"));
    return names;
  }

  /** Returns how a setting of two runs differs; a run that is older than it had its default. */
  static Optional<String> difference(String setting, JsonNode there, JsonNode here) {
    JsonNode one = value(setting, there);
    JsonNode other = value(setting, here);
    return one.equals(other)
        ? Optional.empty()
        : Optional.of("%s is %s there, but %s here".formatted(setting, one, other));
  }

  private static JsonNode value(String setting, JsonNode settings) {
    return settings.has(setting)
        ? settings.get(setting)
        : Json.tree(EvaluationSettings.defaults()).path(setting);
  }
}
