package dev.net2vec.sql.aggregate;

import dev.net2vec.kpi.ExactDeviation;
import dev.net2vec.kpi.ExactSquares;
import dev.net2vec.kpi.ExactSum;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Count, sum, mean, spread, confidence interval and quantiles of values; a state that takes single
 * values and merges with others.
 *
 * <p>Sums are exact; sum, mean and std are rounded once. See {@link Quantiles} for those.
 */
final class ValueStatistics {
  /** The quantiles, in percent. */
  private static final int[] PERCENT = {5, 25, 50, 75, 95};

  private static final int MOST_BYTES =
      ExactSum.BYTES + ExactSquares.BYTES + Long.BYTES + 2 * Double.BYTES;

  static final StructType TYPE = type();

  private final ExactSum sum;
  private final ExactSquares squares;
  private final Quantiles quantiles;
  private long count;
  private double min;
  private double max;

  ValueStatistics() {
    this(
        new ExactSum(),
        new ExactSquares(),
        new Quantiles(),
        0,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY);
  }

  private ValueStatistics(
      ExactSum sum, ExactSquares squares, Quantiles quantiles, long count, double min, double max) {
    this.sum = sum;
    this.squares = squares;
    this.quantiles = quantiles;
    this.count = count;
    this.min = min;
    this.max = max;
  }

  /** Adds a finite value of at least 0. */
  void add(double value) {
    sum.add(value);
    squares.add(value);
    quantiles.add(value);
    min = Math.min(min, value);
    max = Math.max(max, value);
    count++;
  }

  void merge(ValueStatistics other) {
    sum.add(other.sum);
    squares.add(other.squares);
    quantiles.merge(other.quantiles);
    min = Math.min(min, other.min);
    max = Math.max(max, other.max);
    count += other.count;
  }

  /** Returns the figures, a row of {@link #TYPE}. */
  InternalRow row() {
    List<Object> figures = new ArrayList<>();
    figures.add(count);
    if (count > 0) {
      double mean = sum.mean(count);
      figures.add(sum.value());
      figures.add(mean);
      if (count > 1) {
        double std = ExactDeviation.of(sum, squares, count);
        double standardError = std / Math.sqrt((double) count);
        double reach = MeanInterval.standardErrors(count) * standardError;
        figures.addAll(List.of(std, standardError, mean - reach, mean + reach));
      } else {
        figures.addAll(Collections.nCopies(4, null));
      }
      figures.add(min);
      for (int percent : PERCENT) {
        figures.add(quantiles.at(percent));
      }
      figures.add(max);
    }
    Object[] row = figures.toArray(new Object[TYPE.length()]);
    return new GenericInternalRow(row);
  }

  private static StructType type() {
    StructType type = new StructType().add("count", DataTypes.LongType, false);
    for (String name :
        List.of("sum", "mean", "std", "standard_error", "mean_low95", "mean_high95", "min")) {
      type = type.add(name, DataTypes.DoubleType);
    }
    for (int percent : PERCENT) {
      type = type.add("q%02d".formatted(percent), DataTypes.DoubleType);
    }
    return type.add("max", DataTypes.DoubleType);
  }

  /** Returns the state's bytes. */
  byte[] bytes() {
    ByteBuffer to = ByteBuffer.allocate(MOST_BYTES + quantiles.bytes());
    sum.write(to);
    squares.write(to);
    to.putLong(count).putDouble(min).putDouble(max);
    quantiles.write(to);
    return Arrays.copyOf(to.array(), to.position());
  }

  /** Reads the state at the buffer's position. */
  static ValueStatistics read(ByteBuffer from) {
    ExactSum sum = ExactSum.read(from);
    ExactSquares squares = ExactSquares.read(from);
    long count = from.getLong();
    double min = from.getDouble();
    double max = from.getDouble();
    return new ValueStatistics(sum, squares, Quantiles.read(from), count, min, max);
  }
}
