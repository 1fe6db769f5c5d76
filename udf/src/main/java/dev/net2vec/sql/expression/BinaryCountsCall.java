package dev.net2vec.sql.expression;

import dev.net2vec.kpi.SoftConfusion;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The counts of the only instance of a pair whose prediction was binarised. */
public record BinaryCountsCall(String function) implements Net2VecCall {
  private static final long serialVersionUID = 1L;

  public static final StructType RESULT =
      new StructType()
          .add(CountsCall.PIXELS, DataTypes.LongType, false)
          .add(CountsCall.TRUE_POSITIVE, DataTypes.LongType, false)
          .add(CountsCall.FALSE_POSITIVE, DataTypes.LongType, false)
          .add(CountsCall.FALSE_NEGATIVE, DataTypes.LongType, false)
          .add(CountsCall.TRUE_NEGATIVE, DataTypes.LongType, false);

  /** Called by generated code; returns null if a mask is NULL. */
  public InternalRow invoke(Object scored) {
    SoftConfusion counts = PairFigure.only(function, scored);
    return counts == null
        ? null
        : new GenericInternalRow(
            new Object[] {
              counts.pixels(),
              (long) counts.truePositive(),
              (long) counts.falsePositive(),
              (long) counts.falseNegative(),
              (long) counts.trueNegative()
            });
  }
}
