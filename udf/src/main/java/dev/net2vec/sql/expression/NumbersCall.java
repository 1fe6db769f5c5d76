package dev.net2vec.sql.expression;

import java.util.Arrays;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** The numbers of a row without the NULLs, checked for an exact sum. */
public record NumbersCall(String function) implements Net2VecCall {
  private static final long serialVersionUID = 1L;

  public static final DataType RESULT = new ArrayType(DataTypes.DoubleType, false);

  /** Called by generated code; returns null for NULL. */
  public ArrayData invoke(Object numbers) {
    if (numbers == null) {
      return null;
    }
    ArrayData array = (ArrayData) numbers;
    double[] values = new double[array.numElements()];
    int count = 0;
    for (int i = 0; i < values.length; i++) {
      if (array.isNullAt(i)) {
        continue;
      }
      values[count++] = require(function, array.getDouble(i));
    }
    return UnsafeArrayData.fromPrimitiveArray(Arrays.copyOf(values, count));
  }

  /** Returns the number; throws if it is negative, NaN or infinite. */
  public static double require(String function, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw SqlErrors.in(
          function,
          new IllegalArgumentException(
              "value is " + value + ", but must be finite and at least 0"));
    }
    return value;
  }
}
