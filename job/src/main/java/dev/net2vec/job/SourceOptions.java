package dev.net2vec.job;

import dev.net2vec.job.error.JobException;
import dev.net2vec.job.source.FilePairs;
import dev.net2vec.job.source.JoinedTables;
import dev.net2vec.job.source.Metadata;
import dev.net2vec.job.source.PathKey;
import dev.net2vec.job.source.Source;
import dev.net2vec.job.text.Warnings;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Mixin: the options for the source of the masks. */
final class SourceOptions {
  static final String INPUT = "--input";

  private static final String ALL =
      "give one of --input, --table, --query, and --predictions with --targets";

  @Option(
      names = INPUT,
      paramLabel = "PATH",
      arity = "1..*",
      description = "Files or directories with both mask columns.")
  private List<String> input = new ArrayList<>();

  @Option(names = "--table", paramLabel = "NAME", description = "Or: a table or view.")
  private String table;

  @Option(names = "--query", paramLabel = "SQL", description = "Or: what a SELECT returns.")
  private String query;

  @Option(
      names = "--predictions",
      paramLabel = "PATH",
      arity = "1..*",
      description = "Or: the predictions alone, with the true masks in --targets.")
  private List<String> predictions = new ArrayList<>();

  @Option(
      names = "--targets",
      paramLabel = "PATH",
      arity = "1..*",
      description = "The true masks of --predictions; what has no partner is invalid.")
  private List<String> targets = new ArrayList<>();

  @Option(
      names = "--format",
      paramLabel = "NAME",
      description = {
        "Data source that reads --input, or --predictions and --targets: parquet (default), orc,"
            + " json, avro, …, or, for the latter two, files: each one mask (NPY or PNG); paths,"
            + " directories and globs. What begins with . or _ is left out."
      })
  private String format;

  @Option(
      names = "--join-on",
      paramLabel = "COLS",
      description = {
        "What pairs predictions and targets: columns that both have, or, with --format files, a"
            + " regular expression over the path, whose named groups become columns (default: the"
            + " name without its last extension, as the column stem)."
      })
  private List<String> joinOn = new ArrayList<>();

  @Option(
      names = "--metadata",
      paramLabel = "FILE",
      description = "With --format files: CSV with a header, whose columns are the pairs', too.")
  private String metadata;

  @Option(
      names = "--metadata-key",
      paramLabel = "COLS",
      split = ",",
      description = "Its columns that hold what pairs the files.")
  private List<String> metadataKey = new ArrayList<>();

  /**
   * Returns the source.
   *
   * @param binariseAbove see {@link JoinedTables}
   * @param warnings receives warnings about valid but implausible input
   * @throws JobException if the options give no source, more than one, or only part of one
   */
  Source source(MaskColumnOptions masks, Double binariseAbove, Warnings warnings) {
    boolean two = !predictions.isEmpty() || !targets.isEmpty();
    int sources = 0;
    for (boolean given : List.of(!input.isEmpty(), table != null, query != null, two)) {
      sources += given ? 1 : 0;
    }
    if (sources != 1) {
      throw JobException.usage(
          (sources == 0 ? "there is no input: " : "there is more than one input: ") + ALL);
    }
    requireUsed(two);
    if (two) {
      return FilePairs.FORMAT.equals(format)
          ? new FilePairs(predictions, targets, pathKey(), metadata(), warnings)
          : joined(masks, binariseAbove);
    } else if (table != null) {
      return new Source.Table(table);
    } else if (query != null) {
      return new Source.Query(query);
    }
    return new Source.Files(input, format());
  }

  private void requireUsed(boolean two) {
    if (format != null && (table != null || query != null)) {
      throw JobException.usage("--format says how --input is read, but there is no --input");
    }
    if (two && (predictions.isEmpty() || targets.isEmpty())) {
      throw JobException.usage("--predictions and --targets need each other");
    }
    if (!two && !joinOn.isEmpty()) {
      throw JobException.usage("--join-on pairs --predictions and --targets, but there are none");
    }
    boolean files = FilePairs.FORMAT.equals(format);
    if (!two && files) {
      throw JobException.usage(
          "--format files reads --predictions and --targets, but there are none");
    }
    if (!files && metadata != null) {
      throw JobException.usage("--metadata needs --format files");
    }
    if ((metadata == null) != metadataKey.isEmpty()) {
      throw JobException.usage("--metadata and --metadata-key need each other");
    }
  }

  private String format() {
    return format == null ? "parquet" : format;
  }

  private PathKey pathKey() {
    if (joinOn.size() > 1) {
      throw JobException.usage(
          "--join-on must be one regular expression with --format files, but is " + joinOn);
    }
    return joinOn.isEmpty() ? PathKey.STEM : PathKey.matching(joinOn.get(0));
  }

  private Metadata metadata() {
    return metadata == null ? null : new Metadata(metadata, metadataKey);
  }

  private Source joined(MaskColumnOptions masks, Double binariseAbove) {
    List<String> columns = new ArrayList<>();
    joinOn.forEach(names -> columns.addAll(List.of(names.split(",", -1))));
    if (columns.isEmpty()) {
      throw JobException.usage(
          "--predictions and --targets need --join-on COLS, the columns that pair their rows,"
              + " or --format files");
    }
    return new JoinedTables(
        new Source.Files("predictions", predictions, format()),
        new Source.Files("targets", targets, format()),
        columns,
        masks.prediction,
        masks.target,
        binariseAbove);
  }
}
