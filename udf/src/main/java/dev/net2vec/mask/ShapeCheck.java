package dev.net2vec.mask;

import dev.net2vec.kpi.MaskErrors;
import dev.net2vec.kpi.MaskRole;
import dev.net2vec.kpi.Shape;
import java.io.Serializable;

/**
 * Checks the dimensions that a mask claims to have, before memory is allocated for them.
 *
 * @param maxPixels the maximum number of pixels of a mask
 */
record ShapeCheck(MaskRole role, int maxPixels) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Returns the shape with these dimensions, all of which must be at least 0. */
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

  /** Returns the product, capped at the largest long; 0 if any factor is 0. */
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
