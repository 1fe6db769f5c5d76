package dev.net2vec.parquet;

import java.util.Arrays;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.apache.spark.sql.vectorized.ColumnarMap;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Cells of bytes that lie in the pages that they were read from.
 *
 * <p>Spark's own vector copies them out of their page, and once more for whom asks for one.
 */
final class BinaryVector extends ColumnVector {
  private byte[][] pages = new byte[0][];
  private int[] from = new int[0];
  private int[] length = new int[0];
  private int nulls;

  private final boolean lent;

  /** The cell that was asked for last, if it is lent. */
  private byte[] cell = new byte[0];

  /** By row, arrays that had cells of a batch before, if they are lent. */
  private byte[][] rooms = new byte[0][];

  /**
   * Makes a vector.
   *
   * @param lent whether a cell is overwritten by the next: cells of 512 KB and more are objects
   *     that Java's collector makes much of
   */
  BinaryVector(boolean lent) {
    super(DataTypes.BinaryType);
    this.lent = lent;
  }

  /** Forgets all cells, and has room for as many. */
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

  /** Returns an array for a cell that does not lie in a page. */
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

  /** It has the next batch by then, where the reader is ahead. */
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
    return new UnsupportedOperationException("a column of BINARY has nothing else");
  }
}
