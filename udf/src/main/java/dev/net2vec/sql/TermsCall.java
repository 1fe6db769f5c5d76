package dev.net2vec.sql;

import dev.net2vec.kpi.SoftConfusion;
import java.io.Serializable;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;

/** One figure of every instance of a confusion, as the terms of a sum. */
public record TermsCall(Term term) implements Serializable {
  private static final long serialVersionUID = 1L;

  enum Term {
    PIXELS,
    TARGET_PIXELS,
    TRUE_POSITIVE,
    FALSE_POSITIVE,
    FALSE_NEGATIVE,
    TRUE_NEGATIVE,
    TARGET_SHARE;

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

  /** Called by generated code; returns null where the confusion is NULL. */
  public ArrayData invoke(Object confusion) {
    if (confusion == null) {
      return null;
    }
    double[] flat = ((ArrayData) confusion).toDoubleArray();
    double[] terms = new double[flat.length / SoftConfusion.WIDTH];
    for (int i = 0; i < terms.length; i++) {
      terms[i] = term.of(SoftConfusion.fromFlat(flat, i));
    }
    return UnsafeArrayData.fromPrimitiveArray(terms);
  }
}
