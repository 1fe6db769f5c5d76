package dev.net2vec.sql;

import dev.net2vec.kpi.ExactDeviation;
import dev.net2vec.kpi.ExactSum;
import java.io.Serializable;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;

/** The steps of a standard deviation that are not those of a sum. */
public final class DeviationCall {
  private DeviationCall() {}

  /** The squares of a row's values, as the terms of an exact sum. */
  public record Squares() implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Called by generated code; returns null for NULL. */
    public ArrayData invoke(Object values) {
      if (values == null) {
        return null;
      }
      double[] array = ((ArrayData) values).toDoubleArray();
      double[] terms = new double[array.length * ExactDeviation.TERMS];
      for (int i = 0; i < array.length; i++) {
        ExactDeviation.square(array[i], terms, i * ExactDeviation.TERMS);
      }
      return UnsafeArrayData.fromPrimitiveArray(terms);
    }
  }

  /** The deviation, from the state of the values and that of their squares. */
  public record Finish() implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Called by generated code; returns null below two values. */
    public Double invoke(
        long s0,
        long s1,
        long s2,
        long s3,
        long s4,
        long count,
        long q0,
        long q1,
        long q2,
        long q3,
        long q4,
        long qCount) {
      return count < 2
          ? null
          : (Double)
              ExactDeviation.of(
                  new ExactSum(s0, s1, s2, s3, s4), new ExactSum(q0, q1, q2, q3, q4), count);
    }
  }
}
