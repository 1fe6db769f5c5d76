package dev.net2vec.job.results;

import dev.net2vec.job.evaluation.Summary;
import dev.net2vec.job.storage.Claim;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.hadoop.fs.Path;

/**
 * The files of one run, in {@code DIR/runs/RUN_ID}, published whole or not at all.
 *
 * <p>The run first claims its id ({@link Claim}), then each {@link Sink} writes its files, and
 * {@code summary.json} is written last and in one step: only then does the run exist for others.
 * Then each sink finishes: {@code DIR/latest.json} is replaced in one step to name the run, its
 * rows are appended to the output table, and older runs are deleted if requested. Last, the claim
 * is released. Concurrent runs have separate directories, so that all are kept, and {@code
 * latest.json} names the one that was published last.
 *
 * <p>A killed driver leaves its claim behind. The next run finds the claim dead. If the killed run
 * is whole, it does the remaining steps, else it deletes the killed run's files.
 */
final class PublishedRun implements Results {
  private final RunDirectory directory;
  private final String runId;
  private final Claim claim;
  private final List<Sink> sinks;
  private boolean whole;
  private boolean finished;

  private PublishedRun(RunDirectory directory, String runId, Claim claim, List<Sink> sinks) {
    this.directory = directory;
    this.runId = runId;
    this.claim = claim;
    this.sinks = sinks;
  }

  /** Claims the directory of a new run, and cleans up after killed runs. */
  static PublishedRun open(RunDirectory directory, String runId, List<Sink> sinks, PrintWriter err)
      throws IOException {
    directory.storage().makeDirectory(directory.runs());
    Claim claim = Claim.make(directory.storage(), directory.claim(runId));
    new KilledRuns(directory, sinks, runId, claim, err).sweep();
    return new PublishedRun(directory, runId, claim, sinks);
  }

  @Override
  public void prepare() {
    sinks.forEach(Sink::prepare);
  }

  @Override
  public void writeRows() {
    sinks.forEach(Sink::writeRows);
  }

  @Override
  public void publish(Summary.Overall overall, Summary summary, Verdict verdict) {
    try {
      for (Sink sink : sinks) {
        sink.writeOutcome(overall, summary, verdict);
      }
      if (!claim.held()) {
        throw new IOException(
            "the claim of this run is gone: another run took it for dead and deleted its files");
      }
      directory.put(new Path(directory.run(runId), RunDirectory.SUMMARY), summary, runId);
      whole = true;
      for (Sink sink : sinks) {
        sink.finish(runId);
      }
      finished = true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void announce(PrintWriter err) {
    err.println("Results are in " + directory.run(runId));
    sinks.forEach(sink -> sink.announce(err));
  }

  @Override
  public void close() {
    try {
      if (whole && !finished) {
        claim.leave();
        return;
      }
      if (!whole) {
        directory.delete(runId);
        // No other run can have reused what this one has scored.
        directory.storage().delete(directory.state(runId));
      }
      claim.release();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
