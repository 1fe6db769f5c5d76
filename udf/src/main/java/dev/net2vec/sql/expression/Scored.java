package dev.net2vec.sql.expression;

import dev.net2vec.kpi.InvalidMaskException;
import dev.net2vec.kpi.InvalidMaskException.Reason;
import dev.net2vec.kpi.MaskErrors;
import dev.net2vec.kpi.Shape;
import dev.net2vec.kpi.SoftConfusion;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The struct that a {@link ConfusionCall} returns: the flat soft confusion of every instance
 * ({@link SoftConfusion#WIDTH} doubles each), or why there is none.
 *
 * <p>An invalid mask is a value here, not an error, so that a scored pair can be computed once for
 * functions that fail, that return NULL and that report the reason, and before a filter that
 * removes the row. The function that takes the confusion out of it raises the error.
 */
final class Scored {
  static final StructType TYPE =
      new StructType()
          .add("confusion", new ArrayType(DataTypes.DoubleType, false))
          .add("shape", new ArrayType(DataTypes.IntegerType, false))
          .add("reason", DataTypes.StringType)
          .add("message", DataTypes.StringType);

  private static final int CONFUSION = 0;

  /** The masks' shape, if they hold several instances. */
  private static final int SHAPE = 1;

  /** The name of a {@link Reason}; null with a message if an argument is invalid, not a mask. */
  private static final int REASON = 2;

  private static final int MESSAGE = 3;

  private Scored() {}

  static InternalRow valid(double[] flat, Shape shape) {
    return row(
        UnsafeArrayData.fromPrimitiveArray(flat),
        shape.instances() == 1 ? null : MaskCall.dims(shape),
        null,
        null);
  }

  static InternalRow invalid(IllegalArgumentException error) {
    return row(
        null,
        null,
        error instanceof InvalidMaskException mask
            ? UTF8String.fromString(mask.reason().name())
            : null,
        UTF8String.fromString(error.getMessage()));
  }

  private static InternalRow row(Object... fields) {
    return new GenericInternalRow(fields);
  }

  static boolean isValid(InternalRow scored) {
    return !scored.isNullAt(CONFUSION);
  }

  /** Returns whether one of the masks is NULL. */
  static boolean isNull(InternalRow scored) {
    return Reason.NULL_MASK.name().equals(String.valueOf(reason(scored)));
  }

  /** Returns the flat confusion of a valid pair. */
  static double[] confusion(InternalRow scored) {
    return scored.getArray(CONFUSION).toDoubleArray();
  }

  /** Returns the reason of an invalid pair; null if an argument is invalid. */
  static UTF8String reason(InternalRow scored) {
    return scored.isNullAt(REASON) ? null : scored.getUTF8String(REASON);
  }

  static UTF8String message(InternalRow scored) {
    return scored.getUTF8String(MESSAGE);
  }

  /** Returns the error of an invalid pair. */
  static IllegalArgumentException error(InternalRow scored) {
    UTF8String reason = reason(scored);
    String message = message(scored).toString();
    return reason == null
        ? new IllegalArgumentException(message)
        : new InvalidMaskException(Reason.valueOf(reason.toString()), message);
  }

  /**
   * Returns the flat confusion of all instances; null if a mask is NULL.
   *
   * @throws IllegalArgumentException if the pair is invalid
   */
  static double[] require(InternalRow scored) {
    if (isValid(scored)) {
      return confusion(scored);
    } else if (isNull(scored)) {
      return null;
    }
    throw error(scored);
  }

  /**
   * Returns the confusion of the only instance; null if a mask is NULL.
   *
   * @throws IllegalArgumentException if the pair is invalid or holds several instances
   */
  static double[] requireOne(InternalRow scored) {
    double[] flat = require(scored);
    if (flat != null && !scored.isNullAt(SHAPE)) {
      Shape shape = Shape.of(scored.getArray(SHAPE).toIntArray());
      throw MaskErrors.severalInstances(shape, "net2vec_batch");
    }
    return flat;
  }
}
