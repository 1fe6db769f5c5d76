package dev.net2vec.kpi;

import java.io.ByteArrayOutputStream;

/**
 * The counts of a curve in few bytes, for a curve of one instance: most of its bins hold few
 * pixels.
 *
 * <p>A version, then numbers of 7 bits a byte, the lowest first, the highest bit set in all but the
 * last: n, and for each bin the foreground pixels, the background pixels and, unless both are 0,
 * the whole part and the 10^−12ths of the sum of their predictions.
 */
public final class CompactCurve {
  private static final int VERSION = 1;
  private static final int BITS = 7;
  private static final int MORE = 1 << BITS;

  private final byte[] bytes;
  private int at;

  private CompactCurve(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Returns the bytes of a curve. */
  public static byte[] write(ThresholdCounts counts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(2 * counts.n());
    bytes.write(VERSION);
    put(bytes, counts.n());
    for (int bin = 0; bin <= counts.n(); bin++) {
      put(bytes, counts.foregroundIn(bin));
      put(bytes, counts.backgroundIn(bin));
      if (counts.foregroundIn(bin) + counts.backgroundIn(bin) > 0) {
        put(bytes, counts.wholeIn(bin));
        put(bytes, counts.unitsIn(bin));
      }
    }
    return bytes.toByteArray();
  }

  private static void put(ByteArrayOutputStream bytes, long number) {
    long rest = number;
    while (rest >= MORE) {
      bytes.write((int) (rest & (MORE - 1)) | MORE);
      rest >>>= BITS;
    }
    bytes.write((int) rest);
  }

  /**
   * Returns the curve of {@link #write}'s bytes.
   *
   * @throws IllegalArgumentException if they are others
   */
  public static ThresholdCounts read(byte[] bytes) {
    return new CompactCurve(bytes).counts();
  }

  private ThresholdCounts counts() {
    long n = next() == VERSION ? next() : 0;
    if (n < 1 || n > ThresholdCounts.MOST) {
      throw invalid();
    }
    int bins = (int) n + 1;
    long[] all = new long[4 * bins];
    for (int bin = 0; bin < bins; bin++) {
      all[bin] = next();
      all[bins + bin] = next();
      if (all[bin] > 0 || all[bins + bin] > 0) {
        all[2 * bins + bin] = next();
        all[3 * bins + bin] = next();
      }
    }
    if (at != bytes.length) {
      throw invalid();
    }
    return ThresholdCounts.of(all);
  }

  private long next() {
    long number = 0;
    for (int shift = 0; shift < Long.SIZE - 1; shift += BITS) {
      if (at == bytes.length) {
        throw invalid();
      }
      byte next = bytes[at++];
      number |= (long) (next & (MORE - 1)) << shift;
      if (next >= 0) {
        return number;
      }
    }
    throw invalid();
  }

  private IllegalArgumentException invalid() {
    return new IllegalArgumentException(
        "curve is BINARY of %d bytes, but must be a curve of instances.parquet"
            .formatted(bytes.length));
  }
}
