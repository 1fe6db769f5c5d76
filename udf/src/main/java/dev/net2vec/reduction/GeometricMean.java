package dev.net2vec.reduction;

import dev.net2vec.kpi.ExactSum;
import java.io.Serializable;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.expressions.Aggregator;

/**
 * The geometric mean, exp(mean of ln v): a mergeable reduction, for groups of any size.
 *
 * <p>The logarithms are summed exactly, so the result has the same bits for any order and
 * partitioning of the rows. It is 0 if any value is.
 *
 * <pre>{@code
 * SET spark.net2vec.reduction = dev.net2vec.reduction.GeometricMean;
 * SELECT net2vec_reduce_values(v) FROM VALUES (2), (8) AS t(v);  -- 4.0
 * }</pre>
 */
public final class GeometricMean extends Aggregator<Double, GeometricMean.Logarithms, Double> {
  private static final long serialVersionUID = 1L;

  /** Creates the reduction. */
  public GeometricMean() {}

  /** The state: the sums of the positive and of the negative logarithms, and two counts. */
  public static final class Logarithms implements Serializable {
    private static final long serialVersionUID = 1L;

    private final ExactSum above = new ExactSum();
    private final ExactSum below = new ExactSum();
    private long count;
    private long zeros;

    private void add(double value) {
      count++;
      if (value == 0) {
        zeros++;
        return;
      }
      double logarithm = StrictMath.log(value);
      (logarithm >= 0 ? above : below).add(Math.abs(logarithm));
    }

    private void add(Logarithms other) {
      above.add(other.above);
      below.add(other.below);
      count += other.count;
      zeros += other.zeros;
    }

    private double mean() {
      return zeros > 0 ? 0 : StrictMath.exp((above.value() - below.value()) / count);
    }
  }

  @Override
  public Logarithms zero() {
    return new Logarithms();
  }

  @Override
  public Logarithms reduce(Logarithms logarithms, Double value) {
    logarithms.add(value);
    return logarithms;
  }

  @Override
  public Logarithms merge(Logarithms one, Logarithms other) {
    one.add(other);
    return one;
  }

  @Override
  public Double finish(Logarithms logarithms) {
    return logarithms.mean();
  }

  @Override
  public Encoder<Logarithms> bufferEncoder() {
    return Encoders.javaSerialization(Logarithms.class);
  }

  @Override
  public Encoder<Double> outputEncoder() {
    return Encoders.DOUBLE();
  }
}
