package dev.net2vec.job;

import dev.net2vec.job.dataset.ActivationsType;
import dev.net2vec.job.dataset.PackSettings;
import dev.net2vec.job.dataset.Packing;
import dev.net2vec.job.dataset.TargetEncoding;
import dev.net2vec.job.error.JobException;
import dev.net2vec.job.evaluation.EvaluationSettings;
import dev.net2vec.job.evaluation.InvalidRows;
import dev.net2vec.job.evaluation.Summary;
import dev.net2vec.job.source.MaskColumns;
import dev.net2vec.job.source.Source;
import dev.net2vec.job.storage.NewDirectory;
import dev.net2vec.job.text.Warnings;
import dev.net2vec.setting.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code net2vec-eval pack}: stores masks so that they take less space and scan faster. */
@Command(
    name = "pack",
    description = {
      "Write pairs of masks as Parquet shards that are small and quick to scan.",
      "",
      "Other columns are copied; prediction becomes NPY (BINARY), target NPY or COCO run lengths."
          + " Activations become NPY of halves. Invalid pairs are left out and reported, as by"
          + " evaluate; their reasons are written to DIR/_rejected.parquet."
    },
    sortOptions = false,
    modelTransformer = PackCommand.WithSettings.class,
    usageHelpAutoWidth = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  A directory of files that is evaluated often:",
      "    net2vec-eval pack --predictions predictions --targets targets \\",
      "        --format files --output packed \\",
      "        --metadata instances.csv --metadata-key instance",
      "    net2vec-eval evaluate --input packed --group-by concept",
      "  Masks stored as arrays; only labels above 127 are kept as foreground:",
      "    net2vec-eval pack --input masks.parquet --output packed --shards 16 \\",
      "        --target-encoding rle --target-thresh 127",
      "  Activations of a layer as halves, and masks as run lengths:",
      "    net2vec-eval pack --input layer4.parquet --activations activations \\",
      "        --output packed",
      "",
      "Exit codes:",
      "   0  done",
      "   1  unexpected error",
      "   2  usage or configuration error",
      "  21  more invalid input than allowed; the valid pairs are written, unless",
      "      --on-invalid fail or an unreadable file stopped the command"
    })
final class PackCommand implements Callable<Integer> {
  @Mixin private SourceOptions sourceOptions;

  @Mixin private MaskColumnOptions masks;

  @Option(
      names = "--activations",
      paramLabel = "COL",
      description =
          "Column with a layer's activations CxHxW, which are packed instead of --prediction, under"
              + " their own name.")
  private String activations;

  @Option(
      names = "--activations-type",
      paramLabel = "TYPE",
      defaultValue = "f2",
      description =
          "f2 rounds activations to halves, with an error of at most 1/2048 of each; f4 and f8 are"
              + " larger (${DEFAULT-VALUE}).")
  private ActivationsType activationsType;

  @Option(
      names = "--target-encoding",
      paramLabel = "NAME",
      description =
          "npy keeps every item of the targets; rle keeps only the foreground of masks of rank 2:"
              + " evaluate the result with a --target-thresh in [0, 1), such as the default, and"
              + " without --ignore-value (default: npy; with --activations, rle).")
  private TargetEncoding targetEncoding;

  @Option(
      names = "--target-thresh",
      paramLabel = "T",
      description =
          "With rle: foreground is where the target is above it (default with --activations: 0).")
  private Double targetThresh;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "Directory for the shards, on any file system that Spark supports.")
  private String output;

  @Option(
      names = "--shards",
      paramLabel = "N",
      description =
          "Number of files; the packed masks are shuffled once to make them equally large (default:"
              + " one per task that reads the input, without a shuffle).")
  private Integer shards;

  @Option(names = "--overwrite", description = "Replace DIR if pack or sample created it.")
  private boolean overwrite;

  private final SettingOptions scoring =
      new SettingOptions(List.of(Settings.ACTIVATION, Settings.MAX_PIXELS));

  @Spec private CommandSpec spec;

  /** Adds the options that are made from settings. */
  static final class WithSettings implements IModelTransformer {
    @Override
    public CommandSpec transform(CommandSpec spec) {
      SettingOptions.insert(spec, "--id", ((PackCommand) spec.userObject()).scoring.after());
      return spec;
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    PackSettings pack = packSettings();
    EvaluationSettings settings = settings(pack, err);
    SparkSession session = Progress.open(err);
    Configuration hadoop = session.sparkContext().hadoopConfiguration();
    Packing packing = new Packing(session, settings, pack);
    packing.places(hadoop).requireApart(output, hadoop);
    try (NewDirectory directory = NewDirectory.open(output, overwrite, hadoop, err)) {
      Packing.Packed packed;
      try (Progress progress = Progress.start(session.sparkContext(), err)) {
        progress.phase(Progress.Phase.PACKING);
        packed = packing.write(directory.staging());
      }
      OptionalLong before = packing.inputBytes(session);
      directory.publish("pack");
      say(packed.pairs(), before, hadoop, err);
      int exitCode = InvalidRows.report(packed.pairs(), packed.rejected(), settings, "packed", err);
      packed.rejected().unpersist();
      return exitCode;
    }
  }

  private PackSettings packSettings() {
    if (activations == null) {
      TargetEncoding encoding = targetEncoding == null ? TargetEncoding.NPY : targetEncoding;
      return new PackSettings(encoding, targetThresh, shards, null);
    } else if (spec.commandLine().getParseResult().hasMatchedOption("--prediction")) {
      throw JobException.usage("--activations is given instead of --prediction, not beside it");
    }
    TargetEncoding encoding = targetEncoding == null ? TargetEncoding.RLE : targetEncoding;
    boolean isDefault = encoding == TargetEncoding.RLE && targetThresh == null;
    return new PackSettings(
        encoding,
        isDefault ? Settings.TARGET_THRESH.defaultValue() : targetThresh,
        shards,
        activationsType);
  }

  /** Leaves other settings at their defaults, as packing computes no figures. */
  private EvaluationSettings settings(PackSettings pack, PrintWriter err) {
    String prediction = activations == null ? masks.prediction : activations;
    Source source = sourceOptions.source(prediction, masks.target, null, new Warnings(err));
    return masks
        .settings(new MaskColumns(source, prediction, masks.target, masks.id, List.of()))
        .options(
            pack.targetThresh() == null
                ? scoring.values()
                : scoring.values().with(Settings.TARGET_THRESH, pack.targetThresh()))
        .build();
  }

  private void say(
      Summary.Instances pairs, OptionalLong before, Configuration hadoop, PrintWriter err)
      throws IOException {
    long bytes = 0;
    int files = 0;
    Path directory = new Path(output);
    for (FileStatus file : directory.getFileSystem(hadoop).listStatus(directory)) {
      if (file.isFile() && file.getPath().getName().endsWith(".parquet")) {
        bytes += file.getLen();
        files++;
      }
    }
    err.printf(
        Locale.ROOT,
        "%s: %,d pairs in %d shards, %s in all, %s per %s%n",
        output,
        pairs.evaluated(),
        files,
        size(bytes),
        size(each(bytes, pairs.evaluated())),
        unit());
    if (before.isPresent()) {
      err.printf(
          Locale.ROOT,
          "The input takes %s, %s per %4$s; a packed %4$s takes %3$.0f%% of that%n",
          size(before.getAsLong()),
          size(each(before.getAsLong(), pairs.read())),
          100 * (double) each(bytes, pairs.evaluated()) / each(before.getAsLong(), pairs.read()),
          unit());
    }
  }

  /** Returns what sizes are told of: activations and their masks differ too much for a mean. */
  private String unit() {
    return activations == null ? "mask" : "pair";
  }

  private long each(long bytes, long pairs) {
    long units = activations == null ? 2 * pairs : pairs;
    return units == 0 ? 0 : bytes / units;
  }

  private static String size(long bytes) {
    if (bytes < 1000) {
      return bytes + " B";
    }
    double size = bytes;
    int unit = -1;
    while (size >= 1000) {
      size /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %cB", size, "kMGTPE".charAt(unit));
  }
}
