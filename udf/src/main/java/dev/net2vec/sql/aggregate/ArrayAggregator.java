package dev.net2vec.sql.aggregate;

import dev.net2vec.kpi.GroupReduction;
import dev.net2vec.kpi.ReductionException;
import dev.net2vec.sql.expression.SqlErrors;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.catalyst.encoders.AgnosticEncoders;
import org.apache.spark.sql.expressions.Aggregator;
import scala.Tuple2;

/**
 * Applies a user's aggregator of doubles to rows of arrays of doubles. Without any value, the
 * result is NULL, as for the library's other aggregates.
 *
 * @param <B> the buffer of the user's aggregator
 */
public final class ArrayAggregator<B> extends Aggregator<double[], Tuple2<B, Long>, Double> {
  private static final long serialVersionUID = 1L;

  private final String function;
  private final Aggregator<Double, B, Double> aggregator;

  public ArrayAggregator(String function, Aggregator<Double, B, Double> aggregator) {
    this.function = function;
    this.aggregator = aggregator;
  }

  @SuppressWarnings(
      "unchecked") // Scala's type is an array of doubles, which Java erases to Object.
  public static Encoder<double[]> input() {
    return (Encoder<double[]>)
        (Encoder<?>)
            new AgnosticEncoders.ArrayEncoder<>(
                AgnosticEncoders.PrimitiveDoubleEncoder$.MODULE$, /* containsNull= */ false);
  }

  @Override
  public Tuple2<B, Long> zero() {
    return new Tuple2<>(aggregator.zero(), 0L);
  }

  @Override
  public Tuple2<B, Long> reduce(Tuple2<B, Long> buffer, double[] values) {
    if (values == null) {
      return buffer;
    }
    B reduced = buffer._1();
    for (double value : values) {
      reduced = aggregator.reduce(reduced, value);
    }
    return new Tuple2<>(reduced, buffer._2() + values.length);
  }

  @Override
  public Tuple2<B, Long> merge(Tuple2<B, Long> one, Tuple2<B, Long> other) {
    return new Tuple2<>(aggregator.merge(one._1(), other._1()), one._2() + other._2());
  }

  @Override
  public Double finish(Tuple2<B, Long> buffer) {
    if (buffer._2() == 0) {
      return null;
    }
    String name = aggregator.getClass().getName();
    Double result = aggregator.finish(buffer._1());
    try {
      return GroupReduction.requireFinite(name, result == null ? Double.NaN : result);
    } catch (ReductionException e) {
      throw SqlErrors.in(function, e);
    }
  }

  @Override
  public Encoder<Tuple2<B, Long>> bufferEncoder() {
    return Encoders.tuple(aggregator.bufferEncoder(), Encoders.LONG());
  }

  @Override
  public Encoder<Double> outputEncoder() {
    return Encoders.DOUBLE();
  }
}
