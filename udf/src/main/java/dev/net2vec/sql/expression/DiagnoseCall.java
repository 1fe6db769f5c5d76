package dev.net2vec.sql.expression;

import dev.net2vec.kpi.InvalidMaskException;
import dev.net2vec.kpi.MaskErrors;
import dev.net2vec.kpi.MaskRole;
import dev.net2vec.kpi.SoftConfusion;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Every instance's confusion, or the reason why there is none; an invalid mask is not an error
 * here.
 */
public record DiagnoseCall(ConfusionCall confusion) implements Net2VecCall {
  private static final long serialVersionUID = 1L;

  public static final String REASON = "reason";
  public static final String MESSAGE = "message";
  public static final String INSTANCES = "instances";

  public static final StructType RESULT =
      new StructType()
          .add(REASON, DataTypes.StringType)
          .add(MESSAGE, DataTypes.StringType)
          .add(INSTANCES, new ArrayType(CountsCall.RESULT, false));

  /** Called by generated code. */
  public InternalRow invoke(Object predictionCell, Object targetCell, double targetThresh) {
    try {
      if (predictionCell == null) {
        throw MaskErrors.nullMask(MaskRole.PREDICTION);
      }
      if (targetCell == null) {
        throw MaskErrors.nullMask(MaskRole.TARGET);
      }
      return valid(confusion.score(predictionCell, targetCell, targetThresh));
    } catch (InvalidMaskException e) {
      return new GenericInternalRow(
          new Object[] {
            UTF8String.fromString(e.reason().name()), UTF8String.fromString(e.getMessage()), null
          });
    } catch (IllegalArgumentException e) {
      throw SqlErrors.in(confusion.function(), e);
    }
  }

  private static InternalRow valid(double[] flat) {
    Object[] instances = new Object[flat.length / SoftConfusion.WIDTH];
    for (int i = 0; i < instances.length; i++) {
      instances[i] = CountsCall.row(flat, i);
    }
    return new GenericInternalRow(new Object[] {null, null, new GenericArrayData(instances)});
  }
}
