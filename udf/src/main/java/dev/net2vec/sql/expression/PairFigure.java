package dev.net2vec.sql.expression;

import dev.net2vec.kpi.EmptyScore;
import dev.net2vec.kpi.FactorPosClass;
import dev.net2vec.kpi.Overlap;
import dev.net2vec.kpi.SoftConfusion;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;

/**
 * The figures of a scored pair that are quotients: of one instance, or as numerator and denominator
 * of every instance, for an aggregate that divides their sums.
 */
public final class PairFigure {
  private PairFigure() {}

  /** Returns the confusion of the only instance; null if a mask is NULL. */
  static SoftConfusion only(String function, Object scored) {
    if (scored == null) {
      return null;
    }
    try {
      double[] flat = Scored.requireOne((InternalRow) scored);
      return flat == null ? null : SoftConfusion.fromFlat(flat, 0);
    } catch (IllegalArgumentException e) {
      throw SqlErrors.in(function, e);
    }
  }

  private static double[] all(String function, Object scored) {
    if (scored == null) {
      return null;
    }
    try {
      return Scored.require((InternalRow) scored);
    } catch (IllegalArgumentException e) {
      throw SqlErrors.in(function, e);
    }
  }

  private interface Term {
    double of(SoftConfusion confusion);
  }

  private static ArrayData terms(double[] flat, Term numerator, Term denominator) {
    double[] terms = new double[2 * (flat.length / SoftConfusion.WIDTH)];
    for (int i = 0; i < terms.length; i += 2) {
      SoftConfusion confusion = SoftConfusion.fromFlat(flat, i / 2);
      terms[i] = numerator.of(confusion);
      terms[i + 1] = denominator.of(confusion);
    }
    return UnsafeArrayData.fromPrimitiveArray(terms);
  }

  private static void requireFactor(String function, double factorPosClass) {
    try {
      FactorPosClass.require(factorPosClass);
    } catch (IllegalArgumentException e) {
      throw SqlErrors.in(function, e);
    }
  }

  /** A measure of the overlap of binarised masks. */
  public record OverlapOf(String function, Overlap overlap, EmptyScore emptyScore)
      implements Net2VecCall {
    private static final long serialVersionUID = 1L;

    /** Called by generated code; returns null if a mask is NULL. */
    public Double invoke(Object scored) {
      SoftConfusion counts = only(function, scored);
      return counts == null ? null : overlap.of(counts, emptyScore);
    }
  }

  /** Numerator and denominator of a measure of the overlap, of every instance in turn. */
  public record OverlapTerms(String function, Overlap overlap) implements Net2VecCall {
    private static final long serialVersionUID = 1L;

    /** Called by generated code; returns null if a mask is NULL. */
    public ArrayData invoke(Object scored) {
      double[] flat = all(function, scored);
      return flat == null ? null : terms(flat, overlap::numerator, overlap::denominator);
    }
  }

  /** The value as a share of the best value possible for the target. */
  public record Normalized(String function) implements Net2VecCall {
    private static final long serialVersionUID = 1L;

    /** Called by generated code; returns null if a mask is NULL or the best value is 0. */
    public Double invoke(Object scored, double factorPosClass) {
      SoftConfusion confusion = only(function, scored);
      if (confusion == null) {
        return null;
      }
      requireFactor(function, factorPosClass);
      double best = confusion.best(factorPosClass);
      return best == 0 ? null : (Double) Math.min(1, confusion.net2vec(factorPosClass) / best);
    }
  }

  /** The value and the best value possible for the target, of every instance in turn. */
  public record NormalizedTerms(String function) implements Net2VecCall {
    private static final long serialVersionUID = 1L;

    /** Called by generated code; returns null if a mask is NULL. */
    public ArrayData invoke(Object scored, double factorPosClass) {
      double[] flat = all(function, scored);
      requireFactor(function, factorPosClass);
      return flat == null
          ? null
          : terms(
              flat,
              confusion -> confusion.net2vec(factorPosClass),
              confusion -> confusion.best(factorPosClass));
    }
  }
}
