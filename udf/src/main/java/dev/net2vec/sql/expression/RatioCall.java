package dev.net2vec.sql.expression;

import dev.net2vec.kpi.EmptyScore;
import dev.net2vec.kpi.ExactSum;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;

/**
 * The steps of a quotient of two sums. The state is the number of terms, followed by the longs of
 * the {@link ExactSum}s of numerators and denominators.
 */
public final class RatioCall {
  /** The number of longs in the state. */
  public static final int LONGS = 1 + 2 * ExactSum.WORDS;

  private static final int COUNT = 0;
  private static final int NUMERATOR = 1;
  private static final int DENOMINATOR = NUMERATOR + ExactSum.WORDS;

  private RatioCall() {}

  /** Adds the numerators and denominators of a row's instances, in turn, to the state. */
  public record Update(String function) implements Net2VecCall {
    private static final long serialVersionUID = 1L;

    /** Called by generated code; NULL adds nothing. */
    public ArrayData invoke(Object state, Object terms) {
      if (terms == null) {
        return (ArrayData) state;
      }
      long[] longs = ((ArrayData) state).toLongArray();
      double[] pairs = ((ArrayData) terms).toDoubleArray();
      try {
        ExactSum numerator = ExactSum.in(longs, NUMERATOR);
        ExactSum denominator = ExactSum.in(longs, DENOMINATOR);
        for (int i = 0; i < pairs.length; i += 2) {
          numerator.add(pairs[i]);
          denominator.add(pairs[i + 1]);
        }
      } catch (IllegalArgumentException e) {
        throw SqlErrors.in(function, e);
      }
      longs[COUNT] += pairs.length / 2;
      return UnsafeArrayData.fromPrimitiveArray(longs);
    }
  }

  /** Adds one state to another. */
  public record Merge(String function) implements Net2VecCall {
    private static final long serialVersionUID = 1L;

    /** Called by generated code. */
    public ArrayData invoke(Object state, Object other) {
      long[] longs = ((ArrayData) state).toLongArray();
      long[] others = ((ArrayData) other).toLongArray();
      try {
        ExactSum.in(longs, NUMERATOR).add(ExactSum.in(others, NUMERATOR));
        ExactSum.in(longs, DENOMINATOR).add(ExactSum.in(others, DENOMINATOR));
      } catch (IllegalArgumentException e) {
        throw SqlErrors.in(function, e);
      }
      longs[COUNT] += others[COUNT];
      return UnsafeArrayData.fromPrimitiveArray(longs);
    }
  }

  /** Divides the sums. */
  public record Finish(EmptyScore emptyScore) implements Net2VecCall {
    private static final long serialVersionUID = 1L;

    /** Called by generated code; returns null without instances. */
    public Double invoke(Object state) {
      long[] longs = ((ArrayData) state).toLongArray();
      return longs[COUNT] == 0
          ? null
          : emptyScore.ratio(
              ExactSum.in(longs, NUMERATOR).value(), ExactSum.in(longs, DENOMINATOR).value());
    }
  }
}
