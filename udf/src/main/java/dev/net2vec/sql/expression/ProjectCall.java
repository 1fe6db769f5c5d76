package dev.net2vec.sql.expression;

import dev.net2vec.kpi.InvalidMaskException;
import dev.net2vec.kpi.MaskErrors;
import dev.net2vec.kpi.Pixels;
import dev.net2vec.kpi.Projection;
import dev.net2vec.kpi.Shape;
import dev.net2vec.mask.MaskDecoder;
import dev.net2vec.sql.expression.ValueCall.IfInvalid;
import java.util.Arrays;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The weighted sum of the channels of activations. */
public record ProjectCall(String function, MaskDecoder activations, IfInvalid ifInvalid)
    implements Net2VecCall {
  private static final long serialVersionUID = 1L;

  public static final DataType RESULT =
      new ArrayType(new ArrayType(DataTypes.DoubleType, false), false);

  /** One for each thread: it reuses its blocks, and threads may share a plan's functions. */
  private static final ThreadLocal<Projection> PROJECTION =
      ThreadLocal.withInitial(Projection::new);

  /** Called by generated code; returns null if the activations or the weights are NULL. */
  public ArrayData invoke(Object cell, Object weights, double bias) {
    if (cell == null || weights == null) {
      return null;
    }
    try {
      return projected(activations, cell, (ArrayData) weights, bias);
    } catch (IllegalArgumentException e) {
      if (ifInvalid == IfInvalid.NULL) {
        return null;
      }
      throw SqlErrors.in(function, e);
    }
  }

  private static ArrayData projected(
      MaskDecoder activations, Object cell, ArrayData weights, double bias) {
    Pixels decoded = LastActivations.of(activations, cell);
    return rows(decoded.shape(), PROJECTION.get().run(decoded, weights(weights), bias));
  }

  private static double[] weights(ArrayData weights) {
    for (int i = 0; i < weights.numElements(); i++) {
      if (weights.isNullAt(i)) {
        throw MaskErrors.nullWeight(i);
      }
    }
    return weights.toDoubleArray();
  }

  private static ArrayData rows(Shape shape, double[] projected) {
    int width = shape.dim(shape.rank() - 1);
    Object[] rows = new Object[projected.length / width];
    for (int i = 0; i < rows.length; i++) {
      rows[i] =
          UnsafeArrayData.fromPrimitiveArray(
              Arrays.copyOfRange(projected, i * width, (i + 1) * width));
    }
    return new GenericArrayData(rows);
  }

  @Override
  public String toString() {
    return "project";
  }

  /** The projection, or the reason why there is none. */
  public record Diagnosed(String function, MaskDecoder activations) implements Net2VecCall {
    private static final long serialVersionUID = 1L;

    public static final String PROJECTION = "projection";

    public static final StructType RESULT =
        new StructType()
            .add(DiagnoseCall.REASON, DataTypes.StringType)
            .add(DiagnoseCall.MESSAGE, DataTypes.StringType)
            .add(PROJECTION, ProjectCall.RESULT);

    /** Called by generated code; returns null if the activations or the weights are NULL. */
    public InternalRow invoke(Object cell, Object weights, double bias) {
      if (cell == null || weights == null) {
        return null;
      }
      try {
        return new GenericInternalRow(
            new Object[] {null, null, projected(activations, cell, (ArrayData) weights, bias)});
      } catch (InvalidMaskException e) {
        return DiagnoseCall.invalid(e);
      } catch (IllegalArgumentException e) {
        throw SqlErrors.in(function, e);
      }
    }

    @Override
    public String toString() {
      return "diagnose_project";
    }
  }
}
