package dev.net2vec.job.results;

import dev.net2vec.job.error.SparkErrors;
import dev.net2vec.job.storage.Claim;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import org.apache.hadoop.fs.Path;

/** Cleans up after killed runs. A run on which another driver has a live claim is never touched. */
final class KilledRuns {
  private final RunDirectory directory;
  private final List<Sink> sinks;
  private final String ownRun;
  private final Claim own;
  private final PrintWriter err;

  /**
   * Prepares to clean up on behalf of a run.
   *
   * @param own that run's claim
   * @param err receives messages about runs that could not be cleaned up
   */
  KilledRuns(RunDirectory directory, List<Sink> sinks, String ownRun, Claim own, PrintWriter err) {
    this.directory = directory;
    this.sinks = sinks;
    this.ownRun = ownRun;
    this.own = own;
    this.err = err;
  }

  /** Finishes the killed runs that are whole and deletes those that are not. */
  void sweep() throws IOException {
    boolean cleared = false;
    for (RunDirectory.ClaimFile claim : directory.claims()) {
      try {
        if (isDead(claim)) {
          Path taken = directory.claim(claim.runId(), ownRun);
          if (directory.storage().take(claim.file(), taken)) {
            clear(claim.runId());
            directory.storage().delete(taken);
            cleared = true;
          }
        }
      } catch (Exception e) {
        err.printf(
            "net2vec-eval: the killed run %s cannot be finished or deleted: %s%n",
            claim.runId(), SparkErrors.rootLine(e));
      }
    }
    if (cleared) {
      directory.deleteUnusedState();
    }
  }

  private boolean isDead(RunDirectory.ClaimFile claim) throws IOException {
    if (claim.by() == null) {
      return !claim.runId().equals(ownRun) && own.isDead(claim.file());
    }
    Path clearer = directory.claim(claim.by());
    return !claim.by().equals(ownRun)
        && (!directory.storage().exists(clearer) || own.isDead(clearer));
  }

  private void clear(String runId) throws IOException {
    if (!directory.isWhole(runId)) {
      directory.delete(runId);
      return;
    }
    for (Sink sink : sinks) {
      sink.recover(runId);
    }
  }
}
