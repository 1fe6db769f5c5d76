package dev.net2vec.mask;

import dev.net2vec.compat.ColumnFields;
import dev.net2vec.kpi.MaskErrors;
import dev.net2vec.kpi.MaskRole;
import dev.net2vec.kpi.Pixels;
import dev.net2vec.kpi.Shape;
import org.apache.spark.sql.catalyst.util.ArrayData;

/** The pixels of a mask in Spark arrays of equal length, in order. */
final class ArrayPixels implements Pixels {
  private final Shape shape;
  private final ArrayData[] rows;
  private final int width;
  private final ArrayItems items;
  private final boolean nullable;
  private final MaskRole role;

  ArrayPixels(Shape shape, ArrayData[] rows, ArrayItems items, boolean nullable, MaskRole role) {
    this.shape = shape;
    this.rows = rows;
    this.width = rows.length == 0 ? 0 : shape.pixels() / rows.length;
    this.items = items;
    this.nullable = nullable;
    this.role = role;
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public Items items() {
    return items.width();
  }

  @Override
  public void read(int from, int count, double[] block) {
    read(from, count, (row, start, length, at) -> items.copy(row, start, length, block, at));
  }

  @Override
  public void read(int from, int count, float[] block) {
    read(from, count, (row, start, length, at) -> ArrayBlocks.copy(row, start, length, block, at));
  }

  @Override
  public void read(int from, int count, byte[] block) {
    read(from, count, (row, start, length, at) -> items.copy(row, start, length, block, at));
  }

  @Override
  public void read(int from, int count, int[] block) {
    read(from, count, (row, start, length, at) -> items.copy(row, start, length, block, at));
  }

  @Override
  public Floats floats() {
    ArrayData row = onlyRow();
    float[] floats = row == null ? null : ArrayBlocks.floats(row);
    return floats == null ? null : new Floats(floats, ColumnFields.offset(row));
  }

  @Override
  public Doubles doubles() {
    ArrayData row = onlyRow();
    double[] doubles = row == null ? null : ArrayBlocks.doubles(row);
    return doubles == null ? null : new Doubles(doubles, ColumnFields.offset(row));
  }

  @Override
  public Ints ints(double targetThresh) {
    ArrayData row = onlyRow();
    return row == null ? null : ForegroundInts.of(row, items, targetThresh);
  }

  /** Returns the array with all items if there is only one and it has no NULL, else null. */
  private ArrayData onlyRow() {
    return rows.length == 1 && (!nullable || ArrayBlocks.hasNoNull(rows[0])) ? rows[0] : null;
  }

  private interface Copy {
    void items(ArrayData row, int start, int length, int at);
  }

  private void read(int from, int count, Copy copy) {
    int done = 0;
    while (done < count) {
      ArrayData row = rows[(from + done) / width];
      int start = (from + done) % width;
      int length = Math.min(width - start, count - done);
      if (nullable && !ArrayBlocks.hasNoNull(row)) {
        requireNoNull(row, start, length, from + done);
      }
      copy.items(row, start, length, done);
      done += length;
    }
  }

  private void requireNoNull(ArrayData row, int start, int length, int pixel) {
    for (int i = 0; i < length; i++) {
      if (row.isNullAt(start + i)) {
        throw MaskErrors.nullItem(role, shape.position(pixel + i));
      }
    }
  }
}
