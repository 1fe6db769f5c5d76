package dev.net2vec.job.results;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import com.fasterxml.jackson.databind.JsonNode;
import dev.net2vec.job.error.CorruptShard;
import dev.net2vec.job.error.JobException;
import dev.net2vec.job.error.SparkErrors;
import dev.net2vec.job.evaluation.Evaluation;
import dev.net2vec.job.evaluation.EvaluationSettings;
import dev.net2vec.job.evaluation.Increment;
import dev.net2vec.job.evaluation.Scoring;
import dev.net2vec.job.source.Source;
import dev.net2vec.job.source.SourceRead;
import dev.net2vec.job.text.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import scala.math.BigInt;

/**
 * The reuse of instances that earlier runs have scored: of {@code evaluate --incremental}.
 *
 * <p>The rows of inputs that are as they were are taken from the newest run's parts, all others are
 * scored. Nothing that a whole run refers to is ever changed, so that a killed run leaves the state
 * as it was.
 */
public final class Reuse implements Increment.Finder, Sink {
  /** The most parts that a run's instances may be in, and the most dropped inputs in them. */
  private static final int MOST_PARTS = 16;

  private static final int MOST_DROPPED = 10_000;

  private static final long BYTES_OF_PARTITION = 32 << 20;
  private static final int MOST_PARTITIONS = 100_000;

  private final RunDirectory runs;
  private final EvaluationSettings settings;
  private final boolean full;
  private final String runId;

  private Evaluation evaluation;
  private SparkSession session;
  private ScoredInputs earlier;

  /** The inputs that are there, by their hashed names, with their own names and stamps. */
  private final Map<String, Present> present = new HashMap<>();

  private final Set<String> fresh = new HashSet<>();
  private long dropped;

  private record Present(String name, String stamp) {}

  private Reuse(RunDirectory runs, EvaluationSettings settings, String runId, boolean full) {
    this.runs = runs;
    this.settings = settings;
    this.runId = runId;
    this.full = full;
  }

  /**
   * Prepares to reuse what earlier runs in the output directory have scored.
   *
   * @param full whether all inputs are scored anew
   */
  public static Reuse of(
      RunDirectory runs, EvaluationSettings settings, String runId, boolean full) {
    return new Reuse(runs, settings, runId, full);
  }

  @Override
  public Increment of(Dataset<Row> rows, Map<String, Object> scoring) {
    Source source = settings.masks().source();
    Map<String, String> stamps =
        source
            .stamps(rows)
            .orElseThrow(
                () ->
                    JobException.usage(
                        "--incremental is given with %s, of which nothing tells which rows are new; it needs files, a table of files, or pairs of files"
                            .formatted(source.name())));
    session = rows.sparkSession();
    earlier = earlier(Json.tree(scoring));
    present.clear();
    fresh.clear();
    stamps.forEach((name, stamp) -> present.put(hash(name), new Present(name, stamp)));
    present.forEach(
        (hash, input) -> {
          ScoredInputs.Input before = earlier.inputs().get(hash);
          if (before == null || !before.stamp().equals(input.stamp())) {
            fresh.add(hash);
          }
        });
    Map<String, List<String>> gone = new LinkedHashMap<>();
    earlier.dropped().forEach((part, names) -> gone.put(part, new ArrayList<>(names)));
    Set<String> needed = new HashSet<>();
    dropped = 0;
    for (Map.Entry<String, ScoredInputs.Input> input : earlier.inputs().entrySet()) {
      if (!present.containsKey(input.getKey()) || fresh.contains(input.getKey())) {
        gone.get(input.getValue().part()).add(input.getKey());
        dropped++;
      } else {
        needed.add(input.getValue().part());
      }
    }
    gone.keySet().retainAll(needed);
    earlier = new ScoredInputs(earlier.settings(), gone, earlier.inputs());
    Set<String> names = new HashSet<>();
    fresh.forEach(hash -> names.add(present.get(hash).name()));
    return new Increment(reused(), names);
  }

  private ScoredInputs earlier(JsonNode scoring) {
    try {
      Optional<ScoredInputs> found = full ? Optional.empty() : ScoredInputs.newest(runs, session);
      found.ifPresent(inputs -> requireSame(inputs.settings(), scoring));
      return found.orElseGet(() -> new ScoredInputs(scoring, Map.of(), Map.of()));
    } catch (IOException e) {
      throw JobException.usage("--incremental: " + SparkErrors.rootLine(e), e);
    }
  }

  private static void requireSame(JsonNode there, JsonNode here) {
    Set<String> names = new TreeSet<>();
    there.fieldNames().forEachRemaining(names::add);
    here.fieldNames().forEachRemaining(names::add);
    List<String> differences =
        names.stream()
            .map(name -> Baseline.difference(name, there, here))
            .flatMap(Optional::stream)
            .toList();
    if (!differences.isEmpty()) {
      throw JobException.usage(
          "--incremental cannot reuse the instances that earlier runs have scored: %s; --full scores all inputs anew"
              .formatted(String.join("; ", differences)));
    }
  }

  private Dataset<Row> reused() {
    Dataset<Row> all = null;
    for (Map.Entry<String, List<String>> part : earlier.dropped().entrySet()) {
      Dataset<Row> rows =
          session
              .read()
              .option(SourceRead.SCORED_BEFORE, true)
              .parquet(runs.state(part.getKey()).toString());
      if (!part.getValue().isEmpty()) {
        rows = rows.where(not(col(Scoring.INPUT).isin(part.getValue().toArray())));
      }
      all = all == null ? rows : all.unionByName(rows);
    }
    return all == null ? null : all.coalesce(partitions(all));
  }

  /** Returns how many partitions rows are read in: a part of an increment's size needs no task. */
  private int partitions(Dataset<Row> rows) {
    BigInt bytes =
        ((org.apache.spark.sql.classic.Dataset<Row>) rows)
            .queryExecution()
            .optimizedPlan()
            .stats()
            .sizeInBytes();
    long full = bytes.toLong() / BYTES_OF_PARTITION;
    return (int)
        Math.min(MOST_PARTITIONS, Math.max(full, session.sparkContext().defaultParallelism()));
  }

  /** Sets the evaluation whose rows are kept. */
  void keep(Evaluation scored) {
    evaluation = scored;
  }

  /** Returns how many inputs were scored, reused and dropped. */
  public SourceRead.Increment counts() {
    return new SourceRead.Increment(fresh.size(), present.size() - (long) fresh.size(), dropped);
  }

  @Override
  public void writeRows() {
    try {
      boolean compact =
          earlier.dropped().size() >= MOST_PARTS
              || earlier.dropped().values().stream().mapToInt(List::size).sum() > MOST_DROPPED;
      boolean own = compact || !fresh.isEmpty();
      if (own) {
        evaluation.reusable(!compact).write().parquet(runs.state(runId).toString());
      }
      Map<String, List<String>> parts = new LinkedHashMap<>(compact ? Map.of() : earlier.dropped());
      if (own) {
        parts.put(runId, List.of());
      }
      new ScoredInputs(earlier.settings(), parts, inputs(compact)).write(runs, runId, session);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Returns the inputs whose instances this run has; not those that could not be read. */
  private Map<String, ScoredInputs.Input> inputs(boolean compact) {
    Set<String> corrupt = new HashSet<>();
    for (CorruptShard shard : evaluation.corruptShards()) {
      if (runs.isState(shard.path())) {
        throw JobException.invalidInput(
            "--incremental cannot read the scored instances of an earlier run: "
                + shard
                + "; --full scores all inputs anew");
      }
      corrupt.add(hash(shard.path()));
    }
    Map<String, ScoredInputs.Input> inputs = new HashMap<>();
    present.forEach(
        (hash, input) -> {
          if (!corrupt.contains(hash)) {
            String part =
                compact || fresh.contains(hash) ? runId : earlier.inputs().get(hash).part();
            inputs.put(hash, new ScoredInputs.Input(input.stamp(), part));
          }
        });
    return inputs;
  }

  private static String hash(String name) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Every Java platform has it.
    }
  }
}
