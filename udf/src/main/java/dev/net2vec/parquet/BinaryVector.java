package dev.net2vec.parquet;

import java.util.Arrays;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.apache.spark.sql.vectorized.ColumnarMap;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * BINARY cells that stay in the buffers of their pages.
 *
 * <p>Spark's own vector copies each cell out of its page, and again for each access.
 */
final class BinaryVector extends ColumnVector {
  private byte[][] pages = new byte[0][];
  private int[] from = new int[0];
  private int[] length = new int[0];
  private int nulls;

  private final boolean lent;

  /** The last returned cell, if buffers are reused. */
  private byte[] cell = new byte[0];

  /** By row, buffers of an earlier batch's cells, if buffers are reused. */
  private byte[][] rooms = new byte[0][];

  /**
   * Creates a vector.
   *
   * @param lent whether a cell's buffer is reused for the next; new buffers of 512 KB and more may
   *     be humongous objects to Java's collector
   */
  BinaryVector(boolean lent) {
    super(DataTypes.BinaryType);
    this.lent = lent;
  }

  /** Removes all cells and makes room for the given number of rows. */
  void reset(int rows) {
    if (rows > pages.length) {
      pages = new byte[rows][];
      from = new int[rows];
      length = new int[rows];
    }
    Arrays.fill(pages, null);
    nulls = 0;
  }

  void put(int row, byte[] page, int start, int bytes) {
    pages[row] = page;
    from[row] = start;
    length[row] = bytes;
  }

  /** Returns a buffer for a cell that is not contiguous in its page's buffer. */
  byte[] room(int row, int bytes) {
    if (!lent) {
      return new byte[bytes];
    }
    if (row >= rooms.length) {
      rooms = Arrays.copyOf(rooms, pages.length);
    }
    if (rooms[row] == null || rooms[row].length != bytes) {
      rooms[row] = new byte[bytes];
    }
    return rooms[row];
  }

  void putNull(int row) {
    pages[row] = null;
    nulls++;
  }

  @Override
  public byte[] getBinary(int row) {
    if (isNullAt(row)) {
      return null;
    } else if (!lent) {
      return Arrays.copyOfRange(pages[row], from[row], from[row] + length[row]);
    } else if (pages[row].length == length[row]) {
      return pages[row];
    }
    if (cell.length != length[row]) {
      cell = new byte[length[row]];
    }
    System.arraycopy(pages[row], from[row], cell, 0, length[row]);
    return cell;
  }

  @Override
  public boolean isNullAt(int row) {
    return pages[row] == null;
  }

  @Override
  public boolean hasNull() {
    return nulls > 0;
  }

  @Override
  public int numNulls() {
    return nulls;
  }

  /** Does nothing: if the reader is ahead, the vector already holds the next batch. */
  @Override
  public void closeIfFreeable() {}

  @Override
  public void close() {
    pages = new byte[0][];
    rooms = new byte[0][];
  }

  @Override
  public boolean getBoolean(int row) {
    throw unsupported();
  }

  @Override
  public byte getByte(int row) {
    throw unsupported();
  }

  @Override
  public short getShort(int row) {
    throw unsupported();
  }

  @Override
  public int getInt(int row) {
    throw unsupported();
  }

  @Override
  public long getLong(int row) {
    throw unsupported();
  }

  @Override
  public float getFloat(int row) {
    throw unsupported();
  }

  @Override
  public double getDouble(int row) {
    throw unsupported();
  }

  @Override
  public ColumnarArray getArray(int row) {
    throw unsupported();
  }

  @Override
  public ColumnarMap getMap(int row) {
    throw unsupported();
  }

  @Override
  public Decimal getDecimal(int row, int precision, int scale) {
    throw unsupported();
  }

  @Override
  public UTF8String getUTF8String(int row) {
    throw unsupported();
  }

  @Override
  public ColumnVector getChild(int ordinal) {
    throw unsupported();
  }

  private static UnsupportedOperationException unsupported() {
    return new UnsupportedOperationException("a BINARY column has no other values");
  }
}
