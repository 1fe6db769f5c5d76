package dev.net2vec.sql.aggregate;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The quantiles of values of at least 0; a state that takes single values and merges with others.
 *
 * <p>Up to {@link #EXACT} values are kept, and quantiles are exact. More are counted in buckets of
 * the values that have the same leading {@link #MANTISSA_BITS} bits of the mantissa, with the least
 * value of each: a quantile is then the least value in the bucket of the exact one, which it is at
 * most 2^-14 (0.0061 %) below. Both depend on the values alone: all orders and partitionings of
 * them give the same bits, and merging takes one pass over the buckets.
 */
final class Quantiles {
  static final int EXACT = 50_000;

  private static final int MANTISSA_BITS = 14;
  private static final int DROPPED_BITS = 52 - MANTISSA_BITS;

  private static final int BUCKET_BYTES = Integer.BYTES + Long.BYTES + Double.BYTES;

  /** Values that are in no bucket yet. */
  private double[] values = new double[16];

  private int size;
  private long inBuckets;

  /** The buckets, in ascending order. */
  private int[] keys = {};

  private long[] counts = {};
  private double[] least = {};

  void add(double value) {
    if (size == EXACT) {
      fold();
    }
    if (size == values.length) {
      values = Arrays.copyOf(values, Math.min(EXACT, 2 * size));
    }
    values[size++] = value + 0.0; // Makes 0.0 of -0.0, whose bits are not in order.
  }

  void merge(Quantiles other) {
    for (int i = 0; i < other.size; i++) {
      add(other.values[i]);
    }
    if (other.inBuckets > 0) {
      addBuckets(other.keys, other.counts, other.least, other.keys.length);
      inBuckets += other.inBuckets;
    }
  }

  /** Moves all values into buckets. */
  private void fold() {
    Arrays.sort(values, 0, size);
    int[] newKeys = new int[size];
    long[] newCounts = new long[size];
    double[] newLeast = new double[size];
    int buckets = 0;
    for (int i = 0; i < size; i++) {
      // Positive doubles are in the order of their bits.
      int key = (int) (Double.doubleToRawLongBits(values[i]) >>> DROPPED_BITS);
      if (buckets == 0 || newKeys[buckets - 1] != key) {
        newKeys[buckets] = key;
        newLeast[buckets] = values[i];
        buckets++;
      }
      newCounts[buckets - 1]++;
    }
    addBuckets(newKeys, newCounts, newLeast, buckets);
    inBuckets += size;
    size = 0;
  }

  private void addBuckets(int[] otherKeys, long[] otherCounts, double[] otherLeast, int length) {
    int[] mergedKeys = new int[keys.length + length];
    long[] mergedCounts = new long[mergedKeys.length];
    double[] mergedLeast = new double[mergedKeys.length];
    int merged = 0;
    int mine = 0;
    int others = 0;
    while (mine < keys.length || others < length) {
      boolean takeMine =
          others == length || (mine < keys.length && keys[mine] <= otherKeys[others]);
      boolean takeOther =
          mine == keys.length || (others < length && otherKeys[others] <= keys[mine]);
      mergedKeys[merged] = takeMine ? keys[mine] : otherKeys[others];
      mergedLeast[merged] = Double.POSITIVE_INFINITY;
      if (takeMine) {
        mergedCounts[merged] += counts[mine];
        mergedLeast[merged] = least[mine];
        mine++;
      }
      if (takeOther) {
        mergedCounts[merged] += otherCounts[others];
        mergedLeast[merged] = Math.min(mergedLeast[merged], otherLeast[others]);
        others++;
      }
      merged++;
    }
    keys = Arrays.copyOf(mergedKeys, merged);
    counts = Arrays.copyOf(mergedCounts, merged);
    least = Arrays.copyOf(mergedLeast, merged);
  }

  /**
   * Returns the smallest value that a share of the values does not exceed, or above {@link #EXACT}
   * values the least one of its bucket.
   *
   * @param percent the share, in [1, 100]
   */
  double at(int percent) {
    long count = inBuckets + size;
    long rank = (percent * count + 99) / 100;
    if (count <= EXACT) {
      Arrays.sort(values, 0, size);
      return values[(int) rank - 1];
    }
    fold();
    int bucket = 0;
    for (long below = counts[0]; below < rank; below += counts[bucket]) {
      bucket++;
    }
    return least[bucket];
  }

  /** Returns the number of bytes that {@link #write} writes. */
  int bytes() {
    return 2 * Integer.BYTES + size * Double.BYTES + keys.length * BUCKET_BYTES;
  }

  void write(ByteBuffer to) {
    to.putInt(size).putInt(keys.length);
    for (int i = 0; i < size; i++) {
      to.putDouble(values[i]);
    }
    for (int i = 0; i < keys.length; i++) {
      to.putInt(keys[i]).putLong(counts[i]).putDouble(least[i]);
    }
  }

  static Quantiles read(ByteBuffer from) {
    Quantiles read = new Quantiles();
    read.size = from.getInt();
    int buckets = from.getInt();
    read.values = new double[Math.max(16, read.size)];
    for (int i = 0; i < read.size; i++) {
      read.values[i] = from.getDouble();
    }
    read.keys = new int[buckets];
    read.counts = new long[buckets];
    read.least = new double[buckets];
    for (int i = 0; i < buckets; i++) {
      read.keys[i] = from.getInt();
      read.counts[i] = from.getLong();
      read.least[i] = from.getDouble();
      read.inBuckets += read.counts[i];
    }
    return read;
  }
}
