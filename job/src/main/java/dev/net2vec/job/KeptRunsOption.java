package dev.net2vec.job;

import dev.net2vec.job.results.StoredRuns;
import java.io.PrintWriter;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Option;

/** Mixin: where the runs are that a command takes by their names. */
final class KeptRunsOption {
  /** How a run may be named. */
  static final String NAMES =
      "latest or an id in --output, KEY=VALUE of tags (the newest run there that has them), a"
          + " directory that evaluate --output wrote (its latest run), or a run's directory.";

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "The directory of the runs, as in evaluate.")
  private String output;

  /**
   * Returns the runs.
   *
   * @param err receives messages about runs that cannot be read
   */
  StoredRuns runs(Configuration hadoop, PrintWriter err) {
    return new StoredRuns(output, hadoop, damage -> err.println("Left out: " + damage));
  }
}
