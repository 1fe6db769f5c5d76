package dev.net2vec.job;

import static org.apache.spark.sql.functions.udf;

import org.apache.commons.math3.distribution.TDistribution;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;

/** How far the 95 % interval of a mean reaches, by Student's t distribution. */
final class MeanInterval {
  private static final double UPPER = 0.975;

  private MeanInterval() {}

  /** Returns how many standard errors a mean of so many values may be off; null below two. */
  static Double standardErrors(Long count) {
    return count < 2 ? null : new TDistribution(count - 1).inverseCumulativeProbability(UPPER);
  }

  /** The same for a column. */
  static UserDefinedFunction column() {
    return udf((UDF1<Long, Double>) MeanInterval::standardErrors, DataTypes.DoubleType);
  }
}
