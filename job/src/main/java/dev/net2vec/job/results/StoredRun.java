package dev.net2vec.job.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.net2vec.job.error.JobException;
import dev.net2vec.job.error.SparkErrors;
import dev.net2vec.job.storage.Storage;
import dev.net2vec.job.text.Json;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A whole run, as it is kept.
 *
 * @param summary the content of {@code summary.json}
 * @param gate the content of {@code gate.json}; null for a run from before there were verdicts
 */
public record StoredRun(Storage storage, Path directory, JsonNode summary, JsonNode gate) {
  private static final String LATEST = "latest";

  /**
   * Finds a run.
   *
   * @param option that names it; messages start with it
   * @param named a run's directory, or a results directory, of which the newest run is taken; with
   *     {@code results} a run's id or {@code latest}
   * @param results the directory of the run named by its id; null if a path is named
   * @throws JobException if there is no such run, or its files cannot be read
   */
  public static StoredRun find(String option, String named, String results, Configuration hadoop) {
    try {
      if (results != null) {
        RunDirectory runs = Results.directory(results, hadoop);
        Optional<String> id =
            named.equals(LATEST)
                ? runs.latest()
                : Optional.of(named).filter(text -> text.matches("[0-9A-Za-z-]+"));
        if (id.isPresent() && runs.isWhole(id.get())) {
          return read(runs.storage(), runs.run(id.get()));
        }
        throw JobException.usage(
            "%s is %s, but must be latest or a run in %s".formatted(option, named, runs.runs()));
      }
      RunDirectory runs = Results.directory(named, hadoop);
      Path path = runs.storage().files().makeQualified(new Path(named));
      if (runs.storage().exists(new Path(path, RunDirectory.SUMMARY))) {
        return read(runs.storage(), path);
      }
      Optional<String> latest = runs.latest();
      if (latest.isPresent()) {
        return read(runs.storage(), runs.run(latest.get()));
      }
      throw JobException.usage(
          "%s is %s, but must be the directory of a run, or one that evaluate --output wrote; a run's"
                  .formatted(option, named)
              + " id needs --results DIR");
    } catch (IOException | IllegalArgumentException e) {
      throw JobException.usage(option + " " + named + ": " + SparkErrors.rootLine(e), e);
    }
  }

  private static StoredRun read(Storage storage, Path directory) throws IOException {
    return new StoredRun(
        storage,
        directory,
        json(storage, new Path(directory, RunDirectory.SUMMARY)).orElseThrow(),
        json(storage, new Path(directory, RunDirectory.GATE)).orElse(null));
  }

  private static Optional<JsonNode> json(Storage storage, Path file) throws IOException {
    Optional<String> text = storage.text(file);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.read(text.get(), JsonNode.class));
    } catch (JsonProcessingException e) {
      throw new IOException(file + " is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * Returns rows of the run; null if it has none by that name.
   *
   * @param name such as {@code groups.parquet}
   */
  public Dataset<Row> rows(String name, SparkSession session) {
    Path path = new Path(directory, name);
    try {
      return storage.exists(path) ? session.read().parquet(path.toString()) : null;
    } catch (IOException e) {
      throw JobException.usage(path + ": " + SparkErrors.rootLine(e), e);
    }
  }
}
