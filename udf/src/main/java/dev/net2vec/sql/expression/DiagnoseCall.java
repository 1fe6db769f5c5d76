package dev.net2vec.sql.expression;

import dev.net2vec.kpi.InvalidMaskException;
import dev.net2vec.kpi.SoftConfusion;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** Every instance's confusion of a scored pair, or the reason why there is none. */
public record DiagnoseCall(String function) implements Net2VecCall {
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
  public InternalRow invoke(Object pair) {
    if (pair == null) {
      return null;
    }
    InternalRow scored = (InternalRow) pair;
    return Scored.isValid(scored) ? valid(Scored.confusion(scored)) : invalid(function, scored);
  }

  /** Returns why a scored pair is invalid; throws if an argument is. */
  static InternalRow invalid(String function, InternalRow scored) {
    UTF8String reason = Scored.reason(scored);
    if (reason == null) {
      throw SqlErrors.in(function, Scored.error(scored));
    }
    return new GenericInternalRow(new Object[] {reason, Scored.message(scored), null});
  }

  /** Returns why a mask is invalid, as a diagnosis whose third field is NULL. */
  static InternalRow invalid(InvalidMaskException mask) {
    return new GenericInternalRow(
        new Object[] {
          UTF8String.fromString(mask.reason().name()),
          UTF8String.fromString(mask.getMessage()),
          null
        });
  }

  private static InternalRow valid(double[] flat) {
    Object[] instances = new Object[flat.length / SoftConfusion.WIDTH];
    for (int i = 0; i < instances.length; i++) {
      instances[i] = CountsCall.row(flat, i);
    }
    return new GenericInternalRow(new Object[] {null, null, new GenericArrayData(instances)});
  }
}
