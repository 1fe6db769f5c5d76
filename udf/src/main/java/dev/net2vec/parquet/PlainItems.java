package dev.net2vec.parquet;

import org.apache.parquet.io.ParquetDecodingException;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.LongType;

/** PLAIN numbers: consecutive, little-endian. */
abstract class PlainItems implements Items {
  final byte[] bytes;
  private final PageBytes values;
  private final int width;

  private PlainItems(PageBytes values, int width) {
    this.values = values;
    this.bytes = values.array();
    this.width = width;
  }

  /** Returns the items of a page as the given type. */
  static Items of(Page page, DataType type) {
    return of(page.values(), type);
  }

  /**
   * Returns the items of a BYTE_STREAM_SPLIT page: the first byte of each, then the second of each,
   * …
   */
  static Items ofSplit(Page page, DataType type) {
    int width = type instanceof LongType || type instanceof DoubleType ? Long.BYTES : Integer.BYTES;
    int size = page.values().left();
    if (size % width != 0) {
      throw new ParquetDecodingException(
          "values of %d bytes each have %d bytes in all".formatted(width, size));
    }
    int from = page.values().take(size);
    byte[] split = page.values().array();
    byte[] joined = new byte[size];
    int count = size / width;
    for (int k = 0; k < width; k++) {
      for (int i = 0; i < count; i++) {
        joined[i * width + k] = split[from + k * count + i];
      }
    }
    return of(PageBytes.of(joined, 0, size), type);
  }

  private static Items of(PageBytes page, DataType type) {
    if (type.equals(DataTypes.FloatType)) {
      return new Floats(page);
    } else if (type.equals(DataTypes.DoubleType)) {
      return new Doubles(page);
    } else if (type.equals(DataTypes.LongType)) {
      return new Longs(page);
    } else if (type.equals(DataTypes.IntegerType)) {
      return new Ints(page);
    } else if (type.equals(DataTypes.ShortType)) {
      return new Shorts(page);
    } else if (type.equals(DataTypes.ByteType)) {
      return new Bytes(page);
    }
    throw new IllegalArgumentException("not a numeric type: " + type);
  }

  /** Copies available items into a vector. */
  abstract void put(int from, int count, WritableColumnVector vector, int row);

  @Override
  public final void read(int count, WritableColumnVector vector, int row) {
    int most = values.most() / width;
    for (int done = 0; done < count; ) {
      int next = Math.min(most, count - done);
      put(values.take(Math.multiplyExact(width, next)), next, vector, row + done);
      done += next;
    }
  }

  @Override
  public final void skip(int count) {
    values.skip((long) width * count);
  }

  @Override
  public final void checkEnd() {
    values.checkEnd("values", 0);
  }

  private static final class Floats extends PlainItems {
    Floats(PageBytes page) {
      super(page, Float.BYTES);
    }

    @Override
    void put(int from, int count, WritableColumnVector vector, int row) {
      vector.putFloatsLittleEndian(row, count, bytes, from);
    }
  }

  private static final class Doubles extends PlainItems {
    Doubles(PageBytes page) {
      super(page, Double.BYTES);
    }

    @Override
    void put(int from, int count, WritableColumnVector vector, int row) {
      vector.putDoublesLittleEndian(row, count, bytes, from);
    }
  }

  private static final class Longs extends PlainItems {
    Longs(PageBytes page) {
      super(page, Long.BYTES);
    }

    @Override
    void put(int from, int count, WritableColumnVector vector, int row) {
      vector.putLongsLittleEndian(row, count, bytes, from);
    }
  }

  private static final class Ints extends PlainItems {
    Ints(PageBytes page) {
      super(page, Integer.BYTES);
    }

    @Override
    void put(int from, int count, WritableColumnVector vector, int row) {
      vector.putIntsLittleEndian(row, count, bytes, from);
    }
  }

  /** Stored in 4 bytes, of which the lower two are used. */
  private static final class Shorts extends PlainItems {
    private final short[] block = new short[1024];

    Shorts(PageBytes page) {
      super(page, Integer.BYTES);
    }

    @Override
    void put(int from, int count, WritableColumnVector vector, int row) {
      for (int done = 0; done < count; done += block.length) {
        int size = Math.min(block.length, count - done);
        for (int i = 0; i < size; i++) {
          int at = from + Integer.BYTES * (done + i);
          block[i] = (short) ((bytes[at] & 0xFF) | (bytes[at + 1] << Byte.SIZE));
        }
        vector.putShorts(row + done, size, block, 0);
      }
    }
  }

  /** Stored in 4 bytes, of which the lowest is used. */
  private static final class Bytes extends PlainItems {
    private final byte[] block = new byte[1024];

    Bytes(PageBytes page) {
      super(page, Integer.BYTES);
    }

    @Override
    void put(int from, int count, WritableColumnVector vector, int row) {
      for (int done = 0; done < count; done += block.length) {
        int size = Math.min(block.length, count - done);
        for (int i = 0; i < size; i++) {
          block[i] = bytes[from + Integer.BYTES * (done + i)];
        }
        vector.putBytes(row + done, size, block, 0);
      }
    }
  }
}
