package dev.net2vec.job;

import dev.net2vec.job.error.JobException;
import dev.net2vec.job.evaluation.Sessions;
import dev.net2vec.job.resampling.ComparedRun;
import dev.net2vec.job.resampling.InstanceMeasure;
import dev.net2vec.job.resampling.ResamplingSettings;
import dev.net2vec.job.resampling.RunDifference;
import dev.net2vec.job.results.StoredRun;
import dev.net2vec.job.results.StoredRuns;
import dev.net2vec.job.text.Nearest;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code net2vec-eval compare}: whether one run is better than another, instance by instance. */
@Command(
    name = "compare",
    description = {
      "Compare kept runs by their instances, paired by id, key and index.",
      "",
      "Prints a line per group, b and measure: both figures, their difference with its 95 %%"
          + " interval by paired bootstrap, the p-value of no difference, adjusted for the number"
          + " of groups by Holm's method, the shares of instances that got better and worse, and"
          + " the effect size; then the instances that got worst. The runs must have been made with"
          + " --instances, --id and the same settings."
    },
    sortOptions = false,
    usageHelpAutoWidth = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  The newest run against one from before:",
      "    net2vec-eval compare 20260101T020000000Z-0a1b2c3d latest --output results",
      "  Two models by their tags, as a table of Markdown:",
      "    net2vec-eval compare model=v11 model=v12 --output results \\",
      "        --output-format markdown",
      "  The latest runs of two directories:",
      "    net2vec-eval compare results/v11 results/v12 --worst 20",
      "",
      "Exit codes:",
      "   0  done, whatever the difference",
      "   1  unexpected error",
      "   2  usage or configuration error"
    })
final class CompareCommand implements Callable<Integer> {
  private static final int FEWEST = 2;

  @Parameters(
      paramLabel = "RUN",
      arity = "2..*",
      description =
          "The baseline, then one or more runs to compare with it: " + KeptRunsOption.NAMES)
  private List<String> runs = new ArrayList<>();

  @Mixin private KeptRunsOption kept;

  @Option(
      names = "--measure",
      paramLabel = "NAME",
      split = ",",
      description =
          "Measures to compare: net2vec, normalized_value, value_per_pixel, and those of binarised"
              + " masks that the runs have (default: all but value_per_pixel).")
  private List<String> measure = new ArrayList<>();

  @Option(
      names = "--replicates",
      paramLabel = "N",
      defaultValue = "" + ResamplingSettings.REPLICATES,
      description = "How often the instances are resampled (${DEFAULT-VALUE}).")
  private int replicates;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Of the resampling (${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--worst",
      paramLabel = "N",
      defaultValue = "10",
      description = "List the N instances that got worst by the first measure (${DEFAULT-VALUE}).")
  private int worst;

  @Mixin private TableFormatOptions outputForm;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    if (runs.size() < FEWEST) {
      throw JobException.usage("compare needs two runs or more, but has " + runs.size());
    }
    if (worst < 0) {
      throw JobException.usage("--worst is " + worst + ", but must be at least 0");
    }
    ResamplingSettings settings = ResamplingSettings.of("--replicates", replicates, seed);
    Configuration hadoop = Sessions.hadoop();
    StoredRuns stored = kept.runs(hadoop, err);
    List<StoredRun> chosen = runs.stream().map(stored::find).toList();
    StoredRun first = chosen.get(0);
    chosen.forEach(run -> run.requireSameSettings(first));
    List<InstanceMeasure> measures = measures(chosen.stream().map(StoredRun::compared).toList());

    SparkSession session = Progress.open(err);
    ComparisonTables tables = new ComparisonTables(first.id(), settings);
    try (Progress progress = Progress.start(session.sparkContext(), err)) {
      progress.phase(Progress.Phase.COMPARING);
      for (StoredRun run : chosen.subList(1, chosen.size())) {
        tables.add(
            RunDifference.of(session, first.compared(), run.compared(), measures, settings, worst));
      }
    }
    spec.commandLine().getOut().print(tables.text(outputForm.format()));
    spec.commandLine().getOut().flush();
    tables.report(err);
    return 0;
  }

  private List<InstanceMeasure> measures(List<ComparedRun> compared) {
    List<InstanceMeasure> common = ComparedRun.commonMeasures(compared);
    if (measure.isEmpty()) {
      return common;
    }
    List<String> known = new ArrayList<>();
    common.forEach(each -> known.add(each.column()));
    known.add(InstanceMeasure.VALUE_PER_PIXEL.column());
    List<InstanceMeasure> asked = new ArrayList<>();
    for (String name : measure) {
      String column = HistoryTable.column(name);
      if (!known.contains(column)) {
        throw JobException.usage(
            "--measure is %s, but must be one of %s, which instances decide and all runs have%s"
                .formatted(name, known, Nearest.suggestion(name, known)));
      }
      asked.addAll(
          Arrays.stream(InstanceMeasure.values())
              .filter(each -> each.column().equals(column))
              .toList());
    }
    return asked;
  }
}
