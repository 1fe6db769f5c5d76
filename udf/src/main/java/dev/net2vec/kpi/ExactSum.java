package dev.net2vec.kpi;

import java.io.Serializable;
import java.nio.ByteBuffer;

/**
 * A sum of doubles that is exact, and so the same to the last bit in whatever order and grouping
 * the terms are added.
 *
 * <p>The sum is one fixed-point number with 64 bits before the point and 1088 after it, so every
 * double of at least 0 and below 2^63 is a term, the smallest included. Sums below 2^63 fit, that
 * is 10^9 instances of 2^33 pixels; a larger one is an error, never a wrong number.
 *
 * <p>The state is longs, least significant first, that merge by adding: it is what Spark keeps per
 * group.
 */
public final class ExactSum implements Serializable {
  private static final long serialVersionUID = 1L;

  /** How many longs the state has that holds terms of any size. */
  public static final int WORDS = 18;

  /** How many bytes {@link #write} takes at most. */
  public static final int BYTES = FixedPoint.HEADER_BYTES + WORDS * Long.BYTES;

  private static final int MANTISSA_BITS = 52;
  private static final int EXPONENT_BIAS = 1075;

  private final FixedPoint sum;

  /** Creates a sum of no terms, 0. */
  public ExactSum() {
    this(new long[WORDS], 0, WORDS);
  }

  /**
   * Returns the sum whose state lies in an array, which changes with the sum.
   *
   * @param from the index of the state's first long
   */
  public static ExactSum in(long[] states, int from) {
    return in(states, from, WORDS);
  }

  /**
   * As {@link #in(long[], int)}, of terms that are multiples of 2^(−64·(words − 1)).
   *
   * @param words how many longs the state has, at most {@link #WORDS}
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
   * @throws IllegalArgumentException if it is negative, NaN or infinite, has bits below the last of
   *     this sum, or the sum reaches 2^63
   */
  public void add(double term) {
    if (!(term >= 0 && term < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("term is " + term + ", but must be finite and at least 0");
    }
    requireFit(sum.add(0, mantissa(term), exponent(term)));
  }

  /**
   * Adds all terms of another sum of as many words.
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

  /** Returns m of a finite double that is ±m·2^e. */
  static long mantissa(double value) {
    long bits = Double.doubleToRawLongBits(value);
    long fraction = bits & ((1L << MANTISSA_BITS) - 1);
    return biased(bits) == 0 ? fraction : fraction | 1L << MANTISSA_BITS;
  }

  /** Returns e of a finite double that is ±m·2^e. */
  static int exponent(double value) {
    return Math.max(1, biased(Double.doubleToRawLongBits(value))) - EXPONENT_BIAS;
  }

  private static int biased(long bits) {
    return (int) (bits >>> MANTISSA_BITS) & 0x7ff;
  }

  /** Writes the state, at most {@link #BYTES} bytes: zeros at its ends are left out. */
  public void write(ByteBuffer to) {
    sum.write(to);
  }

  /** Returns the sum whose state was written. */
  public static ExactSum read(ByteBuffer from) {
    ExactSum sum = new ExactSum();
    sum.sum.read(from);
    return sum;
  }

  FixedPoint state() {
    return sum;
  }

  /** Returns the integer part of the sum, which is the whole sum where all terms are integers. */
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
   * @param count above 0
   */
  public double mean(long count) {
    return sum.dividedBy(count);
  }
}
