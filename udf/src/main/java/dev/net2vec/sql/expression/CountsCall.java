package dev.net2vec.sql.expression;

import dev.net2vec.kpi.SoftConfusion;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The confusion of the only instance of a scored pair, as a struct with named fields. */
public record CountsCall(String function) implements Net2VecCall {
  private static final long serialVersionUID = 1L;

  public static final String PIXELS = "pixels";
  public static final String TARGET_PIXELS = "target_pixels";
  public static final String PREDICTED = "predicted";
  public static final String TRUE_POSITIVE = "true_positive";
  public static final String FALSE_POSITIVE = "false_positive";
  public static final String FALSE_NEGATIVE = "false_negative";
  public static final String TRUE_NEGATIVE = "true_negative";

  public static final StructType RESULT =
      new StructType()
          .add(PIXELS, DataTypes.LongType, false)
          .add(TARGET_PIXELS, DataTypes.LongType, false)
          .add(PREDICTED, DataTypes.DoubleType, false)
          .add(TRUE_POSITIVE, DataTypes.DoubleType, false)
          .add(FALSE_POSITIVE, DataTypes.DoubleType, false)
          .add(FALSE_NEGATIVE, DataTypes.DoubleType, false)
          .add(TRUE_NEGATIVE, DataTypes.DoubleType, false);

  /** Called by generated code; returns null if a mask is NULL. */
  public InternalRow invoke(Object scored) {
    if (scored == null) {
      return null;
    }
    try {
      double[] flat = Scored.requireOne((InternalRow) scored);
      return flat == null ? null : row(flat, 0);
    } catch (IllegalArgumentException e) {
      throw SqlErrors.in(function, e);
    }
  }

  static InternalRow row(double[] flat, int instance) {
    return new GenericInternalRow(fields(flat, instance));
  }

  /** Returns the fields of one instance's struct. */
  static Object[] fields(double[] flat, int instance) {
    SoftConfusion confusion = SoftConfusion.fromFlat(flat, instance);
    return new Object[] {
      confusion.pixels(),
      confusion.targetPixels(),
      confusion.predicted(),
      confusion.truePositive(),
      confusion.falsePositive(),
      confusion.falseNegative(),
      confusion.trueNegative()
    };
  }
}
