package dev.net2vec.sql.expression;

import dev.net2vec.kpi.CompactCurve;
import dev.net2vec.kpi.ThresholdCounts;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.StructType;

/** Curves, the counts of pixels above each threshold, as Spark sees them. */
public final class Curves {
  private static final int PRECISION = 38;
  private static final int SCALE = ThresholdCounts.SCALE;
  private static final BigInteger UNITS = BigInteger.TEN.pow(SCALE);

  public static final StructType TYPE =
      new StructType()
          .add("thresholds", DataTypes.IntegerType, false)
          .add("pixels", DataTypes.LongType, false)
          .add("target_pixels", DataTypes.LongType, false)
          .add("foreground_above", new ArrayType(DataTypes.LongType, false), false)
          .add("background_above", new ArrayType(DataTypes.LongType, false), false)
          .add(
              "predicted",
              new ArrayType(DataTypes.createDecimalType(PRECISION, SCALE), false),
              false);

  private Curves() {}

  /**
   * Adds the counts of a scored pair; none if a mask is NULL.
   *
   * @throws IllegalArgumentException if the pair is invalid
   */
  public static void addScored(InternalRow scored, ThresholdCounts to) {
    double[] counts = Scored.require(scored);
    if (counts != null) {
      to.add(counts);
    }
  }

  /** Returns a curve's struct. */
  public static InternalRow row(ThresholdCounts counts) {
    int n = counts.n();
    long foreground = counts.foreground();
    Object[] predicted = new Object[n];
    for (int k = 0; k < n; k++) {
      BigInteger units =
          BigInteger.valueOf(counts.wholeIn(k + 1))
              .multiply(UNITS)
              .add(BigInteger.valueOf(counts.unitsIn(k + 1)));
      predicted[k] = Decimal.apply(new BigDecimal(units, SCALE), PRECISION, SCALE);
    }
    return new GenericInternalRow(
        new Object[] {
          n,
          foreground + counts.background(),
          foreground,
          UnsafeArrayData.fromPrimitiveArray(counts.foregroundAbove()),
          UnsafeArrayData.fromPrimitiveArray(counts.backgroundAbove()),
          new GenericArrayData(predicted)
        });
  }

  /**
   * Returns the counts of a curve's struct, or of its compact form.
   *
   * @throws IllegalArgumentException if they are not what was written
   */
  public static ThresholdCounts of(Object curve) {
    return curve instanceof byte[] bytes ? CompactCurve.read(bytes) : of((InternalRow) curve);
  }

  /**
   * Returns the counts of a curve's struct.
   *
   * @throws IllegalArgumentException if a part of it is NULL, or no pixels could have these counts
   */
  private static ThresholdCounts of(InternalRow curve) {
    for (int field = 0; field < TYPE.size(); field++) {
      if (curve.isNullAt(field)) {
        throw new IllegalArgumentException(
            "curve's %s is NULL, but must be what mask_curve returned"
                .formatted(TYPE.fields()[field].name()));
      }
    }
    ArrayData predicted = curve.getArray(5);
    long[] whole = new long[predicted.numElements()];
    long[] units = new long[whole.length];
    for (int i = 0; i < whole.length; i++) {
      BigInteger[] parts =
          predicted
              .getDecimal(i, PRECISION, SCALE)
              .toJavaBigDecimal()
              .setScale(SCALE)
              .unscaledValue()
              .divideAndRemainder(UNITS);
      whole[i] = parts[0].longValueExact();
      units[i] = parts[1].longValueExact();
    }
    return ThresholdCounts.above(
        curve.getLong(1),
        curve.getLong(2),
        curve.getArray(3).toLongArray(),
        curve.getArray(4).toLongArray(),
        whole,
        units);
  }
}
