package dev.net2vec.kpi;

import java.math.BigInteger;

/**
 * The sample standard deviation from the exact sums of the values and of their squares: √((Σv² −
 * (Σv)²/n) / (n − 1)).
 *
 * <p>In doubles, this formula cancels catastrophically for large, nearly equal values; with exact
 * sums it loses nothing, and unlike running central moments it has the same bits for any order.
 */
public final class ExactDeviation {
  /** The exponent of the last bit of n·Σv² − (Σv)². */
  private static final int EXPONENT = -2 * Long.SIZE * (ExactSum.WORDS - 1);

  private ExactDeviation() {}

  /**
   * Returns the sample standard deviation, rounded once to the nearest double, ties to even.
   *
   * @param sum the sum of the values
   * @param squares the sum of their squares
   * @param count the number of values, at least 2
   */
  public static double of(ExactSum sum, ExactSquares squares, long count) {
    BigInteger total = sum.state().integer();
    BigInteger n = BigInteger.valueOf(count);
    BigInteger spread = squares.state().integer().multiply(n).subtract(total.multiply(total));
    return Rounding.root(spread, n.multiply(n.subtract(BigInteger.ONE)), EXPONENT);
  }
}
