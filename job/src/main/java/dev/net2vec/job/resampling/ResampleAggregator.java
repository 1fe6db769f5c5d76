package dev.net2vec.job.resampling;

import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.catalyst.encoders.AgnosticEncoders;
import org.apache.spark.sql.expressions.Aggregator;

/**
 * Sums components of instances in each replicate, as Spark aggregates them: one state per partition
 * and group, whatever the number of rows.
 */
final class ResampleAggregator extends Aggregator<long[], double[], double[]> {
  private static final long serialVersionUID = 1L;

  private final int components;
  private final int replicates;
  private final long seed;

  /** Made where rows are added, once for all. */
  private transient ResampledSums sums;

  ResampleAggregator(int components, int replicates, long seed) {
    this.components = components;
    this.replicates = replicates;
    this.seed = seed;
  }

  /** The encoder of rows: the instance's hash, then its components' numbers on the grid. */
  @SuppressWarnings("unchecked") // Scala's type is an array of longs, which Java erases to Object.
  static Encoder<long[]> input() {
    return (Encoder<long[]>)
        (Encoder<?>)
            new AgnosticEncoders.ArrayEncoder<>(
                AgnosticEncoders.PrimitiveLongEncoder$.MODULE$, /* containsNull= */ false);
  }

  @SuppressWarnings("unchecked") // As above.
  private static Encoder<double[]> state() {
    return (Encoder<double[]>)
        (Encoder<?>)
            new AgnosticEncoders.ArrayEncoder<>(
                AgnosticEncoders.PrimitiveDoubleEncoder$.MODULE$, /* containsNull= */ false);
  }

  @Override
  public double[] zero() {
    return new double[components * replicates];
  }

  @Override
  public double[] reduce(double[] buffer, long[] row) {
    if (sums == null) {
      sums = new ResampledSums(replicates, seed);
    }
    sums.add(buffer, row);
    return buffer;
  }

  @Override
  public double[] merge(double[] one, double[] other) {
    ResampledSums.merge(one, other);
    return one;
  }

  @Override
  public double[] finish(double[] buffer) {
    return buffer;
  }

  @Override
  public Encoder<double[]> bufferEncoder() {
    return state();
  }

  @Override
  public Encoder<double[]> outputEncoder() {
    return state();
  }
}
