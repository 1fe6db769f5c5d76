package dev.net2vec.job.dataset;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.raise_error;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.net2vec.job.error.JobException;
import dev.net2vec.job.evaluation.EvaluationSettings;
import dev.net2vec.job.evaluation.InvalidRows;
import dev.net2vec.job.evaluation.OnInvalid;
import dev.net2vec.job.evaluation.Scoring;
import dev.net2vec.job.evaluation.Summary;
import dev.net2vec.job.source.CorruptShards;
import dev.net2vec.job.source.InputPlaces;
import dev.net2vec.job.source.NamedColumns;
import dev.net2vec.job.source.OnCorruptShard;
import dev.net2vec.job.source.Problem;
import dev.net2vec.job.spark.Columns;
import dev.net2vec.job.text.Redaction;
import dev.net2vec.kpi.InvalidMaskException.Reason;
import dev.net2vec.kpi.MaskRole;
import dev.net2vec.sql.Net2VecFunctions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * Writes the valid pairs of a source as Parquet: all other columns as they are, {@code prediction}
 * or the activations as NPY, {@code target} as NPY or COCO run lengths. Makes one pass over the
 * masks, and a second one if some are invalid.
 */
public final class Packing {
  private static final String PREDICTION = MaskRole.PREDICTION.toString();
  private static final String TARGET = MaskRole.TARGET.toString();
  private static final String OTHERS = "others";
  private static final String RUNS = "runs";

  /**
   * Small row groups, as a task reads at least one, and a row group limits how many rows Spark
   * decodes at once. Its size is checked after every row: the default is after 100, which may be
   * gigabytes of masks.
   */
  private static final Map<String, String> PARQUET =
      Map.of(
          "compression",
          "zstd",
          "parquet.block.size",
          String.valueOf(4 << 20),
          "parquet.page.size",
          String.valueOf(1 << 20),
          "parquet.page.size.row.check.min",
          "1");

  private final EvaluationSettings settings;
  private final PackSettings pack;
  private final NamedColumns ids;
  private final Dataset<Row> source;
  private final List<String> others;
  private final Dataset<Row> diagnosed;

  /**
   * Prepares the packing; reads no masks yet.
   *
   * @throws JobException if the source or one of its columns does not match the settings
   */
  public Packing(SparkSession session, EvaluationSettings settings, PackSettings pack) {
    this.settings = settings;
    this.pack = pack;
    this.ids = settings.masks().ids();
    CorruptShards.watch(session, OnCorruptShard.FAIL);
    this.source = Scoring.open(session, settings);
    this.others = others();
    this.diagnosed = diagnosed();
  }

  /** Returns the names of the columns other than the masks. */
  private List<String> others() {
    List<String> masks = new ArrayList<>();
    for (MaskRole role : List.of(MaskRole.PREDICTION, MaskRole.TARGET)) {
      masks.add(settings.masks().source().maskColumn(role, settings.masks().name(role)));
    }
    List<String> names = new ArrayList<>();
    for (String name : source.columns()) {
      if (masks.stream().anyMatch(name::equalsIgnoreCase) || name.startsWith(Problem.OURS)) {
        continue;
      }
      if (name.equalsIgnoreCase(predictionName()) || name.equalsIgnoreCase(TARGET)) {
        throw JobException.usage(
            "the input has a column %s besides --%s %s and --target %s, which are packed under the names %s and target"
                .formatted(
                    name,
                    pack.activations() == null ? MaskRole.PREDICTION : MaskRole.ACTIVATIONS,
                    settings.masks().prediction(),
                    settings.masks().target(),
                    predictionName()));
      }
      names.add(name);
    }
    return names;
  }

  private String predictionName() {
    return pack.activations() == null ? PREDICTION : settings.masks().prediction();
  }

  private Dataset<Row> diagnosed() {
    List<Column> kept = new ArrayList<>(ids.from(source, settings.masks().source().name()));
    if (!others.isEmpty()) {
      List<Column> columns = new ArrayList<>();
      others.forEach(name -> columns.add(source.col("`" + name + "`")));
      kept.add(struct(Columns.of(columns)).as(OTHERS));
    }
    Column prediction = settings.masks().mask(source, MaskRole.PREDICTION);
    Column target = settings.masks().mask(source, MaskRole.TARGET);
    kept.add(prediction.as(PREDICTION));
    kept.add(target.as(TARGET));
    Dataset<Row> rows =
        pack.activations() == null
            ? Scoring.diagnose(source, settings, kept)
            : Scoring.diagnose(
                source,
                settings,
                kept,
                () -> ActivationPairs.diagnosis(source, prediction, target, pack.activations()));
    if (pack.encoding() == TargetEncoding.RLE) {
      Column runs = Net2VecFunctions.tryMaskToRle(col(TARGET), lit(pack.targetThresh()));
      rows = withRuns(rows, when(col(Scoring.REASON).isNull(), runs));
    }
    if (settings.onInvalid() == OnInvalid.FAIL) {
      Column stop = raise_error(InvalidRows.text(ids));
      rows =
          rows.withColumn(
              Scoring.REASON,
              when(col(Scoring.REASON).isNotNull(), stop).otherwise(col(Scoring.REASON)));
    }
    return rows;
  }

  /**
   * Adds the run lengths; marks valid masks that have none, as they are not of rank 2, as
   * unsupported.
   */
  private static Dataset<Row> withRuns(Dataset<Row> rows, Column runs) {
    Column none = col(Scoring.REASON).isNull().and(col(RUNS).isNull());
    Column rank = size(Net2VecFunctions.maskShape(col(TARGET)));
    Column message =
        concat(lit("target has rank "), rank, lit(", but must have rank 2 to be packed as rle"));
    return rows.withColumn(RUNS, runs)
        .withColumn(Scoring.MESSAGE, when(none, message).otherwise(col(Scoring.MESSAGE)))
        .withColumn(
            Scoring.REASON,
            when(none, lit(Reason.UNSUPPORTED.name())).otherwise(col(Scoring.REASON)))
        .withColumn(Scoring.FILE, Scoring.file());
  }

  /**
   * Writes the valid pairs, and beside them the ids of the invalid ones, with reasons, to {@code
   * _rejected.parquet}, which Spark does not read as data.
   *
   * @throws JobException if the source has no rows
   */
  public Packed write(Path directory) throws InterruptedException {
    Observation seen = new Observation();
    Dataset<Row> valid =
        diagnosed
            .observe(seen, count(lit(1)).as("read"), count(col(Scoring.REASON)).as("rejected"))
            .where(col(Scoring.REASON).isNull())
            .select(Columns.of(packed()));
    Dataset<Row> shards = pack.shards() == null ? valid : valid.repartition(pack.shards());
    shards.write().options(parquet()).parquet(directory.toString());
    Map<String, Object> counts = seen.getAsJava();
    long read = (Long) counts.get("read");
    if (read == 0) {
      throw JobException.invalidInput(
          settings.masks().source().name() + ": there are no rows, so there is nothing to pack");
    }
    long rejected = (Long) counts.get("rejected");
    Dataset<Row> invalid = rejected();
    Map<String, Long> byReason = new TreeMap<>();
    if (rejected > 0) {
      invalid
          .withColumn(Scoring.FILE, Redaction.paths(invalid.col(Scoring.FILE)))
          .write()
          .parquet(new Path(directory, "_rejected.parquet").toString());
      for (Row row : invalid.groupBy(Scoring.REASON).count().collectAsList()) {
        byReason.put(row.getString(0), row.getLong(1));
      }
    }
    return new Packed(new Summary.Instances(read, read - rejected, rejected, byReason), invalid);
  }

  /** Masks have neither a dictionary nor statistics: no two are equal, and none is a bound. */
  private Map<String, String> parquet() {
    Map<String, String> options = new HashMap<>(PARQUET);
    for (String mask : List.of(predictionName(), TARGET)) {
      options.put("parquet.enable.dictionary#" + mask, "false");
      options.put("parquet.column.statistics.enabled#" + mask, "false");
    }
    return options;
  }

  /**
   * What was written.
   *
   * @param pairs the numbers of read, valid and invalid pairs
   * @param rejected the invalid pairs in order, each with its reason
   */
  public record Packed(Summary.Instances pairs, Dataset<Row> rejected) {}

  private List<Column> packed() {
    List<Column> columns = new ArrayList<>();
    others.forEach(name -> columns.add(col(OTHERS).getField(name).as(name)));
    columns.add(
        (pack.activations() == null
                ? Net2VecFunctions.maskToNpy(col(PREDICTION))
                : ActivationPairs.packed(col(PREDICTION), pack.activations()))
            .as(predictionName()));
    columns.add(
        (pack.encoding() == TargetEncoding.RLE
                ? col(RUNS)
                : Net2VecFunctions.maskToNpy(col(TARGET)))
            .as(TARGET));
    return columns;
  }

  private Dataset<Row> rejected() {
    List<Column> columns = new ArrayList<>(ids.column());
    columns.add(col(Scoring.REASON));
    columns.add(col(Scoring.MESSAGE));
    columns.add(col(Scoring.FILE));
    return diagnosed
        .where(col(Scoring.REASON).isNotNull())
        .select(Columns.of(columns))
        .orderBy(Columns.of(columns))
        .persist(StorageLevel.MEMORY_AND_DISK());
  }

  /** Returns the files and directories that are read. */
  public InputPlaces places(Configuration hadoop) {
    return settings.masks().source().places(source, hadoop);
  }

  /** Returns the total size of the input's files in bytes; empty if it is unknown. */
  public OptionalLong inputBytes(SparkSession session) {
    return settings.masks().source().bytes(session, source);
  }
}
