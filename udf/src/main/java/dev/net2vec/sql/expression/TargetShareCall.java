package dev.net2vec.sql.expression;

import dev.net2vec.kpi.IgnoreValues;
import dev.net2vec.kpi.TargetClasses;
import dev.net2vec.kpi.TargetShare;
import dev.net2vec.mask.MaskDecoder;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;

/**
 * The foreground share of every instance of a target; needs no prediction.
 *
 * @param ignoreValues pixels with one of these values are excluded
 * @param classes the classes that are foreground; none if the threshold decides
 */
public record TargetShareCall(
    String function, MaskDecoder target, IgnoreValues ignoreValues, TargetClasses classes)
    implements Net2VecCall {
  private static final long serialVersionUID = 1L;

  /** Called by generated code; returns null if the cell is NULL. */
  public ArrayData invoke(Object targetCell, double targetThresh) {
    if (targetCell == null) {
      return null;
    }
    try {
      return UnsafeArrayData.fromPrimitiveArray(
          TargetShare.of(target.decode(targetCell), targetThresh, ignoreValues, classes));
    } catch (IllegalArgumentException e) {
      throw SqlErrors.in(function, e);
    }
  }
}
