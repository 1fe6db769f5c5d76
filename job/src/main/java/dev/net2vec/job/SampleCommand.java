package dev.net2vec.job;

import dev.net2vec.job.dataset.ActivationsGenerator;
import dev.net2vec.job.dataset.SampleFormat;
import dev.net2vec.job.dataset.SampleGenerator;
import dev.net2vec.job.dataset.SampleSettings;
import dev.net2vec.job.error.ExitCode;
import dev.net2vec.job.storage.NewDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code net2vec-eval sample}: writes a synthetic dataset for trying out the other commands. */
@Command(
    name = "sample",
    description = {
      "Write a synthetic dataset: soft predictions of discs and boxes, and their true masks.",
      "",
      "Columns: instance STRING, image_id BIGINT, concept STRING, prediction"
          + " ARRAY<ARRAY<FLOAT>> in [0, 1], target ARRAY<ARRAY<TINYINT>> of 0 and 1. The same"
          + " seed gives the same rows in any number of shards.",
      "",
      "With --activations, a layer's activations and concept vectors instead, with known truth: DIR"
          + "/layer.parquet has activations ARRAY<ARRAY<ARRAY<FLOAT>>> instead of prediction, at an"
          + " eighth of the target's height and width, and DIR/concepts.json the columns concept"
          + " and weights. Every other concept is in one channel, the others are spread over four."
    },
    sortOptions = false,
    footerHeading = "%nExample:%n",
    footer = {
      "  net2vec-eval sample --output target/sample --rows 20000 --size 112x112 --shards 16",
      "  net2vec-eval evaluate --input target/sample --group-by concept",
      "  net2vec-eval sample --output target/layer --activations",
      "  net2vec-eval evaluate --input target/layer/layer.parquet --activations activations \\",
      "      --concepts target/layer/concepts.json --activation sigmoid --resize bilinear \\",
      "      --group-by concept --filters"
    })
final class SampleCommand implements Callable<Integer> {
  /** Small row groups, as each is read in full; their size is checked after every row. */
  private static final Map<String, String> ROW_GROUPS =
      Map.of(
          "parquet.block.size", String.valueOf(16 << 20), "parquet.page.size.row.check.min", "1");

  @Spec private CommandSpec spec;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "Directory for the dataset, on any file system that Spark supports.")
  private String output;

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Number of pairs of masks (${DEFAULT-VALUE}).")
  private long rows;

  @Option(
      names = "--size",
      paramLabel = "HxW",
      defaultValue = "112x112",
      description = "Height and width of a mask in pixels (${DEFAULT-VALUE}).")
  private String size;

  @Option(
      names = "--concepts",
      paramLabel = "K",
      defaultValue = "5",
      description = "Number of concepts, each predicted more or less well (${DEFAULT-VALUE}).")
  private int concepts;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "0",
      description = "Seed of the random numbers (${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--shards",
      paramLabel = "N",
      defaultValue = "4",
      description = "Number of files to write (${DEFAULT-VALUE}).")
  private int shards;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "arrays",
      description = "How masks are stored: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
  private SampleFormat format;

  @Option(
      names = "--activations",
      description = "Write a layer's activations and concept vectors, not predictions.")
  private boolean activations;

  @Option(names = "--overwrite", description = "Replace DIR if pack or sample created it.")
  private boolean overwrite;

  @Override
  public Integer call() throws IOException {
    SampleSettings settings = SampleSettings.of(rows, size, concepts, seed);
    SampleSettings.requireRange("--shards", shards, 1, rows);
    PrintWriter err = spec.commandLine().getErr();
    SparkSession spark = Progress.open(err);
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    try (NewDirectory directory = NewDirectory.open(output, overwrite, hadoop, err);
        Progress progress = Progress.start(spark.sparkContext(), err)) {
      progress.phase(Progress.Phase.GENERATING);
      if (activations) {
        ActivationsGenerator layer = new ActivationsGenerator(settings);
        write(layer.rows(spark, shards), new Path(directory.staging(), "layer.parquet"));
        layer
            .concepts(spark)
            .coalesce(1)
            .write()
            .json(new Path(directory.staging(), "concepts.json").toString());
      } else {
        write(new SampleGenerator(settings).rows(spark, shards), directory.staging());
      }
      directory.publish("sample");
    }
    if (activations) {
      err.printf(
          "%s: activations of %d rows, with %s targets, in %d shards, and %d concept vectors%n",
          output, rows, size, shards, concepts);
      return ExitCode.DONE;
    }
    err.printf("%s: %d pairs of %s masks as %s in %d shards%n", output, rows, size, format, shards);
    return ExitCode.DONE;
  }

  private static void write(Dataset<Row> rows, Path path) {
    rows.write().options(ROW_GROUPS).parquet(path.toString());
  }
}
