package dev.net2vec.sql.expression;

import dev.net2vec.kpi.ConfusionKernel;
import dev.net2vec.kpi.IgnoreValues;
import dev.net2vec.kpi.MaskErrors;
import dev.net2vec.kpi.Pixels;
import dev.net2vec.kpi.SoftConfusion;
import dev.net2vec.mask.MaskDecoder;
import java.util.Objects;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * Runs the kernel on two cells and returns the flat soft confusion of every instance ({@link
 * SoftConfusion#WIDTH} doubles each).
 *
 * <p>All functions of mask pairs are built on this call. Equality ignores the function name, which
 * only appears in errors, so a query with several functions of the same masks decodes and scores
 * them once.
 *
 * @param ignoreValues pixels whose target has one of these values are excluded
 */
public record ConfusionCall(
    String function,
    MaskDecoder prediction,
    MaskDecoder target,
    IgnoreValues ignoreValues,
    Instances instances,
    IfInvalid ifInvalid)
    implements Net2VecCall {
  private static final long serialVersionUID = 1L;

  public static final DataType RESULT = new ArrayType(DataTypes.DoubleType, false);

  /** One kernel per thread: it reuses its blocks, and threads may share a plan's functions. */
  private static final ThreadLocal<ConfusionKernel> KERNEL = new ThreadLocal<>();

  public enum Instances {
    ONE,
    ANY
  }

  public enum IfInvalid {
    FAIL,
    NULL
  }

  /** Called by generated code; returns null if a cell is NULL. */
  public ArrayData invoke(Object predictionCell, Object targetCell, double targetThresh) {
    if (predictionCell == null || targetCell == null) {
      return null;
    }
    try {
      return UnsafeArrayData.fromPrimitiveArray(score(predictionCell, targetCell, targetThresh));
    } catch (IllegalArgumentException e) {
      if (ifInvalid == IfInvalid.NULL) {
        return null;
      }
      throw SqlErrors.in(function, e);
    }
  }

  double[] score(Object predictionCell, Object targetCell, double targetThresh) {
    Pixels predictionPixels = prediction.decode(predictionCell);
    Pixels targetPixels = target.decode(targetCell);
    double[] flat = kernel().run(predictionPixels, targetPixels, targetThresh);
    if (instances == Instances.ONE && flat.length != SoftConfusion.WIDTH) {
      throw MaskErrors.severalInstances(targetPixels.shape(), "net2vec_batch");
    }
    return flat;
  }

  private ConfusionKernel kernel() {
    ConfusionKernel kernel = KERNEL.get();
    if (kernel == null || !kernel.ignoreValues().equals(ignoreValues)) {
      kernel = new ConfusionKernel(ignoreValues);
      KERNEL.set(kernel);
    }
    return kernel;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConfusionCall call
        && prediction.equals(call.prediction)
        && target.equals(call.target)
        && ignoreValues.equals(call.ignoreValues)
        && instances == call.instances
        && ifInvalid == call.ifInvalid;
  }

  @Override
  public int hashCode() {
    return Objects.hash(prediction, target, ignoreValues, instances, ifInvalid);
  }

  @Override
  public String toString() {
    return "confusion";
  }
}
