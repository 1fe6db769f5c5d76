package dev.net2vec.job.results;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.Path;

/**
 * Deletes old runs for {@code --keep}.
 *
 * @param keep number of newest runs to keep
 * @param baseline the run that this run's gates compare with, or null
 */
record OldRuns(RunDirectory directory, int keep, String baseline) implements Sink {
  /**
   * Deletes all whole runs except the newest ones, this one and its baseline, the one that {@code
   * latest.json} names, the newest one whose gate passed, those that the newest runs name by id as
   * their baseline, and those with a claim, which a driver may be working on.
   */
  @Override
  public void finish(String ownRun) throws IOException {
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
    directory.deleteUnusedState();
  }

  /** Deletes nothing: only the option of a run itself does. */
  @Override
  public void recover(String runId) {}
}
