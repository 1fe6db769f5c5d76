package dev.net2vec.parquet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import org.apache.parquet.column.values.bitpacking.BytePacker;
import org.apache.parquet.column.values.bitpacking.Packer;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;

/**
 * Non-negative numbers in Parquet's hybrid of run-length encoding and bit packing, read in runs.
 *
 * <p>A mask's levels are equal for thousands of pixels, so a row costs a few runs instead of a step
 * per pixel.
 *
 * <p>Source: <a href="https://parquet.apache.org/docs/file-format/data-pages/encodings/">Parquet's
 * encodings</a>, "RLE/Bit-Packing Hybrid".
 */
final class RunLengthDecoder {
  /** The number of values in a bit-packed group. */
  private static final int GROUP = 8;

  /** The maximum bit width of a value, if a group is to fit a long. */
  private static final int LONG_GROUP = Long.SIZE / GROUP;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** The number of values that are unpacked at once. */
  private static final int UNPACKED = 64 * GROUP;

  private final byte[] bytes;
  private final int end;
  private final int width;
  private final int max;
  private final BytePacker packer;

  /** The bits of one value, and a group of ones, if a group fits a long. */
  private final long mask;

  private final long ones;

  private int at;

  /**
   * The number of bit-packed values that are neither in {@code group} nor in {@code unpacked} yet.
   */
  private int packed;

  /** The bits of the current group and the number of its remaining values; used for runs. */
  private long group;

  private int grouped;

  /** Unpacked values; used for single values, or if a group does not fit a long. */
  private final int[] unpacked = new int[UNPACKED];

  private int unpackedFrom;
  private int unpackedTo;

  /** Whether the current or the last run is run-length encoded; such runs are never padded. */
  private boolean exact;

  private int value;
  private int count;

  /**
   * Starts at {@code from}; a width of 0 bits means an endless run of zeros.
   *
   * @param max the largest valid value
   */
  RunLengthDecoder(byte[] bytes, int from, int end, int width, int max) {
    if (width < 0 || width >= Integer.SIZE) {
      throw new ParquetDecodingException("bit width is " + width + ", but must be in [0, 31]");
    }
    Objects.checkFromToIndex(from, end, bytes.length);
    this.bytes = bytes;
    this.at = from;
    this.end = end;
    this.width = width;
    this.max = max;
    this.packer = Packer.LITTLE_ENDIAN.newBytePacker(width);
    this.mask = (1L << width) - 1;
    this.ones =
        width > 0 && width <= LONG_GROUP
            ? Long.divideUnsigned(-1L >>> (Long.SIZE - GROUP * width), mask)
            : 0;
    this.count = width == 0 ? Integer.MAX_VALUE : 0;
  }

  /** Returns the current value. */
  int value() {
    if (count == 0) {
      next();
    }
    return value;
  }

  /** Returns how often the current value repeats, at least. */
  int count() {
    if (count == 0) {
      next();
    }
    return count;
  }

  /** Skips values of the current run, at most {@link #count}. */
  void take(int numbers) {
    if (width > 0) {
      count -= numbers;
    }
  }

  /** Returns the offset of the next run; −1 within a run. */
  int boundary() {
    boolean within = count > 0 || grouped > 0 || packed > 0 || unpackedFrom < unpackedTo;
    return within ? -1 : at;
  }

  /**
   * Skips repetitions of the bytes between an earlier boundary and the current one.
   *
   * @param from the earlier boundary
   * @param most the maximum number of repetitions
   * @return the number of repetitions; 0 within a run
   */
  int repeat(int from, int most) {
    int to = boundary();
    if (to <= from) {
      return 0;
    }
    int length = to - from;
    int differs = Arrays.mismatch(bytes, to, end, bytes, from, end - length);
    int times = Math.min(most, (differs < 0 ? end - to : differs) / length);
    at += times * length;
    return times;
  }

  /** Skips values. */
  void skip(int numbers) {
    for (int left = numbers; left > 0; ) {
      int taken = Math.min(left, count());
      take(taken);
      left -= taken;
    }
  }

  /**
   * Checks that nothing is left but the padding of the last bit-packed run.
   *
   * <p>Most writers pad a group of 8; DuckDB pads a block of 256.
   */
  void checkEnd(String numbers) {
    checkEnd(numbers, 0);
  }

  /** Like the method above, with the number of zero bytes that may follow. */
  void checkEnd(String numbers, int padding) {
    if (width == 0) {
      return; // For zeros of width 0, some writers write a run, others no bytes.
    }
    long next = at + (long) packed / GROUP * width;
    PageBytes.of(bytes, (int) Math.min(next, end), end).checkEnd(numbers, padding);
    if (exact && count > 0) {
      throw new ParquetDecodingException("%d unexpected %s".formatted(count, numbers));
    }
  }

  /** Reads values into an INT vector. */
  void read(int numbers, WritableColumnVector ints, int row) {
    int to = row;
    int left = numbers;
    while (left > 0) {
      int taken;
      if (count == 0 && grouped > 0) {
        next();
      } else if (count == 0 && packed > 0 && unpackedFrom == unpackedTo) {
        unpack();
      }
      if (count == 0 && unpackedFrom < unpackedTo) {
        taken = Math.min(left, unpackedTo - unpackedFrom);
        ints.putInts(to, taken, unpacked, unpackedFrom);
        unpackedFrom += taken;
      } else if (count == 0) {
        header();
        continue;
      } else {
        taken = Math.min(left, count);
        ints.putInts(to, taken, value);
        take(taken);
      }
      to += taken;
      left -= taken;
    }
  }

  /** Makes a non-empty run current. */
  private void next() {
    while (count == 0) {
      if (grouped > 0) {
        nextOfGroup();
      } else if (unpackedFrom < unpackedTo) {
        nextOfUnpacked();
      } else if (packed > 0 && width <= LONG_GROUP) {
        group();
      } else if (packed > 0) {
        unpack();
      } else {
        header();
      }
    }
  }

  /** Makes the run current that starts in the current group. */
  private void nextOfGroup() {
    value = (int) (group & mask);
    check(value);
    do {
      int same = Math.min(grouped, Long.numberOfTrailingZeros(group ^ (value * ones)) / width);
      group = same == GROUP ? 0 : group >>> (same * width);
      grouped -= same;
      count += same;
      if (grouped == 0 && packed > 0 && at < end) {
        group();
      }
    } while (grouped > 0 && (group & mask) == value && count < UNPACKED);
    if (grouped == 0 && packed == 0) {
      join();
    }
  }

  /** Extends the last bit-packed run if a run-length encoded run of the same value follows. */
  private void join() {
    int header = 0;
    int next = at;
    for (int shift = 0; shift < 3 * 7 && next + 1 < end; shift += 7) {
      int bits = bytes[next++];
      header |= (bits & 0x7F) << shift;
      if (bits >= 0) {
        if ((header & 1) == 0 && (bytes[next] & 0xFF) == value) {
          count += header >>> 1;
          at = next + 1;
          exact = true;
        }
        return;
      }
    }
  }

  private void nextOfUnpacked() {
    value = unpacked[unpackedFrom++];
    count = 1;
    while (unpackedFrom < unpackedTo && unpacked[unpackedFrom] == value) {
      unpackedFrom++;
      count++;
    }
  }

  private void header() {
    int header = varint();
    if ((header & 1) == 1) {
      long numbers = (long) (header >>> 1) * GROUP;
      packed = (int) Math.min(numbers, Integer.MAX_VALUE - GROUP + 1); // Whole groups.
    } else {
      count = header >>> 1;
      value = fixed();
      check(value);
    }
    exact = (header & 1) == 0;
  }

  private void check(int number) {
    if (number < 0 || number > max) {
      throw new ParquetDecodingException(
          "level or index is " + number + ", but must be in [0, " + max + "]");
    }
  }

  private int varint() {
    int number = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += 7) {
      int next = next8();
      number |= (next & 0x7F) << shift;
      if ((next & 0x80) == 0) {
        return number;
      }
    }
    throw new ParquetDecodingException("the length of a run has more than 32 bits");
  }

  private int fixed() {
    int number = 0;
    for (int shift = 0; shift < width; shift += Byte.SIZE) {
      number |= next8() << shift;
    }
    return number;
  }

  private int next8() {
    if (at == end) {
      throw new ParquetDecodingException("a page ends within an RLE run");
    }
    return bytes[at++] & 0xFF;
  }

  /** Reads the bits of a group; writers may truncate the last one. */
  private void group() {
    if (at == end) {
      throw cutOff();
    } else if (end - at >= Long.BYTES) {
      group = (long) LONG.get(bytes, at);
    } else {
      group = 0;
      for (int i = Math.min(end - at, width) - 1; i >= 0; i--) {
        group = group << Byte.SIZE | (bytes[at + i] & 0xFF);
      }
    }
    at += Math.min(end - at, width);
    grouped = GROUP;
    packed -= GROUP;
  }

  private static ParquetDecodingException cutOff() {
    return new ParquetDecodingException("a page ends within a bit-packed run");
  }

  /** Unpacks whole groups; writers may truncate the unused bytes of the last one. */
  @SuppressWarnings("deprecation") // The packer's other method reads single bytes from a buffer.
  private void unpack() {
    int groups = Math.min(packed, UNPACKED) / GROUP;
    int whole = Math.min(groups, (end - at) / width);
    for (int i = 0; i < whole; i++) {
      packer.unpack8Values(bytes, at, unpacked, i * GROUP);
      at += width;
    }
    if (whole == 0) {
      byte[] last = new byte[width];
      if (at == end) {
        throw cutOff();
      }
      System.arraycopy(bytes, at, last, 0, end - at);
      packer.unpack8Values(last, 0, unpacked, 0);
      at = end;
      whole = 1;
    }
    unpackedFrom = 0;
    unpackedTo = whole * GROUP;
    packed -= unpackedTo;
    if (max < (1 << width) - 1) {
      for (int i = 0; i < unpackedTo; i++) {
        if (unpacked[i] > max) {
          check(unpacked[i]);
        }
      }
    }
  }
}
