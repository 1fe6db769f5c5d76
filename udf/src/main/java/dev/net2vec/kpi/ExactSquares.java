package dev.net2vec.kpi;

import java.nio.ByteBuffer;

/**
 * The exact sum of the squares of doubles whose own sum is an {@link ExactSum}.
 *
 * <p>The state has twice as many bits before and after the binary point, so it holds the squares of
 * any values whose sum is below 2^63.
 */
public final class ExactSquares {
  /** The number of longs in the state. */
  public static final int WORDS = 2 * ExactSum.WORDS;

  /** The maximum number of bytes that {@link #write} writes. */
  public static final int BYTES = FixedPoint.HEADER_BYTES + WORDS * Long.BYTES;

  private static final int WHOLE_WORDS = 2;

  private final FixedPoint sum;

  /** Creates an empty sum, 0. */
  public ExactSquares() {
    this(new long[WORDS], 0);
  }

  private ExactSquares(long[] states, int from) {
    sum = new FixedPoint(states, from, WORDS, WORDS - WHOLE_WORDS);
  }

  /**
   * Returns a sum whose state is stored in an array, which changes with the sum.
   *
   * @param from the index of the state's first long
   */
  public static ExactSquares in(long[] states, int from) {
    return new ExactSquares(states, from);
  }

  /**
   * Adds the square of a value.
   *
   * @throws IllegalArgumentException if the sum reaches 2^127
   */
  public void add(double value) {
    long mantissa = ExactSum.mantissa(value);
    requireFit(
        sum.add(
            Math.multiplyHigh(mantissa, mantissa),
            mantissa * mantissa,
            2 * ExactSum.exponent(value)));
  }

  /**
   * Adds all squares of another sum.
   *
   * @throws IllegalArgumentException if the sum reaches 2^127
   */
  public void add(ExactSquares other) {
    requireFit(sum.add(other.sum));
  }

  private static void requireFit(boolean fits) {
    if (!fits) {
      throw new IllegalArgumentException("sum of squares is 2^127 or more, but must be less");
    }
  }

  /** Writes the state without leading and trailing zero longs, at most {@link #BYTES} bytes. */
  public void write(ByteBuffer to) {
    sum.write(to);
  }

  /** Reads a sum that {@link #write} wrote. */
  public static ExactSquares read(ByteBuffer from) {
    ExactSquares squares = new ExactSquares();
    squares.sum.read(from);
    return squares;
  }

  FixedPoint state() {
    return sum;
  }
}
