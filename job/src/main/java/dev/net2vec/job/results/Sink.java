package dev.net2vec.job.results;

import dev.net2vec.job.evaluation.Summary;
import java.io.IOException;
import java.io.PrintWriter;

/**
 * A place where the results of a run go; {@link Results#open} lists them. {@link PublishedRun}
 * takes all of them through each of these steps, in the order of the list, before the next step.
 *
 * <p>A driver may be killed at any moment. A killed run that is not whole is deleted, so nothing
 * leaves the run's directory before {@link #finish}. A killed run that is whole is finished by the
 * next run with {@link #recover}.
 */
interface Sink {
  /** Checks, before masks are read, that results can go there. */
  default void prepare() {}

  /** Writes rows to the run's directory. */
  default void writeRows() {}

  /** Writes the rest to the run's directory, including what {@link #finish} needs. */
  default void writeOutcome(Summary.Overall overall, Summary summary, Verdict verdict)
      throws IOException {}

  /** Prints where the results are, if the run's directory does not say enough. */
  default void announce(PrintWriter err) {}

  /** Finishes this run, which is whole now. */
  default void finish(String runId) throws IOException {}

  /**
   * Finishes a killed run, which is whole and may be finished already. Called on the sinks of a
   * later run, whose options may differ, so all that is needed must be in the killed run's
   * directory.
   */
  default void recover(String runId) throws IOException {
    finish(runId);
  }
}
