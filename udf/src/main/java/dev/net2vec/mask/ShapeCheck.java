package dev.net2vec.mask;

import dev.net2vec.kpi.MaskErrors;
import dev.net2vec.kpi.MaskRole;
import dev.net2vec.kpi.Shape;
import java.io.Serializable;

/**
 * Checks the dimensions that a mask claims to have, before anything is allocated for them.
 *
 * @param maxPixels the most pixels that one mask may have
 */
record ShapeCheck(MaskRole role, int maxPixels) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Returns the shape with these dimensions, none of which is negative. */
  Shape require(long... dims) {
    long pixels = pixels(dims);
    if (pixels == 0) {
      throw MaskErrors.empty(role, dims);
    }
    if (pixels > maxPixels) {
      throw MaskErrors.tooLarge(role, pixels, maxPixels);
    }
    int[] checked = new int[dims.length];
    for (int i = 0; i < dims.length; i++) {
      checked[i] = (int) dims[i];
    }
    return Shape.of(checked);
  }

  /** Returns the product; 0 where any factor is, the largest long where it is too large for one. */
  private static long pixels(long[] dims) {
    long pixels = 1;
    for (long dim : dims) {
      if (dim == 0) {
        return 0;
      }
      pixels = pixels <= Long.MAX_VALUE / dim ? pixels * dim : Long.MAX_VALUE;
    }
    return pixels;
  }
}
