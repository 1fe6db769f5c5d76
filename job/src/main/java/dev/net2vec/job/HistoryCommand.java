package dev.net2vec.job;

import dev.net2vec.job.error.JobException;
import dev.net2vec.job.evaluation.Sessions;
import dev.net2vec.job.results.History;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code net2vec-eval history}: the figures of kept runs, one after the other. */
@Command(
    name = "history",
    description = {
      "List the figures of the runs that are kept in a directory.",
      "",
      "Prints a line per run, group, b and measure, oldest run first. Only the runs' summaries are"
          + " read, and Spark is not started."
    },
    sortOptions = false,
    usageHelpAutoWidth = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  How one concept did in the last ten runs of a model:",
      "    net2vec-eval history results --group concept=person --last 10 \\",
      "        --tag model=v12",
      "  The means of all instances, for a spreadsheet:",
      "    net2vec-eval history results --group all --output-format csv",
      "",
      "Exit codes:",
      "   0  done",
      "   1  unexpected error",
      "   2  usage or configuration error"
    })
final class HistoryCommand implements Callable<Integer> {
  private static final String ALL = "all";

  @Parameters(
      paramLabel = "DIR",
      description = "The directory that evaluate --output wrote the runs to.")
  private String directory;

  @Option(
      names = "--group",
      paramLabel = "KEY=VALUE",
      description =
          "Only groups with this value in this column; repeatable. all: only the figures of all"
              + " instances (default: every group, and all instances).")
  private List<String> group = new ArrayList<>();

  @Option(
      names = "--measure",
      paramLabel = "NAME",
      split = ",",
      description =
          "Figures of a result's row: net2vec, which is the value, std, count, … (net2vec).")
  private List<String> measure = new ArrayList<>();

  @Option(
      names = "--tag",
      paramLabel = "KEY=VALUE",
      description = "Only runs with this tag; repeatable.")
  private List<String> tag = new ArrayList<>();

  @Option(
      names = "--last",
      paramLabel = "N",
      description = "Only the N newest of these runs (default: all).")
  private Integer last;

  @Mixin private TableFormatOptions outputForm;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (last != null && last < 1) {
      throw JobException.usage("--last is " + last + ", but must be at least 1");
    }
    PrintWriter err = spec.commandLine().getErr();
    List<History.Run> runs =
        History.of(directory, Sessions.hadoop(), damage -> err.println("Left out: " + damage))
            .runs(Pairs.of("--tag", tag), last);
    if (runs.isEmpty()) {
      err.println("There are no such runs in " + directory);
    }
    spec.commandLine()
        .getOut()
        .print(
            HistoryTable.of(
                    runs, groups(), measure.isEmpty() ? List.of(HistoryTable.NET2VEC) : measure)
                .text(outputForm.format()));
    spec.commandLine().getOut().flush();
    return 0;
  }

  private HistoryTable.Groups groups() {
    return group.equals(List.of(ALL))
        ? new HistoryTable.Groups(true, Map.of())
        : new HistoryTable.Groups(false, Pairs.of("--group", group));
  }
}
