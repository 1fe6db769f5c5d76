package dev.net2vec.sql.expression;

import dev.net2vec.kpi.SoftConfusion;
import dev.net2vec.sql.expression.ValueCall.IfInvalid;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;

/** The confusion of every channel of scored activations, as structs with named fields. */
public record ChannelsCall(String function, IfInvalid ifInvalid) implements Net2VecCall {
  private static final long serialVersionUID = 1L;

  public static final DataType RESULT = new ArrayType(CountsCall.RESULT, false);

  /** Called by generated code; returns null if a mask is NULL. */
  public ArrayData invoke(Object scored) {
    if (scored == null) {
      return null;
    }
    double[] flat;
    try {
      flat = Scored.require((InternalRow) scored);
    } catch (IllegalArgumentException e) {
      if (ifInvalid == IfInvalid.NULL) {
        return null;
      }
      throw SqlErrors.in(function, e);
    }
    if (flat == null) {
      return null;
    }
    Object[] channels = new Object[flat.length / SoftConfusion.WIDTH];
    for (int i = 0; i < channels.length; i++) {
      channels[i] = CountsCall.row(flat, i);
    }
    return new GenericArrayData(channels);
  }
}
