package dev.net2vec.kpi;

import java.io.Serializable;

/**
 * What a prediction's items are divided by.
 *
 * @param divisor a positive finite number; NaN for the encoding's own
 */
public record PredictionScale(double divisor) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The largest sample of a PNG's depth, so that white is 1; 1 for other encodings. */
  public static final PredictionScale BY_ENCODING = new PredictionScale(Double.NaN);

  private static final String AUTO = "auto";

  /** Checks the divisor. */
  public PredictionScale {
    if (!Double.isNaN(divisor) && !(divisor > 0 && divisor < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "prediction_scale is " + divisor + ", but must be auto or a finite number above 0");
    }
  }

  /**
   * Parses a positive number, or {@code auto} in any case for {@link #BY_ENCODING}.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static PredictionScale parse(String text) {
    String name = text.strip();
    if (name.equalsIgnoreCase(AUTO)) {
      return BY_ENCODING;
    }
    double divisor = Double.parseDouble(name);
    if (Double.isNaN(divisor)) {
      throw new NumberFormatException("prediction_scale is NaN, but must be auto or a number");
    }
    return new PredictionScale(divisor);
  }

  /** Returns whether the encoding decides. */
  public boolean isByEncoding() {
    return Double.isNaN(divisor);
  }

  /** Returns {@code auto} or the number. */
  @Override
  public String toString() {
    return isByEncoding() ? AUTO : String.valueOf(divisor);
  }
}
