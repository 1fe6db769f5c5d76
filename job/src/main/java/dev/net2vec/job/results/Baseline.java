package dev.net2vec.job.results;

import com.fasterxml.jackson.databind.JsonNode;
import dev.net2vec.job.error.JobException;
import dev.net2vec.job.error.SparkErrors;
import dev.net2vec.job.evaluation.EvaluationSettings;
import dev.net2vec.job.text.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

  boolean isFound() {
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

  private static boolean isId(String policy) {
    return policy.matches("[0-9A-Za-z-]+");
  }

  private static void requireSame(String runId, JsonNode there, JsonNode here) {
    List<String> differences = new ArrayList<>();
    JsonNode defaults = Json.tree(EvaluationSettings.defaults());
    for (Map.Entry<String, JsonNode> setting : here.properties()) {
      JsonNode other =
          there.has(setting.getKey())
              ? there.get(setting.getKey())
              : defaults.path(setting.getKey());
      if (!other.equals(setting.getValue())) {
        differences.add(
            "%s is %s there, but %s here".formatted(setting.getKey(), other, setting.getValue()));
      }
    }
    if (!differences.isEmpty()) {
      throw JobException.usage(
          "the run cannot be compared with the baseline %s: %s; run once without gates to make a new baseline"
              .formatted(runId, String.join("; ", differences)));
    }
  }
}
