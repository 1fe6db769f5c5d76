package dev.net2vec.sql.expression;

import dev.net2vec.kpi.ExactSum;
import dev.net2vec.kpi.SoftConfusion;
import java.util.Locale;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The steps of a summary. The state is the number of instances, followed by the longs of one {@link
 * ExactSum} per {@link Term}.
 */
public final class SummaryCall {
  public static final String INSTANCES = "instances";

  /** The summed figures, in the order of the summary's fields. */
  public enum Term {
    PIXELS(1),
    TARGET_PIXELS(1),
    TRUE_POSITIVE(ExactSum.WORDS),
    FALSE_POSITIVE(ExactSum.WORDS),
    // Sums of 1 − o, which in double arithmetic is a multiple of 2^−53.
    FALSE_NEGATIVE(2),
    TRUE_NEGATIVE(2),
    // A quotient of two ints as a double, hence a multiple of 2^−84.
    TARGET_SHARE(3);

    private final int words;

    Term(int words) {
      this.words = words;
    }

    /** Returns the name of the summary's field. */
    public String field() {
      String name = name().toLowerCase(Locale.ROOT);
      return this == TARGET_SHARE ? "mean_" + name : name;
    }

    private boolean isWhole() {
      return words == 1;
    }

    private double of(SoftConfusion confusion) {
      return switch (this) {
        case PIXELS -> confusion.pixels();
        case TARGET_PIXELS -> confusion.targetPixels();
        case TRUE_POSITIVE -> confusion.truePositive();
        case FALSE_POSITIVE -> confusion.falsePositive();
        case FALSE_NEGATIVE -> confusion.falseNegative();
        case TRUE_NEGATIVE -> confusion.trueNegative();
        case TARGET_SHARE -> (double) confusion.targetPixels() / confusion.pixels();
      };
    }
  }

  private static final Term[] TERMS = Term.values();
  private static final int COUNT = 0;

  private SummaryCall() {}

  /** Returns the number of longs in the state. */
  public static int longs() {
    int longs = 1;
    for (Term term : TERMS) {
      longs += term.words;
    }
    return longs;
  }

  /** Returns the type of the summary. */
  public static StructType type() {
    StructType type = new StructType().add(INSTANCES, DataTypes.LongType, false);
    for (Term term : TERMS) {
      type = type.add(term.field(), term.isWhole() ? DataTypes.LongType : DataTypes.DoubleType);
    }
    return type;
  }

  private static ExactSum[] sums(long[] longs) {
    ExactSum[] sums = new ExactSum[TERMS.length];
    int from = COUNT + 1;
    for (int i = 0; i < sums.length; i++) {
      sums[i] = ExactSum.in(longs, from, TERMS[i].words);
      from += TERMS[i].words;
    }
    return sums;
  }

  /** Adds the instances of a confusion to the state. */
  public record Update(String function) implements Net2VecCall {
    private static final long serialVersionUID = 1L;

    /** Called by generated code; a NULL mask adds nothing. */
    public ArrayData invoke(Object state, Object scored) {
      if (scored == null) {
        return (ArrayData) state;
      }
      try {
        double[] flat = Scored.require((InternalRow) scored);
        return flat == null ? (ArrayData) state : added(((ArrayData) state).toLongArray(), flat);
      } catch (IllegalArgumentException e) {
        throw SqlErrors.in(function, e);
      }
    }

    private static ArrayData added(long[] longs, double[] flat) {
      ExactSum[] sums = sums(longs);
      int instances = flat.length / SoftConfusion.WIDTH;
      for (int instance = 0; instance < instances; instance++) {
        SoftConfusion each = SoftConfusion.fromFlat(flat, instance);
        for (int i = 0; i < sums.length; i++) {
          sums[i].add(TERMS[i].of(each));
        }
      }
      longs[COUNT] += instances;
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
      ExactSum[] sums = sums(longs);
      ExactSum[] terms = sums(others);
      try {
        for (int i = 0; i < sums.length; i++) {
          sums[i].add(terms[i]);
        }
      } catch (IllegalArgumentException e) {
        throw SqlErrors.in(function, e);
      }
      longs[COUNT] += others[COUNT];
      return UnsafeArrayData.fromPrimitiveArray(longs);
    }
  }

  /** Turns the state into the summary. */
  public record Finish() implements Net2VecCall {
    private static final long serialVersionUID = 1L;

    /** Called by generated code; with no instances, every field but their number is null. */
    public InternalRow invoke(Object state) {
      long[] longs = ((ArrayData) state).toLongArray();
      ExactSum[] sums = sums(longs);
      long count = longs[COUNT];
      Object[] fields = new Object[1 + sums.length];
      fields[0] = count;
      for (int i = 0; count > 0 && i < sums.length; i++) {
        Term term = TERMS[i];
        if (term.isWhole()) {
          fields[1 + i] = sums[i].whole();
        } else {
          fields[1 + i] = term == Term.TARGET_SHARE ? sums[i].mean(count) : sums[i].value();
        }
      }
      return new GenericInternalRow(fields);
    }
  }
}
