package dev.net2vec.kpi;

import java.math.BigInteger;

/** Rounds results of exact arithmetic once to the nearest double, ties to even. */
final class Rounding {
  /** The number of bits computed of a result, of which a double keeps at most 53. */
  private static final int BITS = 66;

  private static final int DOUBLE_BITS = 53;

  private Rounding() {}

  /** Returns numerator·2^exponent ÷ denominator; numerator at least 0, denominator positive. */
  static double quotient(BigInteger numerator, BigInteger denominator, int exponent) {
    if (numerator.signum() == 0) {
      return 0;
    }
    int shift = Math.max(0, BITS - numerator.bitLength() + denominator.bitLength());
    BigInteger[] parts = numerator.shiftLeft(shift).divideAndRemainder(denominator);
    return round(parts[0], parts[1].signum() != 0, exponent - shift);
  }

  /**
   * Returns √(numerator·2^exponent ÷ denominator), with the same ranges; the exponent must be even.
   */
  static double root(BigInteger numerator, BigInteger denominator, int exponent) {
    if (numerator.signum() == 0) {
      return 0;
    }
    int missing = Math.max(0, 2 * BITS - numerator.bitLength() + denominator.bitLength());
    int shift = missing + missing % 2;
    BigInteger[] square = numerator.shiftLeft(shift).divideAndRemainder(denominator);
    BigInteger[] root = square[0].sqrtAndRemainder();
    return round(root[0], root[1].signum() != 0 || square[1].signum() != 0, (exponent - shift) / 2);
  }

  /** Returns (units + rest)·2^exponent; units must have at least {@link #BITS} bits. */
  private static double round(BigInteger units, boolean rest, int exponent) {
    int lowest =
        Math.max(units.bitLength() - DOUBLE_BITS + exponent, Double.MIN_EXPONENT - DOUBLE_BITS + 1);
    int cut = lowest - exponent;
    long kept = units.shiftRight(cut).longValue();
    boolean half = units.testBit(cut - 1);
    boolean below = rest || units.getLowestSetBit() < cut - 1;
    if (half && (below || kept % 2 != 0)) {
      kept++;
    }
    return Math.scalb((double) kept, lowest);
  }
}
