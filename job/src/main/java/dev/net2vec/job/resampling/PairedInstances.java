package dev.net2vec.job.resampling;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.net2vec.job.error.JobException;
import dev.net2vec.job.spark.Columns;
import dev.net2vec.job.text.Json;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * The instances of two runs, paired by id, key, index and b. Both runs' rows are shuffled once, to
 * each other; the pairs stay cached until this is closed.
 */
final class PairedInstances implements AutoCloseable {
  static final String BASELINE = "a";
  static final String RUN = "b";

  private static final String SIDE = "side";
  private static final int LISTED = 10;

  private final ComparedRun baseline;
  private final ComparedRun run;
  private final List<Column> identity;
  private final Dataset<Row> grouped;

  private PairedInstances(
      ComparedRun baseline, ComparedRun run, List<Column> identity, Dataset<Row> grouped) {
    this.baseline = baseline;
    this.run = run;
    this.identity = identity;
    this.grouped = grouped;
  }

  /**
   * Pairs the runs' instances.
   *
   * @throws JobException if ids are missing, repeated, or of different types
   */
  static PairedInstances of(SparkSession session, ComparedRun baseline, ComparedRun run) {
    Dataset<Row> there = baseline.rows(session);
    Dataset<Row> here = run.rows(session);
    requireSameTypes(baseline, there.schema(), run, here.schema());
    List<Column> identity = new ArrayList<>();
    for (String name : there.columns()) {
      if (!name.equals(ComparedRun.FIELDS)) {
        identity.add(col(name));
      }
    }
    Dataset<Row> grouped =
        there
            .withColumn(SIDE, lit(0))
            .unionByName(here.withColumn(SIDE, lit(1)))
            .groupBy(Columns.of(identity))
            .agg(
                count(when(col(SIDE).equalTo(0), 1)).as("of_a"),
                count(when(col(SIDE).equalTo(1), 1)).as("of_b"),
                first(when(col(SIDE).equalTo(0), col(ComparedRun.FIELDS)), true).as(BASELINE),
                first(when(col(SIDE).equalTo(1), col(ComparedRun.FIELDS)), true).as(RUN))
            .persist(StorageLevel.MEMORY_AND_DISK());
    PairedInstances paired =
        new PairedInstances(baseline, run, identity.subList(0, identity.size() - 1), grouped);
    try {
      paired.requireUnique();
      return paired;
    } catch (RuntimeException e) {
      paired.close();
      throw e;
    }
  }

  private static void requireSameTypes(
      ComparedRun baseline, StructType there, ComparedRun run, StructType here) {
    if (!there.asNullable().equals(here.asNullable())) {
      throw JobException.usage(
          "run %s has %s in instances.parquet, but run %s has %s; their instances cannot be paired"
              .formatted(baseline.id(), there.toDDL(), run.id(), here.toDDL()));
    }
  }

  private void requireUnique() {
    for (Row row :
        grouped
            .where(col("of_a").gt(1).or(col("of_b").gt(1)))
            .select(json(), col("of_a"), col("of_b"))
            .orderBy(col("instance"))
            .limit(1)
            .collectAsList()) {
      boolean there = row.getLong(1) > 1;
      throw JobException.usage(
          "run %s has the instance %s %d times, but must have it once for each b; run evaluate with --id, the columns that identify an instance"
              .formatted(
                  (there ? baseline : run).id(),
                  row.getString(0),
                  there ? row.getLong(1) : row.getLong(2)));
    }
  }

  Column json() {
    return Columns.json(struct(Columns.of(identity))).as("instance");
  }

  /** Returns the columns that identify an instance. */
  List<Column> identity() {
    return identity;
  }

  /** Returns what was paired, and what was not. */
  Pairing pairing() {
    Column here = when(col("of_b").gt(0), 1);
    Column there = when(col("of_a").gt(0), 1);
    // All instances have the same b's, so any one serves to count them.
    Dataset<Row> one = grouped.where(col(ComparedRun.FACTOR).equalTo(lit(anyFactor())));
    Row counts =
        one.agg(
                coalesce(sum(when(here.isNotNull().and(there.isNotNull()), 1)), lit(0L)),
                coalesce(sum(when(here.isNull(), 1)), lit(0L)),
                coalesce(sum(when(there.isNull(), 1)), lit(0L)))
            .head();
    List<Pairing.Unpaired> listed = new ArrayList<>();
    if (counts.getLong(1) + counts.getLong(2) > 0) {
      for (Row row :
          one.where(here.isNull().or(there.isNull()))
              .orderBy(Columns.of(identity))
              .select(json(), there.isNotNull())
              .limit(LISTED)
              .collectAsList()) {
        listed.add(
            new Pairing.Unpaired(
                Json.read(row.getString(0)), row.getBoolean(1) ? baseline.id() : run.id()));
      }
    }
    return new Pairing(counts.getLong(0), counts.getLong(1), counts.getLong(2), listed);
  }

  private String anyFactor() {
    Row first = grouped.agg(min(ComparedRun.FACTOR)).head();
    return first.isNullAt(0) ? "" : first.getString(0);
  }

  /** Returns the pairs, with the hash that decides their weights. */
  Dataset<Row> pairs() {
    return grouped
        .where(col("of_a").equalTo(1).and(col("of_b").equalTo(1)))
        .withColumn(Bootstrap.INSTANCE, Bootstrap.hash(Columns.of(identity)));
  }

  @Override
  public void close() {
    grouped.unpersist();
  }
}
