package dev.net2vec.sql.expression;

import dev.net2vec.kpi.SoftConfusion;
import org.apache.spark.sql.catalyst.InternalRow;

/** The value of a scored pair's only instance, for a b that may differ per row. */
public record ValueCall(String function, IfInvalid ifInvalid) implements Net2VecCall {
  private static final long serialVersionUID = 1L;

  /** What an invalid pair gives. */
  public enum IfInvalid {
    FAIL,
    NULL
  }

  /** Called by generated code; returns null if a mask is NULL. */
  public Double invoke(Object scored, double factorPosClass) {
    if (scored == null) {
      return null;
    }
    try {
      double[] flat = Scored.requireOne((InternalRow) scored);
      return flat == null ? null : (Double) SoftConfusion.fromFlat(flat, 0).net2vec(factorPosClass);
    } catch (IllegalArgumentException e) {
      if (ifInvalid == IfInvalid.NULL) {
        return null;
      }
      throw SqlErrors.in(function, e);
    }
  }
}
