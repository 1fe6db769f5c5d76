package dev.net2vec.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.net2vec.job.error.JobException;
import dev.net2vec.job.evaluation.EvaluationSettings;
import dev.net2vec.job.evaluation.Factor;
import dev.net2vec.job.evaluation.JobReduction;
import dev.net2vec.job.evaluation.Sessions;
import dev.net2vec.job.source.ImageFiles;
import dev.net2vec.job.source.MapClasses;
import dev.net2vec.job.source.MaskColumns;
import dev.net2vec.job.source.OnCorruptShard;
import dev.net2vec.job.source.Source;
import dev.net2vec.job.text.OutputFormat;
import dev.net2vec.job.text.Warnings;
import dev.net2vec.kpi.TargetEncoding;
import dev.net2vec.setting.MaskOptions;
import dev.net2vec.setting.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code net2vec-eval evaluate}: parses the options and runs an evaluation. */
@Command(
    name = EvaluateCommand.NAME,
    description = "Evaluate predicted masks against true masks.",
    sortOptions = false,
    modelTransformer = EvaluateCommand.WithSettings.class,
    usageHelpAutoWidth = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  A dataset grouped by concept, for two balances, printed as a table:",
      "    net2vec-eval evaluate --input masks.parquet --group-by concept \\",
      "        --factor-pos-class 0.5,0.9",
      "  The same, with the results and the values of every instance kept:",
      "    net2vec-eval evaluate --input masks.parquet --group-by concept \\",
      "        --id instance --output results --instances",
      "  Last week's masks from a table, without the pixels labelled 255:",
      "    net2vec-eval evaluate --ignore-value 255 --json \\",
      "        --query \"SELECT * FROM masks WHERE day > current_date() - 7\"",
      "  Files of masks, paired by their names, grouped by a column of a CSV file:",
      "    net2vec-eval evaluate --format files \\",
      "        --predictions 'predictions/*.npy' --targets 'targets/*.png' \\",
      "        --metadata instances.csv --metadata-key instance --group-by concept",
      "  Files paired by parts of their paths, such as predictions/s1/0007.npy:",
      "    net2vec-eval evaluate --format files \\",
      "        --predictions predictions --targets true \\",
      "        --join-on '(?<scene>\\w+)/(?<frame>\\d+)' --group-by scene",
      "  Two datasets, joined:",
      "    net2vec-eval evaluate --predictions model-7.parquet \\",
      "        --targets masks.parquet --join-on image_id,concept --group-by concept",
      "  Activations of a layer, each projected on the vector of its concept:",
      "    net2vec-eval evaluate --input layer4.parquet --activations activations \\",
      "        --concepts concepts.json --activation sigmoid --resize bilinear \\",
      "        --group-by concept",
      "  Every night: fail if a concept loses more than 1 %%, and keep 30 runs:",
      "    net2vec-eval evaluate --input masks.parquet --group-by concept \\",
      "        --output results --keep 30 --tag model=v12 \\",
      "        --gates 'net2vec max_relative_drop=0.01' --on-missing-baseline pass",
      "  Settings from a file, with one of them overridden:",
      "    net2vec-eval evaluate --config evaluation.yaml --set target_thresh=127",
      "",
      "Exit codes:",
      "   0  done",
      "   1  unexpected error",
      "   2  usage or configuration error",
      "  20  a gate failed; results are written",
      "  21  more invalid input than allowed, or a warning with --strict; results are",
      "      written, unless --on-invalid fail or --on-corrupt-shard fail stopped",
      "      the run"
    })
final class EvaluateCommand implements Callable<Integer> {
  static final String NAME = "evaluate";

  @Mixin private SourceOptions sourceOptions;

  @Mixin private MaskColumnOptions masks;

  @Mixin private ConceptOptions concepts;

  @Mixin private ClassOptions classes;

  @Option(
      names = "--group-by",
      paramLabel = "COL",
      split = ",",
      description = "Columns to group the instances by.")
  private List<String> groupBy = new ArrayList<>();

  private final SettingOptions scoring = new SettingOptions(Settings.SCORING);

  private final OptionSpec factorPosClass =
      SettingOptions.option(
              Settings.FACTOR_POS_CLASS,
              "a number in [0, 1]; several; auto, 1 - the mean share of foreground in the targets"
                  + " of each group; or concept, the b of each concept in --concepts")
          .type(List.class)
          .auxiliaryTypes(Factor.class)
          .splitRegex(",")
          .converters(new Factor.Converter())
          .build();

  private final OptionSpec reduction =
      SettingOptions.option(
              Settings.REDUCTION,
              "mean, sum, none (one row per instance) or a class of yours, such as"
                  + " dev.net2vec.reduction.TrimmedMean")
          .type(JobReduction.class)
          .converters(new JobReduction.Converter())
          .build();

  private final MeasureOptions measures = new MeasureOptions();

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description =
          "Keep the results in DIR/runs/RUN_ID, and name the newest run in DIR/latest.json.")
  private String output;

  @Option(names = "--instances", description = "Keep the values of every instance, too.")
  private boolean instances;

  @Option(
      names = "--image",
      paramLabel = "COL",
      description =
          "The images that the masks belong to, for the report: a column of PNG or JPEG files or of"
              + " their paths, or a path with columns in braces, such as images/{image_id}.jpg.")
  private String image;

  @Option(
      names = "--worst",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "List the N instances with the smallest normalized values, for each b"
              + " (${DEFAULT-VALUE}).")
  private int worst;

  @Option(
      names = "--bootstrap",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Give each figure that instances decide a 95 %% interval in the summary, by N bootstrap"
              + " replicates, such as 1000 (${DEFAULT-VALUE}).")
  private int bootstrap;

  @Mixin private PublishOptions publish;

  @Mixin private GateOptions gates;

  @Option(
      names = "--on-corrupt-shard",
      paramLabel = "WHAT",
      defaultValue = "fail",
      description =
          "Stop at a file that cannot be read (fail), or leave it out and list it in the summary"
              + " (skip)"
              + " (${DEFAULT-VALUE}).")
  private OnCorruptShard onCorruptShard;

  @Option(
      names = "--strict",
      description =
          "Exit with 21 if there are warnings, i.e. input that is valid but probably not intended;"
              + " results are written.")
  private boolean strict;

  @Option(
      names = "--output-format",
      paramLabel = "FORM",
      defaultValue = "table",
      description =
          "Print the result as table, csv (all figures), json (the summary, with the gates'"
              + " verdict) or markdown (${DEFAULT-VALUE}).")
  private OutputFormat format;

  @Option(names = "--json", description = "Short for --output-format json.")
  private boolean json;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "YAML file with these options as keys, e.g. group_by: [concept].")
  private String config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Override a key of the config file; options override both.")
  private List<String> set = new ArrayList<>();

  @Spec private CommandSpec spec;

  /** Adds the options that are made from settings. */
  static final class WithSettings implements IModelTransformer {
    @Override
    public CommandSpec transform(CommandSpec spec) {
      EvaluateCommand command = (EvaluateCommand) spec.userObject();
      SettingOptions.insert(
          spec, "--group-by", command.scoring.after(command.factorPosClass, command.reduction));
      SettingOptions.insert(spec, Settings.MAX_PIXELS.option(), command.measures.options());
      return spec;
    }
  }

  /**
   * Returns the settings of a run that is kept.
   *
   * @param kept as its {@code summary.json} has them
   * @throws JobException if they are not valid, as when a file that they name is gone
   */
  static EvaluationSettings settings(JsonNode kept, Warnings warnings) {
    CommandLine application = Net2VecEval.commandLine();
    CommandLine line = application.getSubcommands().get(NAME);
    ConfigLayer layer = ConfigLayer.of("the run's settings", kept);
    ConfigArguments arguments = new ConfigArguments(line.getCommandSpec());
    try {
      List<String> words = new ArrayList<>(List.of(NAME));
      words.addAll(arguments.arguments(layer));
      application.parseArgs(words.toArray(new String[0]));
    } catch (ParameterException e) {
      throw JobException.usage(layer.origin() + ": " + e.getMessage(), e);
    }
    return line.<EvaluateCommand>getCommand().settings(warnings);
  }

  @Override
  public Integer call() {
    Configuration hadoop = Sessions.hadoop();
    configure(hadoop);
    Warnings warnings = new Warnings(spec.commandLine().getErr());
    return new EvaluationRun(
            settings(warnings),
            warnings,
            gates.gates(),
            publish,
            hadoop,
            spec.commandLine().getOut(),
            spec.commandLine().getErr())
        .run(new ResultForm(format(), Terminal.width(spec.commandLine())));
  }

  /** Returns the form of the result. */
  private OutputFormat format() {
    return json ? OutputFormat.JSON : format;
  }

  /** Parses the arguments again, preceded by the arguments that the configuration stands for. */
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

  private EvaluationSettings settings(Warnings warnings) {
    concepts.require(spec.commandLine().getParseResult());
    MaskColumns columns =
        new MaskColumns(
            concepts.of(source(warnings)),
            concepts.activations(masks.prediction),
            masks.target,
            masks.id,
            groupBy,
            mapClasses());
    return masks
        .settings(columns)
        .factorPosClass(given(factorPosClass, List.of(concepts.factor())))
        .options(scoring.values())
        .reduction(given(reduction, JobReduction.MEAN))
        .measures(measures.measures())
        .output(output)
        .instances(instances)
        .image(image == null ? null : new ImageFiles(image))
        .worst(worst)
        .bootstrap(bootstrap)
        .filters(concepts.filters)
        .onCorruptShard(onCorruptShard)
        .strict(strict)
        .build();
  }

  private static <T> T given(OptionSpec option, T defaultValue) {
    T value = option.getValue();
    return value == null ? defaultValue : value;
  }

  private MapClasses mapClasses() {
    return classes.classes();
  }

  private Source source(Warnings warnings) {
    MaskOptions options = scoring.values();
    boolean onlyThresh =
        options.get(Settings.IGNORE_VALUE).isNone()
            && options.get(Settings.TARGET_CLASS).isNone()
            && options.get(Settings.TARGET_ENCODING) == TargetEncoding.AUTO
            && mapClasses() == null;
    Double binariseAbove = onlyThresh ? options.get(Settings.TARGET_THRESH) : null;
    return sourceOptions.source(
        concepts.activations(masks.prediction), masks.target, binariseAbove, warnings);
  }
}
