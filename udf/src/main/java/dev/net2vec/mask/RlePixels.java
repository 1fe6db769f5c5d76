package dev.net2vec.mask;

import dev.net2vec.kpi.Pixels;
import dev.net2vec.kpi.Shape;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The pixels of column-major runs, which are painted in row-major order when the first is read.
 *
 * <p>Filling in the runs would jump to another row for every pixel. Instead, each run marks only
 * its first pixel, as different from the one above, and the first row is set; each row is then its
 * marks xor the row above, eight pixels at a time.
 */
final class RlePixels implements Pixels {
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final Shape shape;
  private final ColumnRuns runs;

  /** Null until they are painted. */
  private byte[] pixels;

  RlePixels(Shape shape, ColumnRuns runs) {
    this.shape = shape;
    this.runs = runs;
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public ColumnRuns columnRuns() {
    return runs;
  }

  @Override
  public Items items() {
    return Items.BYTES;
  }

  @Override
  public void read(int from, int count, byte[] block) {
    System.arraycopy(painted(), from, block, 0, count);
  }

  @Override
  public void read(int from, int count, double[] block) {
    byte[] painted = painted();
    for (int i = 0; i < count; i++) {
      block[i] = painted[from + i];
    }
  }

  private byte[] painted() {
    if (pixels == null) {
      byte[] marks = new byte[shape.pixels()];
      mark(marks);
      fill(marks);
      pixels = marks;
    }
    return pixels;
  }

  private void mark(byte[] marks) {
    int height = shape.height();
    int width = shape.width();
    int[] ends = runs.ends();
    int count = runs.count();
    int start = 0;
    int column = 0;
    // The first pixel of the column; beyond the last column it may exceed an int.
    long top = 0;
    byte value = 0;
    for (int run = 0; run < count; run++) {
      int row = (int) (start - top);
      if (row > 0) {
        marks[row * width + column] ^= 1;
        column++;
        top += height;
      }
      start = ends[run];
      // Every column that starts within the run starts with the run's value.
      while (top < start) {
        marks[column] = value;
        column++;
        top += height;
      }
      if (top > start) {
        column--;
        top -= height;
      }
      value ^= 1;
    }
  }

  private void fill(byte[] marks) {
    int width = shape.width();
    int i = width;
    if (width >= Long.BYTES) {
      for (; i <= marks.length - Long.BYTES; i += Long.BYTES) {
        EIGHT.set(marks, i, (long) EIGHT.get(marks, i) ^ (long) EIGHT.get(marks, i - width));
      }
    }
    for (; i < marks.length; i++) {
      marks[i] ^= marks[i - width];
    }
  }
}
