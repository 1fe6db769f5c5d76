package dev.net2vec.job.results;

import dev.net2vec.job.error.JobException;
import dev.net2vec.job.error.SparkErrors;
import dev.net2vec.job.evaluation.Evaluation;
import dev.net2vec.job.evaluation.Summary;
import dev.net2vec.job.storage.Storage;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** The results of a run on their way to all places that keep them; to none without --output. */
public interface Results extends AutoCloseable {
  /**
   * Claims the directory of a new run, and cleans up after killed runs.
   *
   * @param baseline of the run's gates
   * @param page makes the run's page; null for none
   * @param reuse of earlier runs' instances; null if every row is scored
   * @param err receives messages about the clean-up
   * @throws JobException if the directory cannot be created
   */
  static Results open(
      SparkSession session,
      Evaluation evaluation,
      String runId,
      PublishSettings settings,
      Baseline baseline,
      RunPage page,
      Reuse reuse,
      Configuration hadoop,
      PrintWriter err) {
    String output = evaluation.settings().output();
    if (output == null) {
      return new Results() {};
    }
    try {
      RunDirectory directory = directory(output, hadoop);
      List<Sink> sinks = new ArrayList<>();
      sinks.add(new RunFiles(evaluation, directory, runId));
      if (reuse != null) {
        reuse.keep(evaluation);
        sinks.add(reuse);
      }
      if (page != null) {
        sinks.add(new PageFile(page, directory, runId));
      }
      if (settings.outputTable() != null) {
        sinks.add(new OutputTable(session, settings.outputTable(), evaluation, directory));
      }
      sinks.add(new PendingRows(session, directory));
      if (settings.keep() != null) {
        sinks.add(new OldRuns(directory, settings.keep(), baseline.runId()));
      }
      return PublishedRun.open(directory, runId, sinks, err);
    } catch (IOException | IllegalArgumentException e) {
      throw JobException.usage(
          "--output " + output + ": cannot create the directory: " + SparkErrors.rootLine(e), e);
    }
  }

  /** Returns the text of a run's page; empty if it has none. */
  static Optional<String> page(String output, String runId, Configuration hadoop)
      throws IOException {
    RunDirectory directory = directory(output, hadoop);
    return directory.storage().text(new Path(directory.run(runId), PageFile.NAME));
  }

  /** Returns the runs in a directory, which need not exist yet. */
  static RunDirectory directory(String output, Configuration hadoop) throws IOException {
    Storage storage = Storage.of(new Path(output), hadoop);
    return new RunDirectory(storage, storage.files().makeQualified(new Path(output)));
  }

  /** Returns a unique id that sorts by time. */
  static String runId(Instant now) {
    DateTimeFormatter time =
        DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);
    return time.format(now) + "-" + UUID.randomUUID().toString().substring(0, 8);
  }

  /**
   * Checks, before masks are read, that results can go to all places.
   *
   * @throws JobException if they cannot
   */
  default void prepare() {}

  /** Writes the run's rows. */
  default void writeRows() {}

  /** Makes the run whole, then finishes it. */
  default void publish(Summary.Overall overall, Summary summary, Verdict verdict) {}

  /** Prints where the results are. */
  default void announce(PrintWriter err) {}

  /**
   * Deletes the run's files if it is not whole; leaves unfinished steps of a whole run to the next
   * run.
   */
  @Override
  default void close() {}
}
