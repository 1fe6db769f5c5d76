package dev.net2vec.job.evaluation;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.asc_nulls_first;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.inline;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;

import dev.net2vec.job.error.CorruptShard;
import dev.net2vec.job.error.JobException;
import dev.net2vec.job.source.CorruptShards;
import dev.net2vec.job.source.InputPlaces;
import dev.net2vec.job.source.NamedColumns;
import dev.net2vec.job.source.Source;
import dev.net2vec.job.source.SourceRead;
import dev.net2vec.job.spark.Columns;
import dev.net2vec.sql.Net2VecFunctions;
import dev.net2vec.sql.expression.InstancesCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import scala.Option;

/**
 * The figures of one source under one set of settings.
 *
 * <p>Computing the first figure scores the source and caches the narrow rows. All other figures are
 * computed from these, so that each mask is read once.
 */
public final class Evaluation implements AutoCloseable {
  public static final String FACTOR_POS_CLASS = Figures.FACTOR_POS_CLASS;
  private static final String REUSED = "reused";
  static final String REJECTED = Figures.REJECTED;
  static final String ROWS_READ = Figures.ROWS_READ;

  /** The columns of {@link #groups()} and {@link #overall()} that are not figures. */
  public static final List<String> NON_FIGURES = List.of("key", REJECTED, ROWS_READ, Figures.HINTS);

  private final SparkSession session;
  private final EvaluationSettings settings;
  private final CorruptShards shards;
  private final Counters counters;
  private final NamedColumns ids;
  private final NamedColumns keys;
  private final ClassGroups classes;

  /** Null if every row is scored. */
  private final Increment.Finder increments;

  private Dataset<Row> source;
  private Dataset<Row> kept;
  private Dataset<Row> scored;
  private Dataset<Row> groups;

  /** Null until asked for. */
  private Dataset<Row> filters;

  private Evaluation(
      SparkSession session, EvaluationSettings settings, Increment.Finder increments) {
    this.increments = increments;
    this.session = session;
    this.settings = settings;
    this.classes = ClassGroups.of(session, settings);
    this.shards = CorruptShards.watch(session, settings.onCorruptShard());
    this.counters = Counters.register(session.sparkContext());
    this.ids = settings.masks().ids();
    this.keys = settings.masks().keys();
    settings.reduction().configure(session);
    score();
  }

  private void score() {
    source = Scoring.open(session, settings, classes);
    if (settings.image() != null) {
      // Before any mask is read, not when the images are.
      settings.image().of(source, settings.masks().source().name());
    }
    kept =
        counters
            .count(
                increments == null
                    ? Scoring.of(source, settings, classes)
                    : increment(increments.of(source, scoring())))
            .persist(StorageLevel.MEMORY_AND_DISK());
    use(kept);
  }

  /** Returns the narrow rows of the fresh inputs and those that are reused. */
  private Dataset<Row> increment(Increment increment) {
    Dataset<Row> fresh =
        Scoring.withInputs(
                settings.masks().source().only(source, increment.fresh()), settings, classes)
            .withColumn(REUSED, lit(false));
    if (increment.reused() == null) {
      return fresh;
    }
    Dataset<Row> reused = increment.reused().withColumn(REUSED, lit(true));
    requireSame(fresh.schema(), reused.schema());
    return fresh.unionByName(reused);
  }

  private static void requireSame(StructType here, StructType there) {
    for (StructField field : here.fields()) {
      String type = field.dataType().catalogString();
      Option<Object> at = there.getFieldIndex(field.name());
      String before =
          at.isEmpty() ? "not there" : there.apply(field.name()).dataType().catalogString();
      if (!type.equals(before)) {
        throw JobException.usage(
            "--incremental cannot reuse the instances that earlier runs have scored: %s is %s there, but %s here; --full scores all inputs anew"
                .formatted(field.name(), before, type));
      }
    }
  }

  /**
   * Returns the narrow rows, each with its input, as later runs reuse them.
   *
   * @param fresh whether only those that this run has scored
   */
  public Dataset<Row> reusable(boolean fresh) {
    return (fresh ? scored.where(not(col(REUSED))) : scored).drop(REUSED);
  }

  private void use(Dataset<Row> rows) {
    scored = rows;
    groups =
        reduce(keys.column())
            .where(classes.isGroup(keys))
            .drop(REJECTED, ROWS_READ, Figures.HINTS)
            .persist(StorageLevel.MEMORY_AND_DISK());
  }

  /**
   * Prepares an evaluation; reads no masks yet.
   *
   * @throws JobException if the source or one of its columns does not match the settings
   */
  public static Evaluation of(SparkSession session, EvaluationSettings settings) {
    return of(session, settings, null);
  }

  /**
   * Prepares an evaluation that takes rows from earlier runs.
   *
   * @param increments null if every row is scored
   */
  public static Evaluation of(
      SparkSession session, EvaluationSettings settings, Increment.Finder increments) {
    return new Evaluation(session, settings, increments);
  }

  /**
   * Drops the scores of shards that turned out to be corrupt.
   *
   * <p>Where each row comes from one known file, the corrupt files' rows are filtered out. A row of
   * another source may come from several files or from unknown ones, so the source is scored again
   * without the corrupt files: a second pass over the masks, but only if there are corrupt files.
   *
   * @return whether there were any, in which case figures computed before are void
   */
  public boolean leaveOutCorruptShards() {
    List<String> damaged = shards.leaveOut();
    if (damaged.isEmpty()) {
      return false;
    }
    groups.unpersist();
    // Not nullable if the source knows the file of each row.
    boolean known = !kept.schema().apply(Scoring.FILE).nullable();
    if (known && settings.masks().source() instanceof Source.Files) {
      use(scored.where(not(col(Scoring.FILE).isin(damaged.toArray()))));
    } else {
      kept.unpersist();
      score();
    }
    return true;
  }

  /** Returns the corrupt shards, which are left out. */
  public List<CorruptShard> corruptShards() {
    return shards.found();
  }

  /** Returns what was read; to be called after scoring. */
  public SourceRead read(long rows) {
    return SourceRead.of(session, settings.masks().source(), kept, rows);
  }

  /** Returns the settings that decide the narrow rows. */
  private Map<String, Object> scoring() {
    Map<String, Object> scoring = new LinkedHashMap<>(settings.measure());
    scoring.put("prediction", settings.masks().prediction());
    scoring.put("target", settings.masks().target());
    scoring.put("id", settings.masks().id());
    if (!classes.classes().isEmpty()) {
      scoring.put("classes", classes.classes());
    }
    return scoring;
  }

  /** Returns the source's rows with their masks, not yet read. */
  Dataset<Row> source() {
    return source;
  }

  /** Returns the files and directories that the rows come from. */
  public InputPlaces places(Configuration hadoop) {
    return settings.masks().source().places(source, hadoop);
  }

  public Counters counters() {
    return counters;
  }

  public EvaluationSettings settings() {
    return settings;
  }

  public NamedColumns ids() {
    return ids;
  }

  public NamedColumns keys() {
    return keys;
  }

  /**
   * Returns the figures over all instances, one row per b and threshold, with the numbers of
   * rejected and read rows.
   */
  Dataset<Row> overall() {
    return reduce(List.of());
  }

  /**
   * Returns the figures of each group, one row per group, b and threshold. Includes groups whose
   * rows are all invalid, with a count of 0 and a null value.
   */
  public Dataset<Row> groups() {
    return groups;
  }

  /**
   * Returns the keys of the concept vectors that no row has, one struct each; empty without
   * concepts, and where the rows' keys cannot be read without their masks.
   */
  Optional<Dataset<Row>> unmatchedConcepts() {
    Optional<Dataset<Row>> concepts = settings.masks().source().concepts(source);
    List<String> names = concepts.map(table -> List.of(table.columns())).orElse(List.of());
    boolean grouped = keys.names().containsAll(names);
    if (concepts.isEmpty() || !(grouped || settings.masks().source().readsColumnsAlone())) {
      return Optional.empty();
    }
    List<Column> ofRows = new ArrayList<>();
    List<Column> ofConcepts = new ArrayList<>();
    for (String name : names) {
      ofRows.add((grouped ? col("key").getField(name) : source.col("`" + name + "`")).as(name));
      ofConcepts.add(col("`" + name + "`"));
    }
    Dataset<Row> seen = (grouped ? groups : source).select(struct(Columns.of(ofRows)).as("seen"));
    Dataset<Row> given = concepts.get().select(struct(Columns.of(ofConcepts)).as("concept"));
    return Optional.of(
        given
            .join(seen.distinct(), col("concept").equalTo(col("seen")), "left_anti")
            .orderBy("concept"));
  }

  /**
   * Returns the values of every channel of the activations alone, one row per group, b and channel,
   * beside the value of their combination.
   */
  public Dataset<Row> filters() {
    if (filters == null) {
      filters =
          Filters.of(source, settings, keys.names().isEmpty() ? overall() : groups)
              .persist(StorageLevel.MEMORY_AND_DISK());
    }
    return filters;
  }

  private Dataset<Row> reduce(List<Column> by) {
    return new Figures(settings, ids).of(balanced(by), by);
  }

  /**
   * Returns the narrow rows; if a b is auto, each has the paper's balance of its group, which an
   * instance's value depends on.
   */
  private Dataset<Row> balanced(List<Column> by) {
    if (!settings.factorPosClass().contains(Factor.AUTO)) {
      return scored;
    }
    Column balance = FactorColumns.balance().as(FactorColumns.BALANCE);
    if (by.isEmpty()) {
      // A separate action, so that the scores are cached before a plan uses them twice.
      return scored.withColumn(
          FactorColumns.BALANCE, lit(scored.agg(balance).head().<Double>getAs(0)).cast("double"));
    }
    Column key = by.get(0);
    Dataset<Row> balances =
        scored.groupBy(key).agg(balance).select(key.as("balanced"), col(FactorColumns.BALANCE));
    return scored.join(balances, key.eqNullSafe(col("balanced"))).drop(col("balanced"));
  }

  /**
   * Returns the curve of each group, one row per group; that of all instances if there are no keys.
   */
  public Dataset<Row> curves() {
    Column curve = Net2VecFunctions.maskCurveMerge(col(InstancesCall.CURVE));
    return scored.groupBy(Columns.of(keys.column())).agg(curve.as(InstancesCall.CURVE));
  }

  /**
   * Returns the values of each instance, one row per instance and b, with its soft confusion and
   * what else is measured.
   */
  public Dataset<Row> instances() {
    List<Column> factors = new ArrayList<>();
    for (Factor each : settings.factorPosClass()) {
      FactorColumns factor = new FactorColumns(each);
      factors.add(
          struct(
              factor.b().as(FACTOR_POS_CLASS),
              factor.auto().as(Figures.AUTO),
              factor.value().as("value"),
              FactorColumns.loss(factor.value()).as("loss")));
    }
    List<Column> columns = named();
    columns.add(col(Scoring.INSTANCE_INDEX));
    columns.add(inline(array(Columns.of(factors))));
    Scoring.fields(settings).forEach(field -> columns.add(col(field)));
    return balanced(keys.column()).where(classes.isEvaluated()).select(Columns.of(columns));
  }

  /** Returns what draws instances; null if no column identifies them. */
  public Pictures pictures() {
    return ids.names().isEmpty() ? null : new Pictures(source, settings, classes);
  }

  /** Returns the rows that could not be scored, each with its reason and message. */
  public Dataset<Row> rejected() {
    List<Column> columns = named();
    columns.add(col(Scoring.REASON));
    columns.add(col(Scoring.MESSAGE));
    columns.add(col(Scoring.FILE));
    return scored.where(col(Scoring.INSTANCE_INDEX).isNull()).select(Columns.of(columns));
  }

  /**
   * Orders rows of this evaluation by keys, ids, instance index, b, with auto last, and threshold.
   */
  public Dataset<Row> ordered(Dataset<Row> rows) {
    List<String> present = List.of(rows.columns());
    List<Column> order = new ArrayList<>();
    for (String name :
        List.of(
            "key",
            "id",
            Scoring.INSTANCE_INDEX,
            Figures.AUTO,
            FACTOR_POS_CLASS,
            Figures.OUTPUT_THRESH)) {
      if (present.contains(name)) {
        order.add(asc_nulls_first(name));
      }
    }
    return order.isEmpty() ? rows : rows.orderBy(Columns.of(order));
  }

  private List<Column> named() {
    List<Column> columns = new ArrayList<>(ids.column());
    columns.addAll(keys.column());
    return columns;
  }

  /** Releases the cached rows. */
  @Override
  public void close() {
    if (!Sessions.stopped()) {
      if (filters != null) {
        filters.unpersist();
      }
      for (Dataset<Row> kept : List.of(groups, kept)) {
        kept.unpersist();
      }
    }
  }
}
