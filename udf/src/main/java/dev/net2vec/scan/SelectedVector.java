package dev.net2vec.scan;

import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.apache.spark.sql.vectorized.ColumnarMap;
import org.apache.spark.unsafe.types.UTF8String;

/** Some rows of a vector, which stays its owner's. */
final class SelectedVector extends ColumnVector {
  private final ColumnVector vector;
  private final int[] rows;

  /**
   * Selects rows.
   *
   * @param rows their indices
   */
  SelectedVector(ColumnVector vector, int[] rows) {
    super(vector.dataType());
    this.vector = vector;
    this.rows = rows;
  }

  @Override
  public void close() {}

  @Override
  public boolean hasNull() {
    return vector.hasNull();
  }

  @Override
  public int numNulls() {
    int nulls = 0;
    for (int i = 0; hasNull() && i < rows.length; i++) {
      nulls += isNullAt(i) ? 1 : 0;
    }
    return nulls;
  }

  @Override
  public boolean isNullAt(int row) {
    return vector.isNullAt(rows[row]);
  }

  @Override
  public boolean getBoolean(int row) {
    return vector.getBoolean(rows[row]);
  }

  @Override
  public byte getByte(int row) {
    return vector.getByte(rows[row]);
  }

  @Override
  public short getShort(int row) {
    return vector.getShort(rows[row]);
  }

  @Override
  public int getInt(int row) {
    return vector.getInt(rows[row]);
  }

  @Override
  public long getLong(int row) {
    return vector.getLong(rows[row]);
  }

  @Override
  public float getFloat(int row) {
    return vector.getFloat(rows[row]);
  }

  @Override
  public double getDouble(int row) {
    return vector.getDouble(rows[row]);
  }

  @Override
  public Decimal getDecimal(int row, int precision, int scale) {
    return vector.getDecimal(rows[row], precision, scale);
  }

  @Override
  public UTF8String getUTF8String(int row) {
    return vector.getUTF8String(rows[row]);
  }

  @Override
  public byte[] getBinary(int row) {
    return vector.getBinary(rows[row]);
  }

  @Override
  public ColumnarArray getArray(int row) {
    return vector.getArray(rows[row]);
  }

  @Override
  public ColumnarMap getMap(int row) {
    return vector.getMap(rows[row]);
  }

  /** Returns a field of structs, whose rows are those of the structs. */
  @Override
  public ColumnVector getChild(int field) {
    return new SelectedVector(vector.getChild(field), rows);
  }
}
