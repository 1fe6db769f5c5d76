package dev.net2vec.sql.expression;

import dev.net2vec.kpi.FactorPosClass;
import dev.net2vec.kpi.SoftConfusion;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;

/** The values of all instances of a scored pair, for a b that may differ per row. */
public record ValuesCall(String function) implements Net2VecCall {
  private static final long serialVersionUID = 1L;

  /** Called by generated code; returns null if a mask is NULL. */
  public ArrayData invoke(Object scored, double factorPosClass) {
    if (scored == null) {
      return null;
    }
    double[] flat;
    try {
      flat = Scored.require((InternalRow) scored);
      FactorPosClass.require(factorPosClass);
    } catch (IllegalArgumentException e) {
      throw SqlErrors.in(function, e);
    }
    if (flat == null) {
      return null;
    }
    double[] values = new double[flat.length / SoftConfusion.WIDTH];
    for (int i = 0; i < values.length; i++) {
      values[i] = SoftConfusion.fromFlat(flat, i).net2vec(factorPosClass);
    }
    return UnsafeArrayData.fromPrimitiveArray(values);
  }
}
