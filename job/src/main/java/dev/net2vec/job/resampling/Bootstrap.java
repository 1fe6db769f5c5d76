package dev.net2vec.job.resampling;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.rint;
import static org.apache.spark.sql.functions.udaf;
import static org.apache.spark.sql.functions.xxhash64;

import dev.net2vec.job.spark.Columns;
import dev.net2vec.sql.Net2VecFunctions;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Resamples the instances of groups: one aggregation of narrow rows, in one pass, whatever the
 * number of replicates. Rows are neither copied nor shuffled.
 */
final class Bootstrap {
  /** The column with the hash of an instance, which decides its weights. */
  static final String INSTANCE = "instance_hash";

  private static final String COUNT = "instances";
  private static final String STATE = "resampled";

  private final ResamplingSettings settings;
  private final List<InstanceRow> sides;
  private final List<Component> components;

  /**
   * Prepares resampling.
   *
   * @param sides one per run; the rows have both runs' fields of an instance
   */
  Bootstrap(ResamplingSettings settings, List<InstanceRow> sides, List<InstanceMeasure> measures) {
    this.settings = settings;
    this.sides = sides;
    this.components =
        measures.stream()
            .flatMap(measure -> Stream.of(measure.part(), measure.whole()))
            .distinct()
            .toList();
  }

  /**
   * Returns the hash of an instance as a column: Spark's {@code xxhash64} of its id, its key and
   * its index.
   */
  static Column hash(Column... identity) {
    return xxhash64(identity).as(INSTANCE);
  }

  /**
   * Returns the resampled figures of each group.
   *
   * @param rows with {@link #INSTANCE} and the fields of each side
   * @param by the columns of a group
   * @param others other aggregates, with names
   */
  Iterator<ResampledGroup> of(Dataset<Row> rows, List<Column> by, List<Column> others) {
    Grid grid = grid(rows);
    List<Column> aggregates = new ArrayList<>();
    List<Column> numbers = new ArrayList<>();
    numbers.add(col(INSTANCE));
    for (int side = 0; side < sides.size(); side++) {
      for (int i = 0; i < components.size(); i++) {
        Column number = components.get(i).of(sides.get(side));
        aggregates.add(Net2VecFunctions.net2vecExactSum(number).as(sum(side, i)));
        numbers.add(coalesce(rint(number.multiply(grid.scale(i))).cast("bigint"), lit(0L)));
      }
    }
    ResampleAggregator aggregator =
        new ResampleAggregator(
            sides.size() * components.size(), settings.replicates(), settings.seed());
    aggregates.add(
        udaf(aggregator, ResampleAggregator.input()).apply(array(Columns.of(numbers))).as(STATE));
    aggregates.addAll(others);
    Iterator<Row> groups =
        rows.groupBy(Columns.of(by))
            .agg(count(lit(1)).as(COUNT), Columns.of(aggregates))
            .toLocalIterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return groups.hasNext();
      }

      @Override
      public ResampledGroup next() {
        return group(groups.next(), grid);
      }
    };
  }

  private Grid grid(Dataset<Row> rows) {
    List<Column> largest = new ArrayList<>();
    for (Component component : components) {
      for (InstanceRow side : sides) {
        largest.add(max(abs(component.of(side))));
      }
    }
    Row row = rows.agg(count(lit(1)), Columns.of(largest)).head();
    double[] magnitudes = new double[components.size()];
    for (int i = 0; i < largest.size(); i++) {
      int component = i / sides.size();
      if (!row.isNullAt(i + 1)) {
        magnitudes[component] = Math.max(magnitudes[component], row.getDouble(i + 1));
      }
    }
    return Grid.of(row.getLong(0), magnitudes);
  }

  private static String sum(int side, int component) {
    return "sum_" + side + "_" + component;
  }

  private ResampledGroup group(Row row, Grid grid) {
    double[][] sums = new double[sides.size()][components.size()];
    for (int side = 0; side < sums.length; side++) {
      for (int i = 0; i < components.size(); i++) {
        sums[side][i] = row.<Double>getAs(sum(side, i));
      }
    }
    List<Double> state = row.getList(row.fieldIndex(STATE));
    double[] resampled = state.stream().mapToDouble(Double::doubleValue).toArray();
    return new ResampledGroup(
        row, row.<Long>getAs(COUNT), components, sums, resampled, settings.replicates(), grid);
  }
}
