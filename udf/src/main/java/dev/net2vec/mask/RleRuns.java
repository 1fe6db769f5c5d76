package dev.net2vec.mask;

import dev.net2vec.kpi.MaskErrors;
import dev.net2vec.kpi.MaskRole;
import dev.net2vec.kpi.Pixels;
import dev.net2vec.kpi.Shape;
import java.util.Arrays;

/** Collects column-major run lengths, alternately of 0 and 1, which must add up to the mask. */
final class RleRuns {
  /** The array grows from this, since long text may have far fewer runs than characters. */
  private static final int FIRST_RUNS = 1 << 12;

  private final MaskRole role;
  private final Shape shape;
  private final int pixels;
  private final int most;
  private int[] ends;
  private int count;

  /** The last of the ends; read from here, as the array's item was just written. */
  private int end;

  /**
   * Starts without a run.
   *
   * @param most the most runs that there can be
   */
  RleRuns(MaskRole role, Shape shape, int most) {
    this.role = role;
    this.shape = shape;
    this.pixels = shape.pixels();
    this.most = most;
    this.ends = new int[Math.min(most, FIRST_RUNS)];
  }

  /** Adds the length of the next run; the first run is of zeros. */
  void add(long length) {
    int start = end;
    if (length < 0 || length > pixels - start) {
      throw length < 0
          ? MaskErrors.unreadable(role, "RLE count " + count, String.valueOf(length), "at least 0")
          : wrongSum("over %d at count %d".formatted(pixels, count));
    }
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, (int) Math.min(2L * count, most));
    }
    end = start + (int) length;
    ends[count++] = end;
  }

  /** Returns the mask after the last run. */
  Pixels finish() {
    if (end != pixels) {
      throw wrongSum("%d in %d counts".formatted(end, count));
    }
    return new RlePixels(shape, new Pixels.ColumnRuns(ends, count));
  }

  private RuntimeException wrongSum(String actual) {
    return MaskErrors.unreadable(
        role, "RLE sum of counts", actual, "%d (size %s)".formatted(pixels, shape));
  }
}
