package dev.net2vec.kpi;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/**
 * The sample standard deviation from the exact sums of the values and of their squares: √((Σv² −
 * (Σv)²/n) / (n − 1)).
 *
 * <p>In doubles this formula loses everything where values are large and nearly equal; over exact
 * sums it loses nothing, and unlike running central moments it has the same bits for any order.
 */
public final class ExactDeviation {
  /** How many terms hold one square. */
  public static final int TERMS = 2;

  /** Squares are kept times 2^−64, so that an {@link ExactSum} of them holds those of any mask. */
  private static final int SCALE_BITS = 64;

  private static final int FRACTION_BITS = 256;

  private ExactDeviation() {}

  /** Writes the square of a value of at least 0, without rounding, as two terms of at least 0. */
  public static void square(double value, double[] terms, int at) {
    double scaled = Math.scalb(value, -SCALE_BITS / 2);
    double high = scaled * scaled;
    if (Math.fma(scaled, scaled, -high) < 0) {
      high = Math.nextDown(high);
    }
    terms[at] = high;
    terms[at + 1] = Math.fma(scaled, scaled, -high);
  }

  /**
   * Returns the sample standard deviation.
   *
   * @param sum of the values
   * @param squares of what {@link #square} made of them
   * @param count of the values, at least 2
   */
  public static double of(ExactSum sum, ExactSum squares, long count) {
    BigInteger total = integer(sum);
    BigInteger n = BigInteger.valueOf(count);
    // Both in units of 2^−512.
    BigInteger spread =
        integer(squares)
            .shiftLeft(FRACTION_BITS + SCALE_BITS)
            .multiply(n)
            .subtract(total.multiply(total));
    if (spread.signum() <= 0) {
      return 0; // Below 0 only by what the squares of values below 2^−44 were cut.
    }
    BigDecimal variance =
        new BigDecimal(spread)
            .divide(new BigDecimal(n.multiply(n.subtract(BigInteger.ONE))), MathContext.DECIMAL128);
    return Math.scalb(variance.sqrt(MathContext.DECIMAL128).doubleValue(), -FRACTION_BITS);
  }

  private static BigInteger integer(ExactSum sum) {
    BigInteger integer = BigInteger.ZERO;
    for (int i = ExactSum.WORDS - 1; i >= 0; i--) {
      integer =
          integer.shiftLeft(Long.SIZE).add(new BigInteger(Long.toUnsignedString(sum.word(i))));
    }
    return integer;
  }
}
