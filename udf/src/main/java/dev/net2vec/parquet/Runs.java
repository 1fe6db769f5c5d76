package dev.net2vec.parquet;

import java.util.Objects;
import org.apache.parquet.column.values.bitpacking.BytePacker;
import org.apache.parquet.column.values.bitpacking.Packer;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;

/**
 * Small numbers in Parquet's hybrid of run lengths and bit packing, told run by run.
 *
 * <p>A mask's levels are the same for thousands of pixels, so that a row costs a few runs, not a
 * step for each pixel.
 *
 * <p>Source: <a href="https://parquet.apache.org/docs/file-format/data-pages/encodings/">Parquet's
 * encodings</a>, "RLE/Bit-Packing Hybrid".
 */
final class Runs {
  /** Bit-packed numbers come in groups of this many. */
  private static final int GROUP = 8;

  /** As many of them as are unpacked at once. */
  private static final int UNPACKED = 64 * GROUP;

  private final byte[] bytes;
  private final int end;
  private final int width;
  private final int max;
  private final BytePacker packer;
  private final int[] unpacked = new int[UNPACKED];
  private int at;

  /** The bit-packed numbers that are not unpacked yet. */
  private int packed;

  private int unpackedFrom;
  private int unpackedTo;

  private int value;
  private int count;

  /**
   * Starts at {@code from}; a width of 0 bits means nothing but zeros, without end.
   *
   * @param max the highest number that is right
   */
  Runs(byte[] bytes, int from, int end, int width, int max) {
    if (width < 0 || width >= Integer.SIZE) {
      throw new ParquetDecodingException("numbers of " + width + " bits: 0 to 31 are allowed");
    }
    Objects.checkFromToIndex(from, end, bytes.length);
    this.bytes = bytes;
    this.at = from;
    this.end = end;
    this.width = width;
    this.max = max;
    this.packer = Packer.LITTLE_ENDIAN.newBytePacker(width);
    this.count = width == 0 ? Integer.MAX_VALUE : 0;
  }

  /** Returns the number at hand. */
  int value() {
    if (count == 0) {
      next();
    }
    return value;
  }

  /** Returns how often it follows, at least. */
  int count() {
    if (count == 0) {
      next();
    }
    return count;
  }

  /** Goes on by as many numbers, no more than {@link #count}. */
  void take(int numbers) {
    if (width > 0) {
      count -= numbers;
    }
  }

  /** Goes on by as many numbers. */
  void skip(int numbers) {
    for (int left = numbers; left > 0; ) {
      int taken = Math.min(left, count());
      take(taken);
      left -= taken;
    }
  }

  /** Puts as many numbers into INTs. */
  void read(int numbers, WritableColumnVector ints, int row) {
    int to = row;
    int left = numbers;
    while (left > 0) {
      int taken;
      if (count == 0 && packed > 0 && unpackedFrom == unpackedTo) {
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

  /** Has a run of at least one number at hand. */
  private void next() {
    while (count == 0) {
      if (unpackedFrom == unpackedTo && packed > 0) {
        unpack();
      }
      if (unpackedFrom < unpackedTo) {
        value = unpacked[unpackedFrom++];
        count = 1;
        while (unpackedFrom < unpackedTo && unpacked[unpackedFrom] == value) {
          unpackedFrom++;
          count++;
        }
      } else {
        header();
      }
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
  }

  private void check(int number) {
    if (number < 0 || number > max) {
      throw new ParquetDecodingException(
          "a number is " + number + ": 0 to " + max + " are allowed");
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
      throw new ParquetDecodingException("a page ends within its runs of numbers");
    }
    return bytes[at++] & 0xFF;
  }

  /** Unpacks whole groups; writers may leave out the bytes of the last one that say nothing. */
  @SuppressWarnings("deprecation") // The packer's other method asks a buffer for each byte.
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
        throw new ParquetDecodingException("a page ends within its packed numbers");
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
