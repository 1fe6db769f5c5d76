package dev.net2vec.sql.expression;

import dev.net2vec.kpi.FactorPosClass;
import dev.net2vec.kpi.SoftConfusion;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;

/** The values of all instances of a confusion, for a b that may differ per row. */
public record ValuesCall(String function) implements Net2VecCall {
  private static final long serialVersionUID = 1L;

  /** Called by generated code; returns null if the confusion is NULL. */
  public ArrayData invoke(Object confusion, double factorPosClass) {
    if (confusion == null) {
      return null;
    }
    try {
      FactorPosClass.require(factorPosClass);
    } catch (IllegalArgumentException e) {
      throw SqlErrors.in(function, e);
    }
    double[] flat = ((ArrayData) confusion).toDoubleArray();
    double[] values = new double[flat.length / SoftConfusion.WIDTH];
    for (int i = 0; i < values.length; i++) {
      values[i] = SoftConfusion.fromFlat(flat, i).net2vec(factorPosClass);
    }
    return UnsafeArrayData.fromPrimitiveArray(values);
  }
}
