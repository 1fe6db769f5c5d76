package dev.net2vec.parquet;

import java.util.Objects;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;

/** PLAIN booleans: one bit each, the lowest bit of a byte first. */
final class BooleanItems implements Items {
  private final byte[] bytes;
  private final long end;

  /** The position in bits. */
  private long at;

  BooleanItems(Page page) {
    int count = page.values().left();
    int from = page.values().take(count);
    this.bytes = page.values().array();
    this.at = (long) from * Byte.SIZE;
    this.end = (long) (from + count) * Byte.SIZE;
  }

  @Override
  public void read(int count, WritableColumnVector vector, int row) {
    long from = at;
    skip(count);
    int to = row;
    int last = row + count;
    while (to < last) {
      if (from % Byte.SIZE == 0 && last - to >= Byte.SIZE) {
        vector.putBooleans(to, bytes[(int) (from / Byte.SIZE)]);
        from += Byte.SIZE;
        to += Byte.SIZE;
      } else {
        vector.putBoolean(to++, ((bytes[(int) (from / Byte.SIZE)] >> (from % Byte.SIZE)) & 1) == 1);
        from++;
      }
    }
  }

  @Override
  public void skip(int count) {
    at += count;
    Objects.checkFromToIndex(0, at, end);
  }

  /** Ignores the padding bits of the last byte. */
  @Override
  public void checkEnd() {
    if (end - at >= Byte.SIZE) {
      throw new ParquetDecodingException(
          (end - at) / Byte.SIZE + " unexpected bytes after the values");
    }
  }
}
