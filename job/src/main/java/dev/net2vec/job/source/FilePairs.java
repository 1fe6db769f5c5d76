package dev.net2vec.job.source;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;

import dev.net2vec.job.error.JobException;
import dev.net2vec.job.error.SparkErrors;
import dev.net2vec.job.text.Warnings;
import dev.net2vec.kpi.InvalidMaskException.Reason;
import dev.net2vec.kpi.MaskRole;
import dev.net2vec.setting.Setting;
import dev.net2vec.setting.Settings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Files with one mask each. The driver pairs their paths; the tasks that score a pair read its two
 * files, so that no mask is moved between tasks.
 *
 * <p>Columns: the parts of the key, the metadata, both paths ({@code prediction_path}, {@code
 * target_path}), and both masks as BINARY. The files are listed once.
 */
public final class FilePairs implements Source {
  public static final String FORMAT = "files";

  private static final String PREDICTIONS = "--predictions";
  private static final String TARGETS = "--targets";

  private static final List<StructField> TAIL =
      List.of(
          text("prediction_path"),
          text("target_path"),
          DataTypes.createStructField("prediction", DataTypes.BinaryType, true),
          DataTypes.createStructField("target", DataTypes.BinaryType, true),
          DataTypes.createStructField(Problem.COLUMN, Problem.TYPE, true));

  /** Spark's defaults for packing files into the partitions of a scan. */
  private static final long OPEN_COST_BYTES = 4L << 20;

  private static final long MAX_PARTITION_BYTES = 128L << 20;

  private final List<String> predictions;
  private final List<String> targets;
  private final PredictionIndex index;
  private final PathKey pathKey;
  private final Metadata metadata;
  private final Warnings warnings;

  /** Null until the files are listed. */
  private List<FilePair> pairs;

  /** Null until the metadata are read. */
  private Metadata.Values values;

  /**
   * Creates a source.
   *
   * @param predictions files, directories and globs
   * @param targets files, directories and globs
   * @param index what is in the predictions' files; null if each is one mask
   * @param metadata null if there is none
   * @param warnings receives warnings about the metadata
   */
  public FilePairs(
      List<String> predictions,
      List<String> targets,
      PredictionIndex index,
      PathKey pathKey,
      Metadata metadata,
      Warnings warnings) {
    this.predictions = List.copyOf(predictions);
    this.targets = List.copyOf(targets);
    this.index = index;
    this.pathKey = pathKey;
    this.metadata = metadata;
    this.warnings = warnings;
  }

  private static StructField text(String name) {
    return DataTypes.createStructField(name, DataTypes.StringType, true);
  }

  @Override
  public Dataset<Row> load(SparkSession session) {
    return load(session, pairs(session));
  }

  @Override
  public Dataset<Row> only(Dataset<Row> rows, Set<String> inputs) {
    SparkSession session = rows.sparkSession();
    return load(
        session, pairs(session).stream().filter(pair -> inputs.contains(pair.name())).toList());
  }

  private Dataset<Row> load(SparkSession session, List<FilePair> pairs) {
    JavaSparkContext spark = new JavaSparkContext(session.sparkContext());
    Configuration hadoop = spark.hadoopConfiguration();
    Metadata.Values found = values(session);
    // Metadata columns that are parts of the key are there already.
    List<Integer> more = new ArrayList<>();
    for (int i = 0; i < found.columns().size(); i++) {
      if (!pathKey.columns().contains(found.columns().get(i))) {
        more.add(i);
      }
    }
    StructType schema = schema(found, more);
    List<Row> rows = new ArrayList<>();
    pairs.forEach(pair -> rows.add(row(pair, found.of(pair), more)));
    Setting<Integer> maxPixels = Settings.MAX_PIXELS;
    String text = session.conf().get(maxPixels.key(), maxPixels.defaultValue().toString());
    PairReader reader =
        new PairReader(
            spark.broadcast(new SerializableConfiguration(hadoop)),
            PairReader.maxBytes(maxPixels.parse(text).orElseThrow()));
    return session.createDataFrame(
        spark.parallelize(rows, partitions(pairs, spark.defaultParallelism())).map(reader), schema);
  }

  private synchronized Metadata.Values values(SparkSession session) {
    if (values == null) {
      values =
          metadata == null
              ? new Metadata.Values(List.of(), List.of(), Map.of())
              : metadata.of(pairs(session), pathKey, session, warnings);
    }
    return values;
  }

  private synchronized List<FilePair> pairs(SparkSession session) {
    if (pairs == null) {
      Configuration hadoop = session.sparkContext().hadoopConfiguration();
      List<MaskFileListing> found = new MaskFileSearch(PREDICTIONS, predictions, hadoop).files();
      pairs =
          FilePair.of(
              pathKey,
              index == null ? KeyedFile.of(pathKey, found) : index.of(found, pathKey, session),
              KeyedFile.of(pathKey, new MaskFileSearch(TARGETS, targets, hadoop).files()));
    }
    return pairs;
  }

  private StructType schema(Metadata.Values found, List<Integer> more) {
    List<StructField> fields = new ArrayList<>();
    pathKey.columns().forEach(column -> fields.add(text(column)));
    more.forEach(i -> fields.add(text(found.columns().get(i))));
    fields.addAll(TAIL);
    Map<String, Long> counts =
        fields.stream()
            .collect(
                Collectors.groupingBy(
                    field -> field.name().toLowerCase(Locale.ROOT),
                    LinkedHashMap::new,
                    Collectors.counting()));
    counts.forEach(
        (name, count) -> {
          if (count > 1) {
            throw JobException.usage(
                "the column %s occurs more than once among the key (%s), the metadata (%s) and the job's own columns"
                    .formatted(
                        name,
                        String.join(", ", pathKey.columns()),
                        String.join(", ", found.columns())));
          }
        });
    return DataTypes.createStructType(fields);
  }

  private Row row(FilePair pair, List<String> values, List<Integer> more) {
    List<Object> row = new ArrayList<>();
    for (int i = 0; i < pathKey.columns().size(); i++) {
      row.add(pair.key() == null ? null : pair.key().get(i));
    }
    more.forEach(i -> row.add(values == null ? null : values.get(i)));
    row.add(pair.predictionPath());
    row.add(pair.targetPath());
    row.add(pair.predictionIndex());
    row.add(pair.problem() == null ? null : Problem.row(Reason.UNPAIRED, pair.problem()));
    return RowFactory.create(row.toArray());
  }

  private static int partitions(List<FilePair> pairs, int cores) {
    long bytes = 0;
    for (FilePair pair : pairs) {
      bytes += pair.bytes() + 2 * OPEN_COST_BYTES;
    }
    long each = Math.min(MAX_PARTITION_BYTES, Math.max(2 * OPEN_COST_BYTES, bytes / cores));
    return (int) Math.max(1, Math.min(pairs.size(), bytes / each + 1));
  }

  @Override
  public Optional<Map<String, String>> stamps(Dataset<Row> rows) {
    Configuration hadoop = rows.sparkSession().sparkContext().hadoopConfiguration();
    StringBuilder ofAll = new StringBuilder();
    for (String file :
        Stream.of(index == null ? null : index.file(), metadata == null ? null : metadata.file())
            .filter(Objects::nonNull)
            .toList()) {
      ofAll.append(FilePair.NAMES).append(stamp(new Path(file), hadoop));
    }
    Map<String, String> stamps = new HashMap<>();
    pairs(rows.sparkSession()).forEach(pair -> stamps.put(pair.name(), pair.stamp() + ofAll));
    return Optional.of(stamps);
  }

  private static String stamp(Path file, Configuration hadoop) {
    try {
      return InputStamps.of(file.getFileSystem(hadoop).getFileStatus(file));
    } catch (IOException e) {
      throw JobException.usage(file + ": " + SparkErrors.rootLine(e), e);
    }
  }

  @Override
  public Column input(Dataset<Row> rows) {
    return concat(
        coalesce(col("prediction_path"), lit("")),
        lit(FilePair.NAMES),
        coalesce(col("target_path"), lit("")));
  }

  @Override
  public Optional<SourceRead.Part> listed(SparkSession session) {
    List<String> paths = new ArrayList<>(predictions);
    paths.addAll(targets);
    Set<String> files = new HashSet<>();
    long bytes = 0;
    for (FilePair pair : pairs(session)) {
      files.add(pair.predictionPath());
      files.add(pair.targetPath());
      bytes += pair.bytes();
    }
    files.remove(null);
    return Optional.of(new SourceRead.Part(null, paths, (long) files.size(), bytes, null));
  }

  @Override
  public InputPlaces places(Dataset<Row> rows, Configuration hadoop) {
    List<Path> roots = new ArrayList<>();
    for (MaskFileSearch search :
        List.of(
            new MaskFileSearch(PREDICTIONS, predictions, hadoop),
            new MaskFileSearch(TARGETS, targets, hadoop))) {
      search.roots().forEach(root -> roots.add(root.getPath()));
    }
    if (index != null) {
      roots.add(new Path(index.file()));
    }
    if (metadata != null) {
      roots.add(new Path(metadata.file()));
    }
    return InputPlaces.of(roots, List.of(), hadoop);
  }

  @Override
  public OptionalLong bytes(SparkSession session, Dataset<Row> rows) {
    return OptionalLong.of(pairs(session).stream().mapToLong(FilePair::bytes).sum());
  }

  @Override
  public Column file(Dataset<Row> rows, MaskRole role) {
    return col(role + "_path");
  }

  @Override
  public Column diagnosis(Dataset<Row> rows, Column prediction, Column target, Diagnosis asked) {
    return Problem.orElse(Source.super.diagnosis(rows, prediction, target, asked));
  }

  @Override
  public boolean readsColumnsAlone() {
    return false;
  }

  @Override
  public String pairing() {
    return "--join-on REGEX pairs files by the parts of their paths that its named groups match";
  }

  @Override
  public List<String> key() {
    return pathKey.columns();
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("predictions", predictions);
    settings.put("targets", targets);
    settings.put("format", FORMAT);
    if (pathKey.pattern() != null) {
      settings.put("join_on", List.of(pathKey.pattern().pattern()));
    }
    if (index != null) {
      settings.put("predictions_index", index.file());
    }
    if (metadata != null) {
      settings.put("metadata", metadata.file());
      settings.put("metadata_key", metadata.key());
    }
    return settings;
  }

  @Override
  public String name() {
    return "--predictions "
        + String.join(" ", predictions)
        + " --targets "
        + String.join(" ", targets);
  }
}
