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
 * and in one step: only then does the run exist for others. Then {@code DIR/latest.json} is
 * replaced in one step to name the run, its rows are appended to the output table, older runs are
 * deleted if requested, and the claim is released. Concurrent runs have separate directories, so
 * that all are kept, and {@code latest.json} names the one that was published last.
 *
 * <p>A killed driver leaves its claim behind. The next run finds the claim dead. If the killed run
 * is whole, it does the remaining steps, else it deletes the killed run's files.
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
   * Claims the directory of a new run, and cleans up after killed runs.
   *
   * @param err receives messages about the clean-up
   * @throws JobException if the directory cannot be created
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
          "--output " + output + ": cannot create the directory: " + SparkErrors.rootLine(e), e);
    }
  }

  /** Returns the runs in a directory, which need not exist yet. */
  public static RunDirectory directory(String output, Configuration hadoop) throws IOException {
    Storage storage = Storage.of(new Path(output), hadoop);
    return new RunDirectory(storage, storage.files().makeQualified(new Path(output)));
  }

  /** Returns a unique id that sorts by time. */
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
   * Makes the run whole and the latest, appends its rows, and deletes old runs.
   *
   * @param table the table to append the rows to, or null
   * @param keep number of runs to keep, or null for all
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

  /**
   * Deletes the run's files if it is not whole; leaves unfinished steps of a whole run to the next
   * run.
   */
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
