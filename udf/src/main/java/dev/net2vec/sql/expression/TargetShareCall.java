package dev.net2vec.sql.expression;

import dev.net2vec.kpi.IgnoreValues;
import dev.net2vec.kpi.TargetShare;
import dev.net2vec.mask.MaskDecoder;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;

/**
 * The share of foreground in every instance of a target, which needs no prediction.
 *
 * @param ignoreValues pixels of these values count for nothing
 */
public record TargetShareCall(String function, MaskDecoder target, IgnoreValues ignoreValues)
    implements Net2VecCall {
  private static final long serialVersionUID = 1L;

  /** Called by generated code; returns null where the cell is NULL. */
  public ArrayData invoke(Object targetCell, double targetThresh) {
    if (targetCell == null) {
      return null;
    }
    try {
      return UnsafeArrayData.fromPrimitiveArray(
          TargetShare.of(target.decode(targetCell), targetThresh, ignoreValues));
    } catch (IllegalArgumentException e) {
      throw SqlErrors.in(function, e);
    }
  }
}
