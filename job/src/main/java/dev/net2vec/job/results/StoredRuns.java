package dev.net2vec.job.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.net2vec.job.error.JobException;
import dev.net2vec.job.error.SparkErrors;
import dev.net2vec.job.text.Json;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Finds whole runs by their names: {@code latest} or an id in a directory of runs, tags for the
 * newest there that has them, another directory of runs, whose latest it is, or a run's own
 * directory.
 *
 * @param output the directory of the runs; null for none
 * @param damaged is told of runs that cannot be read
 */
public record StoredRuns(String output, Configuration hadoop, Consumer<String> damaged) {
  /**
   * Returns a run.
   *
   * @throws JobException if there is no such run
   */
  public StoredRun find(String name) {
    try {
      return name.indexOf('=') > 0 ? tagged(name) : named(name);
    } catch (IOException | IllegalArgumentException e) {
      throw JobException.usage("run " + name + ": " + SparkErrors.rootLine(e), e);
    }
  }

  private StoredRun named(String name) throws IOException {
    boolean latest = name.equals(Baseline.LATEST);
    if (latest || RunDirectory.isId(name)) {
      RunDirectory runs = Results.directory(requireOutput(name), hadoop);
      return read(runs, latest ? newest(runs, output) : name, name);
    }
    Path path = new Path(name);
    RunDirectory runs = Results.directory(name, hadoop);
    if (runs.storage().exists(new Path(path, RunDirectory.SUMMARY))) {
      Path run = runs.storage().files().makeQualified(path);
      return read(
          new RunDirectory(runs.storage(), run.getParent().getParent()), run.getName(), name);
    }
    if (!runs.storage().exists(runs.runs())) {
      throw JobException.usage(
          "run %s is not there: it must be latest, a run's id, KEY=VALUE of a tag, a directory that evaluate --output wrote, or a run's directory"
              .formatted(name));
    }
    return read(runs, newest(runs, name), name);
  }

  private StoredRun tagged(String name) throws IOException {
    Map<String, String> tags = new LinkedHashMap<>();
    for (String tag : name.split(",", -1)) {
      String[] pair = tag.split("=", 2);
      if (pair.length < 2) {
        throw JobException.usage(
            "run %s is \"%s\", but must be KEY=VALUE, or several with commas".formatted(name, tag));
      }
      tags.put(pair[0].strip(), pair[1].strip());
    }
    String directory = requireOutput(name);
    List<History.Run> found = History.of(directory, hadoop, damaged).runs(tags, 1);
    if (found.isEmpty()) {
      throw JobException.usage("there is no run with %s in %s".formatted(name, directory));
    }
    return read(Results.directory(directory, hadoop), found.get(0).id(), name);
  }

  private String requireOutput(String name) {
    if (output == null) {
      throw JobException.usage("run %s needs --output, the directory of the runs".formatted(name));
    }
    return output;
  }

  private static String newest(RunDirectory runs, String directory) throws IOException {
    Optional<String> latest = runs.latest();
    if (latest.isPresent()) {
      return latest.get();
    }
    return runs.whole().stream()
        .findFirst()
        .orElseThrow(() -> JobException.usage("there is no whole run in " + directory));
  }

  private static StoredRun read(RunDirectory runs, String id, String name) throws IOException {
    Path directory = runs.run(id);
    Path summary = new Path(directory, RunDirectory.SUMMARY);
    return new StoredRun(
        id,
        runs.storage(),
        directory,
        json(runs, summary)
            .orElseThrow(
                () ->
                    JobException.usage(
                        "run %s is not there: there is no %s".formatted(name, summary))),
        json(runs, new Path(directory, RunDirectory.GATE)).orElse(null));
  }

  private static Optional<JsonNode> json(RunDirectory runs, Path file) throws IOException {
    Optional<String> text = runs.storage().text(file);
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Json.read(text.get(), JsonNode.class));
    } catch (JsonProcessingException e) {
      throw JobException.usage(file + ": it is not JSON: " + e.getOriginalMessage(), e);
    }
  }
}
