package dev.net2vec.sql.aggregate;

import dev.net2vec.kpi.ExactDeviation;
import dev.net2vec.kpi.ExactSquares;
import dev.net2vec.kpi.ExactSum;
import dev.net2vec.sql.aggregate.ExactReduction.Kind;
import dev.net2vec.sql.expression.Net2VecCall;
import dev.net2vec.sql.expression.SqlErrors;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;

/**
 * The steps of an exact reduction. The state is the number of terms, the longs of their {@link
 * ExactSum} and, for a deviation, those of their {@link ExactSquares}.
 */
public final class SumCall {
  private static final int COUNT = 0;
  private static final int SUM = 1;
  private static final int SQUARES = SUM + ExactSum.WORDS;

  private SumCall() {}

  /** Returns the number of longs in the state. */
  static int longs(Kind kind) {
    return kind == Kind.STD ? SQUARES + ExactSquares.WORDS : SQUARES;
  }

  /** Adds the values of one row, an ARRAY of DOUBLE, to the state. */
  public record Update(String function, Kind kind) implements Net2VecCall {
    private static final long serialVersionUID = 1L;

    /** Called by generated code; NULL adds nothing. */
    public ArrayData invoke(Object state, Object values) {
      if (values == null) {
        return (ArrayData) state;
      }
      long[] longs = ((ArrayData) state).toLongArray();
      double[] terms = ((ArrayData) values).toDoubleArray();
      try {
        ExactSum sum = ExactSum.in(longs, SUM);
        for (double term : terms) {
          sum.add(term);
        }
        if (kind == Kind.STD) {
          ExactSquares squares = ExactSquares.in(longs, SQUARES);
          for (double term : terms) {
            squares.add(term);
          }
        }
      } catch (IllegalArgumentException e) {
        throw SqlErrors.in(function, e);
      }
      longs[COUNT] += terms.length;
      return UnsafeArrayData.fromPrimitiveArray(longs);
    }
  }

  /** Adds one state to another. */
  public record Merge(String function, Kind kind) implements Net2VecCall {
    private static final long serialVersionUID = 1L;

    /** Called by generated code. */
    public ArrayData invoke(Object state, Object other) {
      long[] longs = ((ArrayData) state).toLongArray();
      long[] others = ((ArrayData) other).toLongArray();
      try {
        ExactSum.in(longs, SUM).add(ExactSum.in(others, SUM));
        if (kind == Kind.STD) {
          ExactSquares.in(longs, SQUARES).add(ExactSquares.in(others, SQUARES));
        }
      } catch (IllegalArgumentException e) {
        throw SqlErrors.in(function, e);
      }
      longs[COUNT] += others[COUNT];
      return UnsafeArrayData.fromPrimitiveArray(longs);
    }
  }

  /** Reduces the state to its result. */
  public record Finish(Kind kind) implements Net2VecCall {
    private static final long serialVersionUID = 1L;

    /** Called by generated code; returns null if there are too few terms. */
    public Double invoke(Object state) {
      long[] longs = ((ArrayData) state).toLongArray();
      long count = longs[COUNT];
      if (count < (kind == Kind.STD ? 2 : 1)) {
        return null;
      }
      ExactSum sum = ExactSum.in(longs, SUM);
      return switch (kind) {
        case SUM -> sum.value();
        case MEAN -> sum.mean(count);
        case COMPLEMENT -> 1 - sum.mean(count);
        case STD -> ExactDeviation.of(sum, ExactSquares.in(longs, SQUARES), count);
      };
    }
  }
}
