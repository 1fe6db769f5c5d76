package dev.net2vec.job.evaluation;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.net2vec.job.source.NamedColumns;
import dev.net2vec.job.spark.Columns;
import dev.net2vec.sql.expression.CountsCall;
import dev.net2vec.sql.expression.InstancesCall;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.AtomicType;
import org.apache.spark.sql.types.DataType;

/**
 * Draws a few instances, whose masks are read again: only those of their rows, as far as the source
 * can skip others by their ids.
 *
 * @param source the rows with their masks
 */
public record Pictures(Dataset<Row> source, EvaluationSettings settings, ClassGroups classes) {
  /** Up to so many ids, a Parquet file's pages are skipped by each of them, not by their range. */
  private static final int MOST_IDS = 1_000;

  private static final String IN_FILTER = "spark.sql.parquet.pushdown.inFilterThreshold";

  /**
   * The name of an instance.
   *
   * @param id the columns that identify its row, as JSON
   * @param key the group's columns, as JSON; {@code "{}"} if there are none
   * @param index which instance of the row
   * @param truePositive tells rows with equal ids apart
   */
  public record Instance(String id, String key, int index, double truePositive) {}

  /**
   * Returns the pictures of the instances, PNG files; none of those that are not found again.
   *
   * @param ids of their rows, as the struct {@code id}
   */
  public Map<Instance, byte[]> of(List<Instance> instances, List<Row> ids) {
    NamedColumns named = settings.masks().ids();
    Column id = named.from(source, settings.masks().source().name()).get(0);
    Column isChosen =
        Columns.json(id).isin(instances.stream().map(Instance::id).distinct().toArray());
    for (int i = 0; i < named.names().size(); i++) {
      int at = i;
      Stream<Object> values = ids.stream().map(row -> row.get(at)).distinct();
      isChosen = isAnyOf(named.names().get(i), values.toArray()).and(isChosen);
    }
    String before = source.sparkSession().conf().get(IN_FILTER);
    source.sparkSession().conf().set(IN_FILTER, MOST_IDS);
    try {
      return drawn(source.where(isChosen));
    } finally {
      source.sparkSession().conf().set(IN_FILTER, before);
    }
  }

  /** Returns a condition that files may be able to check before they are read. */
  private Column isAnyOf(String name, Object[] values) {
    DataType type = source.select(source.col(name)).schema().apply(0).dataType();
    boolean isChecked = type instanceof AtomicType && Stream.of(values).allMatch(Objects::nonNull);
    return isChecked ? source.col(name).isin(values) : lit(true);
  }

  private Map<Instance, byte[]> drawn(Dataset<Row> rows) {
    boolean keyed = !settings.masks().keys().names().isEmpty();
    Map<Instance, byte[]> pictures = new HashMap<>();
    Scoring.pictures(rows, settings, classes)
        .where(col(InstancesCall.PICTURE).isNotNull())
        .select(
            Columns.json(col("id")),
            keyed ? Columns.json(col("key")) : lit("{}"),
            col(Scoring.INSTANCE_INDEX),
            col(CountsCall.TRUE_POSITIVE),
            col(InstancesCall.PICTURE))
        .collectAsList()
        .forEach(
            row ->
                pictures.put(
                    new Instance(
                        row.getString(0), row.getString(1), row.getInt(2), row.getDouble(3)),
                    row.getAs(4)));
    return pictures;
  }
}
