package dev.net2vec.kpi;

import java.io.Serializable;
import java.nio.ByteBuffer;

/**
 * An exact sum of doubles, so it has the same bits for any order and grouping of the terms.
 *
 * <p>The sum is a fixed-point number with 64 bits before the binary point and 1088 after it, so
 * every double from 0 to below 2^63 can be a term, including the smallest. Sums must be below 2^63,
 * which is 10^9 instances of 2^33 pixels; a larger one is an error, never a wrong number.
 *
 * <p>The state is an array of longs, least significant first, which Spark keeps per group; two
 * states merge by addition.
 */
public final class ExactSum implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The number of longs in a state that holds terms of any size. */
  public static final int WORDS = 18;

  /** The maximum number of bytes that {@link #write} writes. */
  public static final int BYTES = FixedPoint.HEADER_BYTES + WORDS * Long.BYTES;

  private static final int MANTISSA_BITS = 52;
  private static final int EXPONENT_BIAS = 1075;

  private final FixedPoint sum;

  /** Creates an empty sum, 0. */
  public ExactSum() {
    this(new long[WORDS], 0, WORDS);
  }

  /**
   * Returns a sum whose state is stored in an array, which changes with the sum.
   *
   * @param from the index of the state's first long
   */
  public static ExactSum in(long[] states, int from) {
    return in(states, from, WORDS);
  }

  /**
   * Like {@link #in(long[], int)}, for terms that are multiples of 2^(−64·(words − 1)).
   *
   * @param words the number of longs in the state, at most {@link #WORDS}
   */
  public static ExactSum in(long[] states, int from, int words) {
    return new ExactSum(states, from, words);
  }

  private ExactSum(long[] states, int from, int words) {
    sum = new FixedPoint(states, from, words, words - 1);
  }

  /**
   * Adds a term.
   *
   * @throws IllegalArgumentException if the term is negative, NaN, infinite or has bits below this
   *     sum's last, or if the sum reaches 2^63
   */
  public void add(double term) {
    if (!(term >= 0 && term < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("term is " + term + ", but must be finite and at least 0");
    }
    requireFit(sum.add(0, mantissa(term), exponent(term)));
  }

  /**
   * Adds another sum with the same number of words.
   *
   * @throws IllegalArgumentException if the sum reaches 2^63
   */
  public void add(ExactSum other) {
    requireFit(sum.add(other.sum));
  }

  private static void requireFit(boolean fits) {
    if (!fits) {
      throw new IllegalArgumentException("sum is 2^63 or more, but must be less");
    }
  }

  /** Returns m of a finite double ±m·2^e. */
  static long mantissa(double value) {
    long bits = Double.doubleToRawLongBits(value);
    long fraction = bits & ((1L << MANTISSA_BITS) - 1);
    return biased(bits) == 0 ? fraction : fraction | 1L << MANTISSA_BITS;
  }

  /** Returns e of a finite double ±m·2^e. */
  static int exponent(double value) {
    return Math.max(1, biased(Double.doubleToRawLongBits(value))) - EXPONENT_BIAS;
  }

  private static int biased(long bits) {
    return (int) (bits >>> MANTISSA_BITS) & 0x7ff;
  }

  /** Writes the state without leading and trailing zero longs, at most {@link #BYTES} bytes. */
  public void write(ByteBuffer to) {
    sum.write(to);
  }

  /** Reads a sum that {@link #write} wrote. */
  public static ExactSum read(ByteBuffer from) {
    ExactSum sum = new ExactSum();
    sum.sum.read(from);
    return sum;
  }

  FixedPoint state() {
    return sum;
  }

  /** Returns the integer part of the sum; this is the sum itself if all terms are integers. */
  public long whole() {
    return sum.whole();
  }

  /** Returns the sum, rounded once to the nearest double, ties to even. */
  public double value() {
    return sum.dividedBy(1);
  }

  /**
   * Returns the sum ÷ count, rounded once to the nearest double, ties to even.
   *
   * @param count must be positive
   */
  public double mean(long count) {
    return sum.dividedBy(count);
  }
}
