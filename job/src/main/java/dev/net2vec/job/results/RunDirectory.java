package dev.net2vec.job.results;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.net2vec.job.evaluation.Summary;
import dev.net2vec.job.storage.Claim;
import dev.net2vec.job.storage.Storage;
import dev.net2vec.job.text.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The runs in one directory: {@code DIR/runs/RUN_ID}, and {@code DIR/latest.json}.
 *
 * <p>A run is whole once its {@code summary.json} exists, which is written last and in one step.
 * After that, its other files do not change; only the rows for an output table are deleted once
 * appended. While a driver works on a run, there is a {@link Claim} beside it, {@code
 * runs/.RUN_ID.claim}; {@code runs/.RUN_ID.claim-by-OTHER} means that the run OTHER is cleaning up
 * RUN_ID.
 */
final class RunDirectory {
  private static final String ID = "\\d{8}T\\d{9}Z-[0-9a-f]{8}";
  private static final Pattern RUN = Pattern.compile(ID);
  private static final Pattern CLAIM =
      Pattern.compile("\\.(" + ID + ")\\.claim(?:-by-(" + ID + "))?");

  /** The most characters that the groups take in {@code latest.json}. */
  private static final int LATEST_GROUPS = 65_536;

  private static final String STATE = "state";
  private static final String PARQUET = ".parquet";
  static final String SUMMARY = "summary.json";
  static final String GATE = "gate.json";

  private final Storage storage;
  private final Path directory;
  private final Path runs;

  RunDirectory(Storage storage, Path directory) {
    this.storage = storage;
    this.directory = directory;
    this.runs = new Path(directory, "runs");
  }

  /**
   * The file of a claim.
   *
   * @param by the run that is cleaning up {@code runId}, or null if the claim is the run's own
   */
  record ClaimFile(String runId, String by, Path file) {}

  /** Returns whether a text has the form of a run's id. */
  static boolean isId(String text) {
    return RUN.matcher(text).matches();
  }

  Storage storage() {
    return storage;
  }

  Path runs() {
    return runs;
  }

  Path run(String runId) {
    return new Path(runs, runId);
  }

  /** Returns the instances that a run has scored for later runs to reuse. */
  Path state(String runId) {
    return new Path(new Path(directory, STATE), runId + PARQUET);
  }

  /** Returns whether a file has scored instances. */
  boolean isState(String path) {
    return path.startsWith(new Path(directory, STATE).toUri() + "/");
  }

  /**
   * Deletes the scored instances that no whole run reuses, except those of runs that may still be
   * at work.
   */
  void deleteUnusedState() throws IOException {
    Set<String> used = new HashSet<>();
    claims().forEach(claim -> used.add(claim.runId()));
    List<FileStatus> parts = storage.list(new Path(directory, STATE));
    if (parts.isEmpty()) {
      return;
    }
    for (String runId : whole()) {
      read(runId, ScoredInputs.FILE)
          .ifPresent(
              state -> state.path("parts").forEach(part -> used.add(part.path("run").asText())));
    }
    for (FileStatus part : parts) {
      String name = part.getPath().getName();
      if (name.endsWith(PARQUET)
          && !used.contains(name.substring(0, name.length() - PARQUET.length()))) {
        storage.delete(part.getPath());
      }
    }
  }

  Path claim(String runId) {
    return new Path(runs, "." + runId + ".claim");
  }

  Path claim(String runId, String by) {
    return new Path(runs, "." + runId + ".claim-by-" + by);
  }

  private Path latestJson() {
    return new Path(directory, "latest.json");
  }

  boolean isWhole(String runId) throws IOException {
    return storage.exists(new Path(run(runId), SUMMARY));
  }

  /** Returns all claims. */
  List<ClaimFile> claims() throws IOException {
    List<ClaimFile> claims = new ArrayList<>();
    for (FileStatus file : storage.list(runs)) {
      Matcher matcher = CLAIM.matcher(file.getPath().getName());
      if (matcher.matches()) {
        claims.add(new ClaimFile(matcher.group(1), matcher.group(2), file.getPath()));
      }
    }
    return claims;
  }

  /** Returns the ids of all runs, whole or not, newest first. */
  List<String> ids() throws IOException {
    List<String> ids = new ArrayList<>();
    for (FileStatus run : storage.list(runs)) {
      String name = run.getPath().getName();
      if (RUN.matcher(name).matches()) {
        ids.add(name);
      }
    }
    ids.sort(Comparator.reverseOrder());
    return ids;
  }

  /** Returns the ids of the whole runs, newest first. */
  List<String> whole() throws IOException {
    List<String> whole = new ArrayList<>();
    for (String id : ids()) {
      if (isWhole(id)) {
        whole.add(id);
      }
    }
    return whole;
  }

  /** Returns the content of a run's file; empty if there is no such file. */
  Optional<JsonNode> read(String runId, String file) throws IOException {
    return storage.text(new Path(run(runId), file)).map(Json::read);
  }

  /** Returns whether a run may serve as a baseline: its gate passed. */
  boolean passed(String runId) throws IOException {
    return read(runId, GATE)
        .map(gate -> gate.path("status").asText().equals(Verdict.PASSED))
        // Runs from before there were verdicts count as passed.
        .orElse(true);
  }

  /** Returns the newest whole run whose gate passed. */
  Optional<String> newestPassed() throws IOException {
    for (String runId : whole()) {
      if (passed(runId)) {
        return Optional.of(runId);
      }
    }
    return Optional.empty();
  }

  /** Returns the run that {@code latest.json} names, if that is whole. */
  Optional<String> latest() throws IOException {
    Optional<String> text = storage.text(latestJson());
    if (text.isEmpty() || text.get().isEmpty()) {
      return Optional.empty();
    }
    String named = Json.read(text.get()).path("run_id").asText();
    return RUN.matcher(named).matches() && isWhole(named) ? Optional.of(named) : Optional.empty();
  }

  /**
   * Makes {@code latest.json} name a whole run, in one step. It repeats the run's summary, but
   * stays small, as schedulers read it at each step.
   */
  void nameLatest(String runId) throws IOException {
    Map<String, Object> latest = new LinkedHashMap<>();
    latest.put("version", Summary.VERSION);
    latest.put("run_id", runId);
    latest.put("gate", passed(runId) ? Verdict.PASSED : Verdict.FAILED);
    latest.put("summary", abridged((ObjectNode) read(runId, SUMMARY).orElseThrow()));
    put(latestJson(), latest, runId);
  }

  /** Returns a summary with the first of its groups, if all of them take too much space. */
  private static ObjectNode abridged(ObjectNode summary) {
    JsonNode groups = summary.get("groups");
    int rowsEach = summary.get("overall").size();
    ArrayNode kept = JsonNodeFactory.instance.arrayNode();
    int length = 0;
    for (JsonNode row : groups) {
      length += Json.text(row).length();
      if (length > LATEST_GROUPS) {
        break;
      }
      kept.add(row);
    }
    if (kept.size() < groups.size()) {
      while (kept.size() % rowsEach != 0) {
        kept.remove(kept.size() - 1);
      }
      long total = summary.at("/groups_truncated/total").asLong(groups.size() / rowsEach);
      summary.set("groups", kept);
      summary.set(
          "groups_truncated", Json.tree(new Summary.Truncation(kept.size() / rowsEach, total)));
    }
    return summary;
  }

  /** Writes a file of a run, or {@code latest.json} on its behalf, in one step. */
  void put(Path file, Object value, String runId) throws IOException {
    storage.put(file, Json.text(value) + "\n", scratch(runId));
  }

  /** Returns the temporary file for {@link Storage#put}. */
  Path scratch(String runId) {
    return new Path(run(runId), ".next");
  }

  /** Deletes a run, its summary first, so that it is no longer whole. */
  void delete(String runId) throws IOException {
    storage.delete(new Path(run(runId), SUMMARY));
    storage.delete(run(runId));
  }
}
