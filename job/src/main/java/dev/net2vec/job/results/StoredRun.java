package dev.net2vec.job.results;

import com.fasterxml.jackson.databind.JsonNode;
import dev.net2vec.job.error.JobException;
import dev.net2vec.job.error.SparkErrors;
import dev.net2vec.job.resampling.ComparedRun;
import dev.net2vec.job.storage.Storage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A run as its files have it.
 *
 * @param summary the content of {@code summary.json}
 * @param gate the content of {@code gate.json}; null if there is none
 */
public record StoredRun(
    String id, Storage storage, Path directory, JsonNode summary, JsonNode gate) {
  static final String INSTANCES = "instances.parquet";

  /** How many runs before it are looked at. */
  private static final int EARLIER = 100;

  /**
   * Returns rows of the run; null if it has none by that name.
   *
   * @param name such as {@code groups.parquet}
   */
  public Dataset<Row> rows(String name, SparkSession session) {
    Path path = new Path(directory, name);
    return has(path) ? session.read().parquet(path.toString()) : null;
  }

  private boolean has(Path path) {
    try {
      return storage.exists(path);
    } catch (IOException e) {
      throw JobException.usage(path + ": " + SparkErrors.rootLine(e), e);
    }
  }

  /** Returns whether the run's instances are kept. */
  public boolean hasInstances() {
    return has(new Path(directory, INSTANCES));
  }

  /** Returns the summaries of the newest runs before it with the same settings, oldest first. */
  public List<JsonNode> earlier() {
    JsonNode settings = summary.at("/run/settings_hash");
    return History.of(new RunDirectory(storage, directory.getParent().getParent()))
        .before(id, EARLIER)
        .stream()
        .map(History.Run::summary)
        .filter(other -> other.at("/run/settings_hash").equals(settings))
        .toList();
  }

  /**
   * Returns the run as it is compared.
   *
   * @throws JobException if its instances are not kept
   */
  public ComparedRun compared() {
    if (!hasInstances()) {
      throw JobException.usage(
          "run %s has no instances.parquet, so it cannot be compared; run evaluate with --instances and --id"
              .formatted(id));
    }
    return new ComparedRun(id, summary, new Path(directory, INSTANCES).toString());
  }

  /**
   * Checks that figures of this run and another mean the same.
   *
   * @throws JobException if their settings differ; the message lists the differences
   */
  public void requireSameSettings(StoredRun other) {
    List<String> differences = differences(other);
    if (!differences.isEmpty()) {
      throw JobException.usage(
          "run %s cannot be compared with %s: %s"
              .formatted(id, other.id, String.join("; ", differences)));
    }
  }

  /** Returns the settings that decide figures and are not those of another run, in words. */
  public List<String> differences(StoredRun other) {
    if (summary.at("/run/settings_hash").equals(other.summary.at("/run/settings_hash"))) {
      return List.of();
    }
    JsonNode here = summary.path("settings");
    JsonNode there = other.summary.path("settings");
    return List.copyOf(
        new TreeSet<>(
            Baseline.deciding().stream()
                .map(setting -> Baseline.difference(setting, there, here))
                .flatMap(Optional::stream)
                .toList()));
  }
}
