package dev.net2vec.job;

import dev.net2vec.kpi.TargetThresh;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of {@code net2vec-eval evaluate}, and the way through the job. */
@Command(
    name = "evaluate",
    description = "Evaluates predicted masks against true ones.",
    sortOptions = false,
    usageHelpAutoWidth = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  A dataset of masks by concept, with two balances, on the screen:",
      "    net2vec-eval evaluate --input masks.parquet --group-by concept \\",
      "        --factor-pos-class 0.5,0.9",
      "  The same, kept with every instance's values:",
      "    net2vec-eval evaluate --input masks.parquet --group-by concept \\",
      "        --id instance --output results --instances",
      "  Last week's masks of a table, where the label 255 marks no class:",
      "    net2vec-eval evaluate --ignore-value 255 --json \\",
      "        --query \"SELECT * FROM masks WHERE day > current_date() - 7\"",
      "  Settings from a file, one of them changed:",
      "    net2vec-eval evaluate --config evaluation.yaml --set target_thresh=127",
      "",
      "Exit codes:",
      "   0  done",
      "   1  unexpected",
      "   2  usage or configuration",
      "  21  more invalid input than is allowed; results are written all the same,",
      "      invalid rows apart"
    })
final class EvaluateCommand implements Callable<Integer> {
  @Option(
      names = "--input",
      paramLabel = "PATH",
      arity = "1..*",
      description = "Files or directories with both mask columns.")
  private List<String> input = new ArrayList<>();

  @Option(
      names = "--format",
      paramLabel = "NAME",
      description = "Data source that reads --input: parquet (default), orc, json, avro, …")
  private String format;

  @Option(names = "--table", paramLabel = "NAME", description = "Or: a table or view.")
  private String table;

  @Option(names = "--query", paramLabel = "SQL", description = "Or: what a SELECT returns.")
  private String query;

  @Option(
      names = "--prediction",
      paramLabel = "COL",
      defaultValue = "prediction",
      description = "Column with the predicted masks, in [0, 1] (${DEFAULT-VALUE}).")
  private String prediction;

  @Option(
      names = "--target",
      paramLabel = "COL",
      defaultValue = "target",
      description = "Column with the true masks (${DEFAULT-VALUE}).")
  private String target;

  @Option(
      names = "--id",
      paramLabel = "COL",
      split = ",",
      description = "Columns that name an instance in messages and results.")
  private List<String> id = new ArrayList<>();

  @Option(
      names = "--group-by",
      paramLabel = "COL",
      split = ",",
      description = "Columns to group the instances by.")
  private List<String> groupBy = new ArrayList<>();

  @Option(
      names = "--factor-pos-class",
      paramLabel = "B",
      split = ",",
      converter = Factor.Converter.class,
      description =
          "The balance b in [0, 1] between foreground and background; several; or auto, each"
              + " group's 1 - mean share of foreground in its targets (0.5).")
  private List<Factor> factorPosClass = new ArrayList<>();

  @Option(
      names = "--target-thresh",
      paramLabel = "T",
      description = "Foreground is where the target is above it (0.0).")
  private double targetThresh = TargetThresh.DEFAULT;

  @Option(
      names = "--ignore-value",
      paramLabel = "V",
      description = "Pixels whose target is this count for nothing (none).")
  private Double ignoreValue;

  @Option(
      names = "--reduction",
      paramLabel = "NAME",
      defaultValue = "mean",
      description = "From a group's instances to one value: mean, sum or none (${DEFAULT-VALUE}).")
  private JobReduction reduction;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Where results are kept, in DIR/runs/RUN_ID; DIR/latest.json names the newest.")
  private String output;

  @Option(names = "--instances", description = "Keep the values of every instance, too.")
  private boolean instances;

  @Option(
      names = "--on-invalid",
      paramLabel = "WHAT",
      defaultValue = "quarantine",
      description =
          "Put invalid rows apart (quarantine) or stop at the first (fail) (${DEFAULT-VALUE}).")
  private OnInvalid onInvalid;

  @Option(
      names = "--max-invalid-ratio",
      paramLabel = "R",
      defaultValue = "0",
      description = "Share of invalid rows above which the exit code is 21 (${DEFAULT-VALUE}).")
  private double maxInvalidRatio;

  @Option(names = "--json", description = "Print the summary as JSON instead of a table.")
  private boolean json;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "YAML file of these options as keys, e.g. group_by: [concept].")
  private String config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Set a key over the config file; the command line wins over both.")
  private List<String> set = new ArrayList<>();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Configuration hadoop = SparkHadoopUtil.get().newConfiguration(new SparkConf());
    configure(hadoop);
    return evaluate(settings(), hadoop);
  }

  /** Reads the arguments again, with those before them that the configuration stands for. */
  private void configure(Configuration hadoop) {
    ConfigArguments arguments = new ConfigArguments(spec);
    List<ConfigLayer> layers = new ArrayList<>();
    if (config != null) {
      layers.add(ConfigLayer.read(config, hadoop));
    }
    if (!set.isEmpty()) {
      layers.add(ConfigLayer.set(set));
    }
    if (layers.isEmpty()) {
      return;
    }
    CommandLine commandLine = spec.commandLine();
    layers.forEach(layer -> arguments.check(layer, new CommandLine(new EvaluateCommand())));
    commandLine.parseArgs(arguments.beneath(commandLine.getParseResult(), layers));
  }

  private EvaluationSettings settings() {
    return new EvaluationSettings(
        source(),
        prediction,
        target,
        id,
        groupBy,
        factorPosClass.isEmpty() ? List.of(Factor.DEFAULT) : factorPosClass,
        targetThresh,
        ignoreValue,
        reduction,
        output,
        instances,
        onInvalid,
        maxInvalidRatio);
  }

  private Source source() {
    List<Source> sources = new ArrayList<>();
    if (!input.isEmpty()) {
      sources.add(new Source.Files(input, format == null ? "parquet" : format));
    }
    if (table != null) {
      sources.add(new Source.Table(table));
    }
    if (query != null) {
      sources.add(new Source.Query(query));
    }
    if (sources.size() != 1) {
      throw JobException.usage(
          (sources.isEmpty() ? "there is no input" : "there is more than one input")
              + ": give one of --input, --table and --query");
    }
    if (format != null && input.isEmpty()) {
      throw JobException.usage("--format says how --input is read, but there is no --input");
    }
    return sources.get(0);
  }

  private int evaluate(EvaluationSettings settings, Configuration hadoop) {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    SparkSession session = Sessions.open();
    try (Evaluation evaluation = Evaluation.of(session, settings);
        Results results =
            settings.output() == null ? null : Results.open(settings.output(), hadoop)) {
      Summary summary;
      try (Progress progress = Progress.start(session.sparkContext(), err)) {
        progress.phase(Progress.Phase.SCORING);
        Summary.Overall overall = Summary.Overall.of(evaluation);
        progress.phase(Progress.Phase.REDUCING);
        summary = Summary.of(evaluation, overall);
        if (results != null) {
          progress.phase(Progress.Phase.WRITING);
          results.publish(evaluation, summary);
        }
      }
      out.print(json ? Json.text(summary) + "\n" : table(evaluation, summary));
      out.flush();
      if (results != null) {
        err.println("Results are in " + results.run());
      }
      return InvalidRows.report(evaluation, summary, err);
    }
  }

  private static String table(Evaluation evaluation, Summary summary) {
    EvaluationSettings settings = evaluation.settings();
    return settings.reduction() == JobReduction.NONE
        ? SummaryTable.ofInstances(evaluation, summary.instances().evaluated())
        : SummaryTable.of(summary, settings.groupBy());
  }
}
