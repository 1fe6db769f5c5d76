package dev.net2vec.job;

import dev.net2vec.job.error.JobException;
import dev.net2vec.job.error.SparkErrors;
import dev.net2vec.job.evaluation.Sessions;
import dev.net2vec.job.report.Report;
import dev.net2vec.job.report.ReportedRun;
import dev.net2vec.job.results.StoredRun;
import dev.net2vec.job.storage.Storage;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code net2vec-eval report}: a kept run as a page. */
@Command(
    name = "report",
    description = {
      "Make a page of a run: one HTML file that needs no network.",
      "",
      "It shows the gate's verdict, the figures of all groups, values by b, histograms, the worst"
          + " instances, rejected rows, warnings and settings. Histograms and instances need a run"
          + " that was made with --instances. Masks are not read."
    },
    sortOptions = false,
    usageHelpAutoWidth = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  The newest run in a directory:",
      "    net2vec-eval report results --output report.html",
      "  One run against another:",
      "    net2vec-eval report 20261127T021500123Z-0a1b2c3d --results results \\",
      "        --against latest",
      "",
      "Exit codes:",
      "   0  done",
      "   1  unexpected error",
      "   2  usage or configuration error"
    })
final class ReportCommand implements Callable<Integer> {
  static final String INSTANCES = "--report-instances";

  private static final int MOST_INSTANCES = 50;
  private static final String FILE = "report.html";

  @Parameters(
      paramLabel = "RUN",
      description =
          "A run's directory; a directory that evaluate --output wrote, for its newest run; or,"
              + " with --results, a run's id or latest.")
  private String run;

  @Option(
      names = "--results",
      paramLabel = "DIR",
      description = "The directory of runs that are named by their ids.")
  private String results;

  @Option(
      names = "--against",
      paramLabel = "RUN",
      description = "Also show the differences from this run, named as RUN is.")
  private String against;

  @Option(
      names = INSTANCES,
      paramLabel = "N",
      defaultValue = "3",
      description = "The number of worst and of median instances per group (${DEFAULT-VALUE}).")
  private int instances;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      defaultValue = FILE,
      description = "The page, which is replaced if it exists (${DEFAULT-VALUE}).")
  private String output;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    requireInstances(instances);
    Configuration hadoop = Sessions.hadoop();
    StoredRun found = StoredRun.find("RUN", run, results, hadoop);
    StoredRun other =
        against == null ? null : StoredRun.find("--against", against, results, hadoop);
    PrintWriter err = spec.commandLine().getErr();
    SparkSession session = Sessions.open();
    String html;
    try (Progress progress = Progress.start(session.sparkContext(), err)) {
      progress.phase(Progress.Phase.WRITING);
      html =
          Report.html(
              reported(found, session), other == null ? null : reported(other, session), instances);
    }
    write(html, hadoop);
    err.println("The report is in " + output);
    return 0;
  }

  /**
   * Checks a number of instances.
   *
   * @throws JobException if it is out of range
   */
  static void requireInstances(int instances) {
    if (instances < 1 || instances > MOST_INSTANCES) {
      throw JobException.usage(
          "%s is %d, but must be between 1 and %d".formatted(INSTANCES, instances, MOST_INSTANCES));
    }
  }

  private static ReportedRun reported(StoredRun run, SparkSession session) {
    return new ReportedRun(
        run.summary(),
        run.gate(),
        run.rows("groups.parquet", session),
        run.rows("instances.parquet", session),
        run.rows("rejected.parquet", session));
  }

  private void write(String html, Configuration hadoop) {
    Path file = new Path(output);
    try {
      Storage storage = Storage.of(file, hadoop);
      Path whole = storage.files().makeQualified(file);
      storage.put(whole, html, new Path(whole.getParent(), "." + whole.getName() + ".next"));
    } catch (IOException | IllegalArgumentException e) {
      throw JobException.usage("--output " + output + ": " + SparkErrors.rootLine(e), e);
    }
  }
}
