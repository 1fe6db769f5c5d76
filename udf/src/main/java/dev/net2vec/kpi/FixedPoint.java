package dev.net2vec.kpi;

import java.io.Serializable;
import java.math.BigInteger;
import java.nio.ByteBuffer;

/**
 * A fixed-point number of at least 0 with addition that does not round.
 *
 * <p>It is stored in consecutive longs of an array, least significant first; its highest bit is
 * never set. Numbers with equal values have equal longs, whatever the order of the additions.
 */
final class FixedPoint implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The number of bytes that {@link #write} writes besides the longs. */
  static final int HEADER_BYTES = 2;

  private final long[] words;
  private final int from;
  private final int size;
  private final int fractionBits;

  FixedPoint(long[] words, int from, int size, int fractionWords) {
    this.words = words;
    this.from = from;
    this.size = size;
    this.fractionBits = fractionWords * Long.SIZE;
  }

  /**
   * Adds (high·2^64 + low)·2^exponent; high must be below 2^62.
   *
   * @return false if the sum does not fit; this number is then wrong
   * @throws IllegalArgumentException if the number has bits below this number's last bit
   */
  boolean add(long high, long low, int exponent) {
    if ((high | low) == 0) {
      return true;
    }
    int shift = exponent + fractionBits;
    if (shift < 0) {
      if (high != 0 || Long.numberOfTrailingZeros(low) < -shift) {
        throw new IllegalArgumentException(
            "term has bits below 2^-" + fractionBits + ", but must be a multiple of it");
      }
      return add(0, low >>> -shift, exponent - shift);
    }
    int word = shift / Long.SIZE;
    int bit = shift % Long.SIZE;
    if (bit == 0) {
      return addAt(word, low) && addAt(word + 1, high) && fits();
    }
    return addAt(word, low << bit)
        && addAt(word + 1, (low >>> -bit) | (high << bit))
        && addAt(word + 2, high >>> -bit)
        && fits();
  }

  private boolean addAt(int word, long value) {
    if (value == 0) {
      return true;
    }
    if (word >= size) {
      return false;
    }
    words[from + word] += value;
    boolean carry = Long.compareUnsigned(words[from + word], value) < 0;
    for (int i = word + 1; carry && i < size; i++) {
      carry = ++words[from + i] == 0;
    }
    return true;
  }

  /**
   * Adds another number of the same size.
   *
   * @return false if the sum does not fit; this number is then wrong
   */
  boolean add(FixedPoint other) {
    boolean carry = false;
    for (int i = 0; i < size; i++) {
      long term = other.words[other.from + i];
      long sum = words[from + i] + term;
      boolean carried = Long.compareUnsigned(sum, term) < 0;
      if (carry) {
        sum++;
        carried |= sum == 0;
      }
      words[from + i] = sum;
      carry = carried;
    }
    return fits();
  }

  private boolean fits() {
    return words[from + size - 1] >= 0;
  }

  /** Returns the integer part of a number with one integer long. */
  long whole() {
    return word(size - 1);
  }

  private long word(int index) {
    return words[from + index];
  }

  /**
   * Writes the indices of the lowest and the highest non-zero long, then the longs from one to the
   * other.
   */
  void write(ByteBuffer to) {
    int lowest = lowest();
    int highest = highest(lowest);
    to.put((byte) lowest).put((byte) highest);
    for (int i = lowest; i <= highest; i++) {
      to.putLong(word(i));
    }
  }

  /** Reads what {@link #write} wrote; this number must be 0. */
  void read(ByteBuffer bytes) {
    int lowest = bytes.get();
    int highest = bytes.get();
    for (int i = lowest; i <= highest; i++) {
      words[from + i] = bytes.getLong();
    }
  }

  private int lowest() {
    int lowest = 0;
    while (lowest < size - 1 && word(lowest) == 0) {
      lowest++;
    }
    return lowest;
  }

  private int highest(int lowest) {
    int highest = size - 1;
    while (highest > lowest && word(highest) == 0) {
      highest--;
    }
    return highest;
  }

  /** Returns this ÷ divisor, rounded once to the nearest double, ties to even. */
  double dividedBy(long divisor) {
    int lowest = lowest();
    return Rounding.quotient(
        integer(lowest), BigInteger.valueOf(divisor), lowest * Long.SIZE - fractionBits);
  }

  /** Returns this number in units of its last bit. */
  BigInteger integer() {
    return integer(0);
  }

  private BigInteger integer(int lowest) {
    int highest = highest(lowest);
    ByteBuffer bytes = ByteBuffer.allocate((highest - lowest + 1) * Long.BYTES);
    for (int i = highest; i >= lowest; i--) {
      bytes.putLong(word(i));
    }
    return new BigInteger(1, bytes.array());
  }
}
