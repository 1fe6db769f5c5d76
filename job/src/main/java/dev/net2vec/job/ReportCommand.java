package dev.net2vec.job;

import dev.net2vec.job.error.JobException;
import dev.net2vec.job.error.SparkErrors;
import dev.net2vec.job.evaluation.Evaluation;
import dev.net2vec.job.evaluation.Pictures;
import dev.net2vec.job.evaluation.Sessions;
import dev.net2vec.job.report.AgainstRun;
import dev.net2vec.job.report.Report;
import dev.net2vec.job.report.ReportedRun;
import dev.net2vec.job.resampling.ComparedRun;
import dev.net2vec.job.resampling.ResamplingSettings;
import dev.net2vec.job.resampling.RunDifference;
import dev.net2vec.job.results.StoredRun;
import dev.net2vec.job.results.StoredRuns;
import dev.net2vec.job.storage.Storage;
import dev.net2vec.job.text.Warnings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
          + " that was made with --instances; the masks of the listed instances are read again,"
          + " where the run evaluated them, and drawn."
    },
    sortOptions = false,
    usageHelpAutoWidth = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  The newest run in a directory:",
      "    net2vec-eval report results --file report.html",
      "  One run against another:",
      "    net2vec-eval report latest --output results \\",
      "        --against 20261127T021500123Z-0a1b2c3d",
      "",
      "Exit codes:",
      "   0  done",
      "   1  unexpected error",
      "   2  usage or configuration error"
    })
final class ReportCommand implements Callable<Integer> {
  static final String INSTANCES = "--report-instances";

  private static final int MOST_INSTANCES = 50;

  /** How many instances that got worse are listed. */
  private static final int WORST = 20;

  private static final String FILE = "report.html";

  @Parameters(paramLabel = "RUN", description = KeptRunsOption.NAMES)
  private String run;

  @Mixin private KeptRunsOption kept;

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
      names = "--no-pictures",
      description = "Do not read the masks of the listed instances again, to draw them.")
  private boolean noPictures;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      defaultValue = FILE,
      description = "The page, which is replaced if it exists (${DEFAULT-VALUE}).")
  private String file;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    requireInstances(instances);
    Configuration hadoop = Sessions.hadoop();
    PrintWriter err = spec.commandLine().getErr();
    StoredRuns runs = kept.runs(hadoop, err);
    StoredRun found = runs.find(run);
    StoredRun other = against == null ? null : runs.find(against);
    SparkSession session = Progress.open(err);
    String html;
    try (Evaluation masks = masks(found, err);
        Evaluation others = other == null ? null : masks(other, err);
        Progress progress = Progress.start(session.sparkContext(), err)) {
      progress.phase(Progress.Phase.REPORTING);
      html =
          Report.html(
              reported(found, session, pictures(masks)),
              other == null
                  ? null
                  : against(found, other, session, pictures(masks), pictures(others)),
              instances);
    }
    write(html, hadoop);
    err.println("The report is in " + file);
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

  /** Opens the masks that a run evaluated; null if they are not wanted, or cannot be read. */
  private Evaluation masks(StoredRun found, PrintWriter err) {
    if (noPictures || !found.hasInstances()) {
      return null;
    }
    try {
      Warnings said = new Warnings(new PrintWriter(Writer.nullWriter()));
      return Evaluation.of(
          Sessions.open(), EvaluateCommand.settings(found.summary().path("settings"), said));
    } catch (JobException e) {
      err.println(
          "The report has no pictures, because the masks cannot be read: " + e.getMessage());
      return null;
    }
  }

  private static ReportedRun reported(StoredRun run, SparkSession session, Pictures pictures) {
    return new ReportedRun(
        run.summary(),
        run.gate(),
        run.rows("groups.parquet", session),
        run.rows("instances.parquet", session),
        run.rows("rejected.parquet", session),
        run.rows("curves.parquet", session),
        run.earlier(),
        pictures);
  }

  private static Pictures pictures(Evaluation masks) {
    return masks == null ? null : masks.pictures();
  }

  private static AgainstRun against(
      StoredRun found, StoredRun other, SparkSession session, Pictures here, Pictures there) {
    List<String> notes = new ArrayList<>();
    found
        .differences(other)
        .forEach(difference -> notes.add("The runs differ in their settings: " + difference));
    if (!notes.isEmpty()) {
      return new AgainstRun(other.summary(), notes, null, null, null);
    }
    for (StoredRun run : List.of(found, other)) {
      if (!run.hasInstances() || !run.compared().hasIds(session)) {
        notes.add(
            "Instances are not compared: run %s is made without --instances and --id."
                .formatted(run.id()));
        return new AgainstRun(other.summary(), notes, null, null, null);
      }
    }
    ComparedRun baseline = other.compared();
    ComparedRun run = found.compared();
    return new AgainstRun(
        other.summary(),
        notes,
        RunDifference.of(
            session,
            baseline,
            run,
            ComparedRun.commonMeasures(List.of(run, baseline)),
            new ResamplingSettings(ResamplingSettings.REPLICATES, 0),
            WORST),
        here,
        there);
  }

  private void write(String html, Configuration hadoop) {
    try {
      Path path = new Path(file);
      Storage storage = Storage.of(path, hadoop);
      Path whole = storage.files().makeQualified(path);
      storage.put(whole, html, new Path(whole.getParent(), "." + whole.getName() + ".next"));
    } catch (IOException | IllegalArgumentException e) {
      throw JobException.usage("--file " + file + ": " + SparkErrors.rootLine(e), e);
    }
  }
}
