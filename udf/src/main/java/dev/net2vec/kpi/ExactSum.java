package dev.net2vec.kpi;

import java.io.Serializable;
import java.nio.ByteBuffer;

/**
 * A sum of doubles that is exact, and so the same to the last bit in whatever order and grouping
 * the terms are added.
 *
 * <p>The sum is one fixed-point number of 320 bits: 64 before the point and 256 after it. A term is
 * at least 0, as Net2Vec values are. What a term has below 2^−256 is cut off, which no term of
 * 1e−61 or more has; the cut belongs to the term, so the order still does not matter. Sums below
 * 2^63 fit, that is 10^9 instances of 2^33 pixels; a larger one is an error, never a wrong number.
 *
 * <p>The state is five longs, least significant first, that merge by adding: it is what Spark keeps
 * per group.
 */
public final class ExactSum implements Serializable {
  private static final long serialVersionUID = 1L;

  /** How many longs the state has. */
  public static final int WORDS = 5;

  /** How many bytes {@link #write} takes. */
  public static final int BYTES = WORDS * Long.BYTES;

  private static final int FRACTION_BITS = 256;
  private static final int MANTISSA_BITS = 52;
  private static final int EXPONENT_BIAS = 1075;

  private final long[] words = new long[WORDS];

  /** Creates a sum of no terms, 0. */
  public ExactSum() {}

  /** Creates the sum that has a state. */
  public ExactSum(long w0, long w1, long w2, long w3, long w4) {
    words[0] = w0;
    words[1] = w1;
    words[2] = w2;
    words[3] = w3;
    words[4] = w4;
  }

  /**
   * Adds a term.
   *
   * @throws IllegalArgumentException if it is negative, NaN or infinite
   * @throws ArithmeticException if the sum reaches 2^63
   */
  public void add(double term) {
    if (!(term >= 0 && term < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("term is " + term + ", but must be finite and at least 0");
    }
    long bits = Double.doubleToRawLongBits(term);
    int biased = (int) (bits >>> MANTISSA_BITS) & 0x7ff;
    long mantissa = bits & ((1L << MANTISSA_BITS) - 1);
    if (biased == 0) {
      return; // Zero, or a subnormal far below 2^−256.
    }
    mantissa |= 1L << MANTISSA_BITS;
    int shift = biased - EXPONENT_BIAS + FRACTION_BITS;
    if (shift < 0) {
      mantissa = shift > -Long.SIZE ? mantissa >>> -shift : 0;
      shift = 0;
    }
    int word = shift / Long.SIZE;
    int bit = shift % Long.SIZE;
    if (word >= WORDS) {
      throw overflow();
    }
    addAt(word, mantissa << bit);
    long high = bit == 0 ? 0 : mantissa >>> (Long.SIZE - bit);
    if (high != 0) {
      if (word + 1 == WORDS) {
        throw overflow();
      }
      addAt(word + 1, high);
    }
    requireNoOverflow();
  }

  /**
   * Adds all terms of another sum.
   *
   * @throws ArithmeticException if the sum reaches 2^63
   */
  public void add(ExactSum other) {
    long carry = 0;
    for (int i = 0; i < WORDS; i++) {
      long first = words[i] + other.words[i];
      long carried = Long.compareUnsigned(first, words[i]) < 0 ? 1 : 0;
      long second = first + carry;
      carried |= carry == 1 && second == 0 ? 1 : 0;
      words[i] = second;
      carry = carried;
    }
    requireNoOverflow();
  }

  private void addAt(int word, long value) {
    words[word] += value;
    boolean carry = Long.compareUnsigned(words[word], value) < 0;
    for (int i = word + 1; carry && i < WORDS; i++) {
      carry = ++words[i] == 0;
    }
  }

  private void requireNoOverflow() {
    if (words[WORDS - 1] < 0) {
      throw overflow();
    }
  }

  private static ArithmeticException overflow() {
    return new ArithmeticException("sum is 2^63 or more, but must be less");
  }

  /** Writes the state, {@link #BYTES} bytes. */
  public void write(ByteBuffer to) {
    for (long word : words) {
      to.putLong(word);
    }
  }

  /** Returns the sum whose state was written. */
  public static ExactSum read(ByteBuffer from) {
    return new ExactSum(
        from.getLong(), from.getLong(), from.getLong(), from.getLong(), from.getLong());
  }

  /** Returns one long of the state, the least significant at 0. */
  public long word(int index) {
    return words[index];
  }

  /** Returns the integer part of the sum, which is the whole sum where all terms are integers. */
  public long whole() {
    return words[WORDS - 1];
  }

  /** Returns the sum, rounded once to the nearest double, ties to even. */
  public double value() {
    int top = WORDS - 1;
    while (top >= 0 && words[top] == 0) {
      top--;
    }
    if (top < 0) {
      return 0;
    }
    int zeros = Long.numberOfLeadingZeros(words[top]);
    long next = top > 0 ? words[top - 1] : 0;
    long leading = (words[top] << zeros) | (zeros == 0 ? 0 : next >>> (Long.SIZE - zeros));
    boolean rest = next << zeros != 0;
    for (int i = 0; i < top - 1; i++) {
      rest |= words[i] != 0;
    }
    // The last bit stands for all that is cut off, so that the cast to double rounds rightly.
    long rounded = (leading >>> 1) | (leading & 1) | (rest ? 1 : 0);
    return Math.scalb((double) rounded, top * Long.SIZE - zeros + 1 - FRACTION_BITS);
  }
}
