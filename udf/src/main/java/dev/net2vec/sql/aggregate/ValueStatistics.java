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
import org.apache.spark.sql.catalyst.expressions.aggregate.ApproximatePercentile;
import org.apache.spark.sql.catalyst.expressions.aggregate.ApproximatePercentile.PercentileDigest;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Count, sum, mean, spread, confidence interval and quantiles of values; a state that takes single
 * values and merges with others.
 *
 * <p>Sums are exact; sum, mean and std are rounded once. Quantiles are those of Spark's {@code
 * percentile_approx}.
 */
final class ValueStatistics {
  /** The quantiles, in percent. */
  private static final int[] QUANTILES = {5, 25, 50, 75, 95};

  /**
   * Quantiles are exact up to half as many values; beyond that, their rank is off by at most 1/this
   * of the count.
   */
  private static final double QUANTILE_ACCURACY = 100_000;

  private static final int MOST_BYTES =
      ExactSum.BYTES + ExactSquares.BYTES + Long.BYTES + 2 * Double.BYTES + Integer.BYTES;

  static final StructType TYPE = type();

  private final ExactSum sum;
  private final ExactSquares squares;
  private final PercentileDigest quantiles;
  private long count;
  private double min;
  private double max;

  ValueStatistics() {
    this(
        new ExactSum(),
        new ExactSquares(),
        new PercentileDigest(1 / QUANTILE_ACCURACY),
        0,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY);
  }

  private ValueStatistics(
      ExactSum sum,
      ExactSquares squares,
      PercentileDigest quantiles,
      long count,
      double min,
      double max) {
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
      double[] shares = new double[QUANTILES.length];
      for (int i = 0; i < shares.length; i++) {
        shares[i] = QUANTILES[i] / 100.0;
      }
      figures.addAll(CollectionConverters.asJava(quantiles.getPercentiles(shares)));
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
    for (int percent : QUANTILES) {
      type = type.add("q%02d".formatted(percent), DataTypes.DoubleType);
    }
    return type.add("max", DataTypes.DoubleType);
  }

  /** Returns the state's bytes. */
  byte[] bytes() {
    byte[] digest = ApproximatePercentile.serializer().serialize(quantiles);
    ByteBuffer to = ByteBuffer.allocate(MOST_BYTES + digest.length);
    sum.write(to);
    squares.write(to);
    to.putLong(count).putDouble(min).putDouble(max).putInt(digest.length).put(digest);
    return Arrays.copyOf(to.array(), to.position());
  }

  /** Reads the state at the buffer's position. */
  static ValueStatistics read(ByteBuffer from) {
    ExactSum sum = ExactSum.read(from);
    ExactSquares squares = ExactSquares.read(from);
    long count = from.getLong();
    double min = from.getDouble();
    double max = from.getDouble();
    byte[] digest = new byte[from.getInt()];
    from.get(digest);
    return new ValueStatistics(
        sum, squares, ApproximatePercentile.serializer().deserialize(digest), count, min, max);
  }
}
