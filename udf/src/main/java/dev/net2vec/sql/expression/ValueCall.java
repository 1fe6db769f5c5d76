package dev.net2vec.sql.expression;

import dev.net2vec.kpi.SoftConfusion;
import dev.net2vec.sql.expression.ConfusionCall.IfInvalid;
import org.apache.spark.sql.catalyst.util.ArrayData;

/** The value of a confusion's only instance, for a b that may differ per row. */
public record ValueCall(String function, IfInvalid ifInvalid) implements Net2VecCall {
  private static final long serialVersionUID = 1L;

  /** Called by generated code; returns null if the confusion is NULL. */
  public Double invoke(Object confusion, double factorPosClass) {
    if (confusion == null) {
      return null;
    }
    try {
      return SoftConfusion.fromFlat(((ArrayData) confusion).toDoubleArray(), 0)
          .net2vec(factorPosClass);
    } catch (IllegalArgumentException e) {
      if (ifInvalid == IfInvalid.NULL) {
        return null;
      }
      throw SqlErrors.in(function, e);
    }
  }
}
