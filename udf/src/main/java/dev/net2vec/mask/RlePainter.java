package dev.net2vec.mask;

import dev.net2vec.kpi.MaskErrors;
import dev.net2vec.kpi.MaskRole;
import dev.net2vec.kpi.Pixels;
import dev.net2vec.kpi.Shape;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Converts column-major run lengths to pixels in row-major order.
 *
 * <p>Filling in the runs would jump to another row for every pixel. Instead, each run marks only
 * its first pixel, as different from the one above, and the first row is set; each row is then its
 * marks xor the row above, eight pixels at a time.
 */
final class RlePainter {
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final MaskRole role;
  private final Shape shape;
  private final int height;
  private final int width;
  private final byte[] marks;

  private long count;
  private int start;
  private int column;

  /** The value of the next run, 0 or 1. */
  private byte value;

  RlePainter(MaskRole role, Shape shape) {
    this.role = role;
    this.shape = shape;
    this.height = shape.dim(0);
    this.width = shape.dim(1);
    this.marks = new byte[shape.pixels()];
  }

  /** Adds the length of the next run; the first run is of zeros. */
  void add(long length) {
    if (length < 0 || length > marks.length - start) {
      throw length < 0
          ? MaskErrors.unreadable(role, "RLE count " + count, String.valueOf(length), "at least 0")
          : wrongSum("over %d at count %d".formatted(marks.length, count));
    }
    int row = start - column * height;
    if (row > 0) {
      marks[row * width + column] ^= 1;
    }
    start += (int) length;
    // Every column that starts within the run starts with the run's value.
    column += row > 0 ? 1 : 0;
    while ((long) column * height < start) {
      marks[column] = value;
      column++;
    }
    if ((long) column * height > start) {
      column--;
    }
    value ^= 1;
    count++;
  }

  /** Returns the mask after the last run. */
  Pixels finish() {
    if (start != marks.length) {
      throw wrongSum("%d in %d counts".formatted(start, count));
    }
    int i = width;
    if (width >= Long.BYTES) {
      for (; i <= marks.length - Long.BYTES; i += Long.BYTES) {
        EIGHT.set(marks, i, (long) EIGHT.get(marks, i) ^ (long) EIGHT.get(marks, i - width));
      }
    }
    for (; i < marks.length; i++) {
      marks[i] ^= marks[i - width];
    }
    return Pixels.of(marks, height, width);
  }

  private RuntimeException wrongSum(String actual) {
    return MaskErrors.unreadable(
        role, "RLE sum of counts", actual, "%d (size %s)".formatted(marks.length, shape));
  }
}
