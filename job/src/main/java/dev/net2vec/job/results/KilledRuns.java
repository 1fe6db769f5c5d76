package dev.net2vec.job.results;

import dev.net2vec.job.error.SparkErrors;
import dev.net2vec.job.storage.Claim;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * Cleans up after killed runs, and deletes old ones for {@code --keep}. A run on which another
 * driver has a live claim is never touched.
 */
final class KilledRuns {
  private final SparkSession session;
  private final RunDirectory directory;
  private final String ownRun;
  private final Claim own;
  private final PrintWriter err;

  /**
   * Prepares to clean up on behalf of a run.
   *
   * @param own that run's claim
   * @param err receives messages about runs that could not be cleaned up
   */
  KilledRuns(
      SparkSession session, RunDirectory directory, String ownRun, Claim own, PrintWriter err) {
    this.session = session;
    this.directory = directory;
    this.ownRun = ownRun;
    this.own = own;
    this.err = err;
  }

  /** Finishes the killed runs that are whole and deletes those that are not. */
  void sweep() throws IOException {
    for (RunDirectory.ClaimFile claim : directory.claims()) {
      try {
        if (isDead(claim)) {
          Path taken = directory.claim(claim.runId(), ownRun);
          if (directory.storage().take(claim.file(), taken)) {
            clear(claim.runId());
            directory.storage().delete(taken);
          }
        }
      } catch (Exception e) {
        err.printf(
            "net2vec-eval: the killed run %s cannot be finished or deleted: %s%n",
            claim.runId(), SparkErrors.rootLine(e));
      }
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
    if (directory.latest().map(latest -> latest.compareTo(runId) < 0).orElse(true)) {
      directory.nameLatest(runId);
    }
    directory.storage().delete(directory.scratch(runId));
    OutputTable.finish(session, directory, runId);
  }

  /**
   * Deletes all whole runs except the newest ones, this one and its baseline, the one that {@code
   * latest.json} names, the newest one whose gate passed, those that the newest runs name by id as
   * their baseline, and those with a claim, which a driver may be working on.
   *
   * @param keep number of newest runs to keep
   * @param baseline the baseline of this run's gates, or null
   */
  void prune(int keep, String baseline) throws IOException {
    List<String> whole = directory.whole();
    Set<String> kept = new HashSet<>(whole.subList(0, Math.min(keep, whole.size())));
    for (String runId : List.copyOf(kept)) {
      directory
          .read(runId, RunDirectory.GATE)
          .map(gate -> gate.at("/baseline"))
          .filter(named -> !named.path("policy").asText().equals(Baseline.LATEST))
          .ifPresent(named -> kept.add(named.path("run_id").asText()));
    }
    kept.add(ownRun);
    if (baseline != null) {
      kept.add(baseline);
    }
    directory.latest().ifPresent(kept::add);
    directory.newestPassed().ifPresent(kept::add);
    directory.claims().forEach(claim -> kept.add(claim.runId()));
    for (String runId : whole) {
      if (!kept.contains(runId)) {
        // The claim lets a later run finish the deletion if this one is killed.
        Path claim = directory.claim(runId, ownRun);
        directory.storage().create(claim, "");
        directory.delete(runId);
        directory.storage().delete(claim);
      }
    }
  }
}
