package dev.net2vec.sql;

import dev.net2vec.kpi.SoftConfusion;
import dev.net2vec.sql.ConfusionCall.OnInvalid;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.DataTypes;

/** The value of the one instance of a confusion, for a b that may differ from row to row. */
public record ValueCall(String function, OnInvalid onInvalid) implements Net2VecCall {
  private static final long serialVersionUID = 1L;

  /** Called by generated code; returns null where the confusion is NULL. */
  public Double invoke(Object confusion, double factorPosClass) {
    if (confusion == null) {
      return null;
    }
    try {
      return SoftConfusion.fromFlat(((ArrayData) confusion).toDoubleArray(), 0)
          .net2vec(factorPosClass);
    } catch (IllegalArgumentException e) {
      if (onInvalid == OnInvalid.NULL) {
        return null;
      }
      throw SqlErrors.in(function, e);
    }
  }
}
