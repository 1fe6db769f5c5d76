package dev.net2vec.job.results;

import dev.net2vec.job.error.JobException;
import dev.net2vec.job.error.SparkErrors;
import dev.net2vec.job.evaluation.Evaluation;
import dev.net2vec.job.evaluation.Scoring;
import dev.net2vec.job.evaluation.Summary;
import dev.net2vec.job.storage.Claim;
import dev.net2vec.job.storage.Storage;
import dev.net2vec.job.text.Redaction;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The files of one run, in {@code DIR/runs/RUN_ID}, published whole or not at all.
 *
 * <p>The run first claims its id ({@link Claim}), then writes its files, {@code summary.json} last
 * and in one step: with it, and not before, the run is there. Then {@code DIR/latest.json} is
 * replaced in one step to name it, its rows are appended to the output table, older runs are
 * deleted where that is asked for, and the claim is released. Two runs at once have directories of
 * their own, so both are kept, and {@code latest.json} names the one that was published last.
 *
 * <p>A driver that is killed leaves its claim. The next run finds that dead and, where the killed
 * one is whole, does for it what was left to do, else deletes its files.
 */
public final class Results implements AutoCloseable {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

  private final SparkSession session;
  private final RunDirectory directory;
  private final String runId;
  private final Claim claim;
  private final KilledRuns leftovers;
  private boolean whole;
  private boolean finished;

  private Results(
      SparkSession session, RunDirectory directory, String runId, Claim claim, PrintWriter err) {
    this.session = session;
    this.directory = directory;
    this.runId = runId;
    this.claim = claim;
    this.leftovers = new KilledRuns(session, directory, runId, claim, err);
  }

  /**
   * Claims the files of a new run, and clears away what killed runs left.
   *
   * @param err takes what is worth telling of that
   * @throws JobException if the directory cannot be one
   */
  public static Results open(
      SparkSession session, String output, String runId, Configuration hadoop, PrintWriter err) {
    try {
      RunDirectory directory = directory(output, hadoop);
      directory.storage().makeDirectory(directory.runs());
      Claim claim = Claim.make(directory.storage(), directory.claim(runId));
      Results results = new Results(session, directory, runId, claim, err);
      results.leftovers.sweep();
      return results;
    } catch (IOException | IllegalArgumentException e) {
      throw JobException.usage(
          "--output " + output + ": cannot be made a directory: " + SparkErrors.rootLine(e), e);
    }
  }

  /** Returns the runs that are kept in a directory, which need not be there yet. */
  public static RunDirectory directory(String output, Configuration hadoop) throws IOException {
    Storage storage = Storage.of(new Path(output), hadoop);
    return new RunDirectory(storage, storage.files().makeQualified(new Path(output)));
  }

  /** Returns a name that sorts by time and is given once. */
  public static String runId(Instant now) {
    return TIME.format(now) + "-" + UUID.randomUUID().toString().substring(0, 8);
  }

  /** Returns the run's directory. */
  public Path run() {
    return directory.run(runId);
  }

  /** Writes the run's rows. */
  public void write(Evaluation evaluation) {
    Dataset<Row> rejected = evaluation.rejected();
    write(
        rejected.withColumn(Scoring.FILE, Redaction.paths(rejected.col(Scoring.FILE))),
        "rejected.parquet");
    if (!evaluation.settings().masks().groupBy().isEmpty()) {
      write(evaluation.groups(), "groups.parquet");
    }
    if (evaluation.settings().instances()) {
      write(evaluation.instances(), "instances.parquet");
    }
  }

  private void write(Dataset<Row> rows, String name) {
    rows.write().parquet(new Path(run(), name).toString());
  }

  /**
   * Makes the run whole and the latest, and does what is to be done after.
   *
   * @param table where its rows are appended, or null
   * @param keep how many runs are kept, or null for all
   */
  public void publish(Summary summary, Verdict verdict, OutputTable table, Integer keep) {
    try {
      directory.put(new Path(run(), RunDirectory.GATE), verdict, runId);
      if (table != null) {
        table.prepare(directory, summary);
      }
      if (!claim.held()) {
        throw new IOException(
            "the claim of this run is gone: another run took it for dead and deleted its files");
      }
      directory.put(new Path(run(), RunDirectory.SUMMARY), summary, runId);
      whole = true;
      directory.nameLatest(runId);
      OutputTable.finish(session, directory, runId);
      if (keep != null) {
        leftovers.prune(keep, verdict.baselineRun());
      }
      finished = true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes the run's files where it is not whole; what is left to do, the next run does. */
  @Override
  public void close() {
    try {
      if (whole && !finished) {
        claim.leave();
        return;
      }
      if (!whole) {
        directory.delete(runId);
      }
      claim.release();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
