package dev.net2vec.job;

import dev.net2vec.job.error.JobException;
import dev.net2vec.job.source.FilePairs;
import dev.net2vec.job.source.JoinedTables;
import dev.net2vec.job.source.Metadata;
import dev.net2vec.job.source.PathKey;
import dev.net2vec.job.source.PredictionIndex;
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

  @Option(
      names = "--table",
      paramLabel = "NAME",
      description = "A table or view, instead of --input.")
  private String table;

  @Option(
      names = "--query",
      paramLabel = "SQL",
      description = "A SELECT whose result has both mask columns, instead of --input.")
  private String query;

  @Option(
      names = "--predictions",
      paramLabel = "PATH",
      arity = "1..*",
      description = "The predictions, with their true masks in --targets, instead of --input.")
  private List<String> predictions = new ArrayList<>();

  @Option(
      names = "--targets",
      paramLabel = "PATH",
      arity = "1..*",
      description = "The true masks for --predictions; a mask without a partner is invalid input.")
  private List<String> targets = new ArrayList<>();

  @Option(
      names = "--format",
      paramLabel = "NAME",
      description = {
        "Data source that reads --input, or --predictions and --targets: parquet (default), orc,"
            + " json, avro, … For --predictions and --targets also files: NPY and PNG files of one"
            + " mask each, given as paths, directories or globs; names that begin with . or _ are"
            + " skipped."
      })
  private String format;

  @Option(
      names = "--join-on",
      paramLabel = "COLS",
      description = {
        "How predictions and targets are paired: by columns that both have or, with --format"
            + " files, by a regular expression over the path, whose named groups become columns"
            + " (default: the name without its last extension, as the column stem)."
      })
  private List<String> joinOn = new ArrayList<>();

  @Option(
      names = "--predictions-index",
      paramLabel = "FILE",
      description = {
        "With --format files: --predictions are NPY files with many images each, NxCxHxW, and this"
            + " CSV file with a header says what is in them, in the columns of the key (stem, or"
            + " the named groups of --join-on), index (default: the order of the lines) and, for"
            + " several files, file. Only the range of bytes of an image is read for it."
      })
  private String predictionsIndex;

  @Option(
      names = "--metadata",
      paramLabel = "FILE",
      description =
          "With --format files: a CSV file with a header, whose columns are added to the pairs.")
  private String metadata;

  @Option(
      names = "--metadata-key",
      paramLabel = "COLS",
      split = ",",
      description = "The columns of --metadata that identify a pair.")
  private List<String> metadataKey = new ArrayList<>();

  /**
   * Returns the source.
   *
   * @param prediction the column with the predicted masks, or what they are made from
   * @param target the column with the true masks
   * @param binariseAbove see {@link JoinedTables}
   * @param warnings receives warnings about valid but implausible input
   * @throws JobException if the options give no source, more than one, or only part of one
   */
  Source source(String prediction, String target, Double binariseAbove, Warnings warnings) {
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
          ? new FilePairs(predictions, targets, index(), pathKey(), metadata(), warnings)
          : joined(prediction, target, binariseAbove);
    } else if (table != null) {
      return new Source.Table(table);
    } else if (query != null) {
      return new Source.Query(query);
    }
    return new Source.Files(input, format());
  }

  private void requireUsed(boolean two) {
    if (format != null && (table != null || query != null)) {
      throw JobException.usage(
          "--format is the format of files, so it cannot be combined with "
              + (table != null ? "--table" : "--query"));
    }
    if (two && (predictions.isEmpty() || targets.isEmpty())) {
      throw JobException.usage("--predictions and --targets must be given together");
    }
    if (!two && !joinOn.isEmpty()) {
      throw JobException.usage("--join-on is given without --predictions and --targets");
    }
    boolean files = FilePairs.FORMAT.equals(format);
    if (!two && files) {
      throw JobException.usage("--format files is given without --predictions and --targets");
    }
    if (!files && predictionsIndex != null) {
      throw JobException.usage("--predictions-index needs --format files");
    }
    if (!files && metadata != null) {
      throw JobException.usage("--metadata needs --format files");
    }
    if ((metadata == null) != metadataKey.isEmpty()) {
      throw JobException.usage("--metadata and --metadata-key must be given together");
    }
  }

  private String format() {
    return format == null ? "parquet" : format;
  }

  private PathKey pathKey() {
    if (joinOn.size() > 1) {
      throw JobException.usage(
          "--join-on is " + joinOn + ", but must be one regular expression with --format files");
    }
    return joinOn.isEmpty() ? PathKey.STEM : PathKey.matching(joinOn.get(0));
  }

  private PredictionIndex index() {
    return predictionsIndex == null ? null : new PredictionIndex(predictionsIndex);
  }

  private Metadata metadata() {
    return metadata == null ? null : new Metadata(metadata, metadataKey);
  }

  private Source joined(String prediction, String target, Double binariseAbove) {
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
        prediction,
        target,
        binariseAbove);
  }
}
