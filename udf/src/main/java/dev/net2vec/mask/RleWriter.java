package dev.net2vec.mask;

import dev.net2vec.kpi.MaskErrors;
import dev.net2vec.kpi.MaskRole;
import dev.net2vec.kpi.Pixels;
import dev.net2vec.kpi.Shape;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Writes the foreground of masks as COCO run lengths, as {@code encode} and {@code rleToString} of
 * cocoapi's {@code maskApi.c} do.
 *
 * <pre>{@code
 * Pixels mask = Pixels.of(new byte[] {0, 1, 1, 0, 1, 0}, 2, 3);
 * int[] counts = RleWriter.counts(mask, MaskRole.TARGET, 0.5);  // {2, 3, 1}
 * RleWriter.compress(counts);                                   // "231"
 * }</pre>
 */
public final class RleWriter {
  private static final int BLOCK = 1024;

  private RleWriter() {}

  /**
   * Returns the lengths of the runs in column-major order, alternately background and foreground.
   *
   * @param mask of rank 2
   * @param thresh an item is foreground if it is strictly greater than this
   * @throws dev.net2vec.kpi.InvalidMaskException if the rank is not 2, or an item is NaN or
   *     unreadable
   */
  public static int[] counts(Pixels mask, MaskRole role, double thresh) {
    Shape shape = mask.shape();
    if (shape.rank() != 2) {
      throw MaskErrors.unsupported(
          role, "shape", shape + " (rank " + shape.rank() + ")", "of rank 2 to be written as RLE");
    }
    return lengths(foreground(mask, role, thresh), shape.pixels());
  }

  /** Returns COCO's compressed text of counts, all of which must be at least 0. */
  public static String compress(int[] counts) {
    return RleString.of(counts);
  }

  /** Returns the foreground in column-major order. */
  private static BitSet foreground(Pixels mask, MaskRole role, double thresh) {
    Shape shape = mask.shape();
    int height = shape.dim(0);
    int width = shape.dim(1);
    BitSet foreground = new BitSet(shape.pixels());
    double[] block = new double[BLOCK];
    int y = 0;
    int x = 0;
    for (int from = 0; from < shape.pixels(); from += BLOCK) {
      int count = Math.min(BLOCK, shape.pixels() - from);
      mask.read(from, count, block);
      for (int i = 0; i < count; i++) {
        if (block[i] > thresh) {
          foreground.set(x * height + y);
        } else if (Double.isNaN(block[i])) {
          throw MaskErrors.notANumber(role, shape, from + i);
        }
        x++;
        if (x == width) {
          x = 0;
          y++;
        }
      }
    }
    return foreground;
  }

  private static int[] lengths(BitSet foreground, int pixels) {
    int[] lengths = new int[16];
    int count = 0;
    int start = 0;
    while (start < pixels) {
      int end = count % 2 == 0 ? foreground.nextSetBit(start) : foreground.nextClearBit(start);
      end = end < 0 ? pixels : Math.min(end, pixels);
      lengths = count == lengths.length ? Arrays.copyOf(lengths, 2 * count) : lengths;
      lengths[count++] = end - start;
      start = end;
    }
    return Arrays.copyOf(lengths, count);
  }
}
