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
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * The figures of one source under one set of settings.
 *
 * <p>The first figure asked for scores the source; the narrow rows are kept, and all other figures
 * come from them, so that each mask is read once.
 */
public final class Evaluation implements AutoCloseable {
  public static final String FACTOR_POS_CLASS = Figures.FACTOR_POS_CLASS;
  static final String REJECTED = Figures.REJECTED;
  static final String ROWS_READ = Figures.ROWS_READ;

  /** The columns of groups and of all instances that are no figures. */
  public static final List<String> NON_FIGURES = List.of("key", REJECTED, ROWS_READ, Figures.HINTS);

  private final SparkSession session;
  private final EvaluationSettings settings;
  private final CorruptShards shards;
  private final Counters counters;
  private final NamedColumns ids;
  private final NamedColumns keys;
  private Dataset<Row> source;
  private Dataset<Row> kept;
  private Dataset<Row> scored;
  private Dataset<Row> groups;

  private Evaluation(SparkSession session, EvaluationSettings settings) {
    this.session = session;
    this.settings = settings;
    this.shards = CorruptShards.watch(session, settings.onCorruptShard());
    this.counters = Counters.register(session.sparkContext());
    this.ids = settings.masks().ids();
    this.keys = settings.masks().keys();
    settings.reduction().configure(session);
    score();
  }

  private void score() {
    source = Scoring.open(session, settings);
    kept = counters.count(Scoring.of(source, settings)).persist(StorageLevel.MEMORY_AND_DISK());
    use(kept);
  }

  private void use(Dataset<Row> rows) {
    scored = rows;
    groups =
        reduce(keys.column())
            .drop(REJECTED, ROWS_READ, Figures.HINTS)
            .persist(StorageLevel.MEMORY_AND_DISK());
  }

  /**
   * Prepares an evaluation; nothing is read yet.
   *
   * @throws JobException if the source or one of its columns is not as the settings have it
   */
  public static Evaluation of(SparkSession session, EvaluationSettings settings) {
    return new Evaluation(session, settings);
  }

  /**
   * Drops what was scored of shards that turned out to be damaged.
   *
   * <p>Rows that come straight from files are known by their file. Those of a table or a query may
   * have come from several, or from none that can be told, so these are scored again, without the
   * damaged ones; that is a second pass over the masks, but only where there is damage.
   *
   * @return whether there were any, so that figures computed before are void
   */
  public boolean leaveOutCorruptShards() {
    List<String> damaged = shards.leaveOut();
    if (damaged.isEmpty()) {
      return false;
    }
    groups.unpersist();
    // The file's path is never NULL where the source tells it.
    boolean known = !kept.schema().apply(Scoring.FILE).nullable();
    if (known && settings.masks().source() instanceof Source.Files) {
      use(scored.where(not(col(Scoring.FILE).isin(damaged.toArray()))));
    } else {
      kept.unpersist();
      score();
    }
    return true;
  }

  /** Returns the shards that are left out. */
  List<CorruptShard> corruptShards() {
    return shards.found();
  }

  /** Returns what was read, once it was. */
  public SourceRead read(long rows) {
    return SourceRead.of(session, settings.masks().source(), kept, rows);
  }

  /** Returns the source's rows, masks and all, unread. */
  Dataset<Row> source() {
    return source;
  }

  /** Returns where the rows come from. */
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
   * Returns the figures over all instances, one row per b, and how many rows are rejected and read.
   */
  Dataset<Row> overall() {
    return reduce(List.of());
  }

  /**
   * Returns the figures of each group, one row per group and b. A group whose rows are all invalid
   * is there too, with a count of 0 and a null value.
   */
  public Dataset<Row> groups() {
    return groups;
  }

  private Dataset<Row> reduce(List<Column> by) {
    return new Figures(settings, ids).of(balanced(by), by);
  }

  /**
   * Returns the narrow rows, each with the paper's balance of its group where that is asked for: it
   * must be known before an instance has a value.
   */
  private Dataset<Row> balanced(List<Column> by) {
    if (!settings.factorPosClass().contains(Factor.AUTO)) {
      return scored;
    }
    Column balance = FactorColumns.balance().as(FactorColumns.BALANCE);
    if (by.isEmpty()) {
      // An action of its own, so that the masks are scored before anything reads twice from them.
      return scored.withColumn(
          FactorColumns.BALANCE, lit(scored.agg(balance).head().<Double>getAs(0)).cast("double"));
    }
    Column key = by.get(0);
    Dataset<Row> balances =
        scored.groupBy(key).agg(balance).select(key.as("balanced"), col(FactorColumns.BALANCE));
    return scored.join(balances, key.eqNullSafe(col("balanced"))).drop(col("balanced"));
  }

  /** Returns the values of each instance, one row per instance and b, with its soft confusion. */
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
    columns.add(inline(array(columns(factors))));
    Scoring.CONFUSION.forEach(field -> columns.add(col(field)));
    return balanced(keys.column())
        .where(col(Scoring.INSTANCE_INDEX).isNotNull())
        .select(columns(columns));
  }

  /** Returns the rows that could not be scored, each with its reason and message. */
  public Dataset<Row> rejected() {
    List<Column> columns = named();
    columns.add(col(Scoring.REASON));
    columns.add(col(Scoring.MESSAGE));
    columns.add(col(Scoring.FILE));
    return scored.where(col(Scoring.INSTANCE_INDEX).isNull()).select(columns(columns));
  }

  /** Orders rows of this evaluation by what names them: keys, ids, index, then b, auto last. */
  public Dataset<Row> ordered(Dataset<Row> rows) {
    List<String> present = List.of(rows.columns());
    List<Column> order = new ArrayList<>();
    for (String name :
        List.of("key", "id", Scoring.INSTANCE_INDEX, Figures.AUTO, FACTOR_POS_CLASS)) {
      if (present.contains(name)) {
        order.add(asc_nulls_first(name));
      }
    }
    return order.isEmpty() ? rows : rows.orderBy(columns(order));
  }

  private List<Column> named() {
    List<Column> columns = new ArrayList<>(ids.column());
    columns.addAll(keys.column());
    return columns;
  }

  private static Column[] columns(List<Column> columns) {
    return columns.toArray(new Column[0]);
  }

  /** Lets go of the rows that were kept. */
  @Override
  public void close() {
    if (!Sessions.stopped()) {
      for (Dataset<Row> kept : List.of(groups, kept)) {
        kept.unpersist();
      }
    }
  }
}
