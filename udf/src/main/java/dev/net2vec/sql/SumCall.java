package dev.net2vec.sql;

import dev.net2vec.kpi.ExactSum;
import java.io.Serializable;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * The steps of an exact reduction over its state, the words of an {@link ExactSum} and the number
 * of terms: Spark keeps each of these longs as a column of its aggregation buffer.
 */
public final class SumCall {
  /** How many longs the state has. */
  static final int STATE = ExactSum.WORDS + 1;

  static final DataType STATE_TYPE = new ArrayType(DataTypes.LongType, false);

  private SumCall() {}

  /** Adds the values of one row, an ARRAY of DOUBLE, to the state. */
  public record Update() implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Called by generated code; NULL adds nothing. */
    public ArrayData invoke(
        Object values, long w0, long w1, long w2, long w3, long w4, long count) {
      ExactSum sum = new ExactSum(w0, w1, w2, w3, w4);
      long terms = count;
      if (values != null) {
        for (double value : ((ArrayData) values).toDoubleArray()) {
          sum.add(value);
          terms++;
        }
      }
      return state(sum, terms);
    }
  }

  /** Adds one state to another. */
  public record Merge() implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Called by generated code. */
    public ArrayData invoke(
        long a0,
        long a1,
        long a2,
        long a3,
        long a4,
        long aCount,
        long b0,
        long b1,
        long b2,
        long b3,
        long b4,
        long bCount) {
      ExactSum sum = new ExactSum(a0, a1, a2, a3, a4);
      sum.add(new ExactSum(b0, b1, b2, b3, b4));
      return state(sum, aCount + bCount);
    }
  }

  /** Reduces the state to its result. */
  public record Finish(ExactReduction.Kind kind) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Called by generated code; returns null where nothing was added. */
    public Double invoke(long w0, long w1, long w2, long w3, long w4, long count) {
      if (count == 0) {
        return null;
      }
      double sum = new ExactSum(w0, w1, w2, w3, w4).value();
      return switch (kind) {
        case SUM -> sum;
        case MEAN -> sum / count;
        case COMPLEMENT -> 1 - sum / count;
        case STD -> throw new IllegalArgumentException("STD needs the squares, too");
      };
    }
  }

  /** The state's sum, of terms that are whole numbers. */
  public record Whole() implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Called by generated code; returns null where nothing was added. */
    public Long invoke(long w0, long w1, long w2, long w3, long w4, long count) {
      return count == 0 ? null : (Long) new ExactSum(w0, w1, w2, w3, w4).whole();
    }
  }

  private static ArrayData state(ExactSum sum, long count) {
    long[] state = new long[STATE];
    for (int i = 0; i < ExactSum.WORDS; i++) {
      state[i] = sum.word(i);
    }
    state[ExactSum.WORDS] = count;
    return UnsafeArrayData.fromPrimitiveArray(state);
  }
}
