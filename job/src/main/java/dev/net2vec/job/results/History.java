package dev.net2vec.job.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.net2vec.job.error.JobException;
import dev.net2vec.job.error.SparkErrors;
import dev.net2vec.job.text.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The whole runs in a directory, as their summaries describe them. Nothing else is read. */
public final class History {
  /** The number of summaries that are read at once: an object store answers each slowly. */
  private static final int AT_ONCE = 16;

  /** The number of runs after which {@code last} is checked. */
  private static final int BATCH = 256;

  /** A run and its summary. */
  public record Run(String id, JsonNode summary) {
    boolean hasTags(Map<String, String> tags) {
      return tags.entrySet().stream()
          .allMatch(tag -> tag.getValue().equals(tags().path(tag.getKey()).textValue()));
    }

    /** Returns the start time, as ISO 8601 in UTC. */
    public String started() {
      return summary.at("/run/started").asText("");
    }

    public JsonNode tags() {
      return summary.at("/run/tags");
    }
  }

  private final String name;
  private final RunDirectory directory;
  private final Consumer<String> damaged;

  private History(String name, RunDirectory directory, Consumer<String> damaged) {
    this.name = name;
    this.directory = directory;
    this.damaged = damaged;
  }

  /**
   * Opens a directory.
   *
   * @param name the {@code --output} of the runs
   * @param damaged is given a message for each summary that cannot be read
   * @throws JobException if there is no such directory
   */
  public static History of(String name, Configuration hadoop, Consumer<String> damaged) {
    try {
      RunDirectory directory = Results.directory(name, hadoop);
      if (!directory.storage().exists(directory.runs())) {
        throw JobException.usage(
            "%s has no directory runs, but must be a directory that evaluate --output wrote"
                .formatted(name));
      }
      return new History(name, directory, damaged);
    } catch (IOException | IllegalArgumentException e) {
      throw JobException.usage(name + ": " + SparkErrors.rootLine(e), e);
    }
  }

  /** Returns the runs of a directory, without those that cannot be read. */
  static History of(RunDirectory directory) {
    return new History(directory.runs().toString(), directory, damage -> {});
  }

  /**
   * Returns the runs that have all of these tags, oldest first.
   *
   * @param last the number of the newest of them to return; null for all
   */
  public List<Run> runs(Map<String, String> tags, Integer last) {
    return runs(tags, last, id -> true);
  }

  /**
   * Returns the newest runs before another, oldest first.
   *
   * @param last how many of them
   */
  List<Run> before(String runId, int last) {
    return runs(Map.of(), last, id -> id.compareTo(runId) < 0);
  }

  private List<Run> runs(Map<String, String> tags, Integer last, Predicate<String> which) {
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<Run> found = new ArrayList<>();
      List<String> ids = directory.ids().stream().filter(which).toList();
      for (int from = 0; from < ids.size() && !enough(found, last); from += BATCH) {
        for (Run run : read(ids.subList(from, Math.min(from + BATCH, ids.size())), threads)) {
          if (run.hasTags(tags) && !enough(found, last)) {
            found.add(run);
          }
        }
      }
      Collections.reverse(found);
      return found;
    } catch (IOException e) {
      throw JobException.usage(name + ": " + SparkErrors.rootLine(e), e);
    } finally {
      threads.shutdownNow();
    }
  }

  private static boolean enough(List<Run> found, Integer last) {
    return last != null && found.size() >= last;
  }

  private List<Run> read(List<String> ids, ExecutorService threads) throws IOException {
    List<Future<Optional<String>>> texts = new ArrayList<>();
    ids.forEach(id -> texts.add(threads.submit(() -> directory.storage().text(summary(id)))));
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      try {
        // A run without a summary is not whole.
        Optional<String> text = texts.get(i).get();
        if (text.isPresent()) {
          parse(ids.get(i), text.get()).ifPresent(runs::add);
        }
      } catch (ExecutionException e) {
        damaged.accept(summary(ids.get(i)) + ": " + SparkErrors.rootLine(e.getCause()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new UncheckedIOException(new IOException("interrupted", e));
      }
    }
    return runs;
  }

  private Optional<Run> parse(String id, String text) {
    try {
      JsonNode summary = Json.read(text, JsonNode.class);
      if (summary.path("overall").isArray() && summary.path("groups").isArray()) {
        return Optional.of(new Run(id, summary));
      }
      damaged.accept(summary(id) + ": it has no rows, so it is not the summary of a run");
    } catch (JsonProcessingException e) {
      damaged.accept(summary(id) + ": it is not JSON: " + e.getOriginalMessage());
    }
    return Optional.empty();
  }

  private Path summary(String id) {
    return new Path(directory.run(id), RunDirectory.SUMMARY);
  }
}
