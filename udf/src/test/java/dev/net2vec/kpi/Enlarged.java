package dev.net2vec.kpi;

/** Enlarges a whole mask in the plainest way, from the definition of its places. */
final class Enlarged {
  private Enlarged() {}

  /** Returns the items of a mask of one or more instances, resized. */
  static double[] of(double[] items, Shape from, Shape to, Interpolation mode, boolean aligned) {
    double[] enlarged = new double[to.pixels()];
    for (int i = 0; i < enlarged.length; i++) {
      int instance = i / to.instancePixels();
      int y = i % to.instancePixels() / to.width();
      int x = i % to.width();
      double row = place(y, from.height(), to.height(), mode, aligned);
      double column = place(x, from.width(), to.width(), mode, aligned);
      for (int r = (int) row; r <= Math.min(row + 1, from.height() - 1); r++) {
        for (int c = (int) column; c <= Math.min(column + 1, from.width() - 1); c++) {
          enlarged[i] +=
              (1 - Math.abs(r - row))
                  * (1 - Math.abs(c - column))
                  * items[instance * from.instancePixels() + r * from.width() + c];
        }
      }
    }
    return enlarged;
  }

  private static double place(int i, int in, int out, Interpolation mode, boolean aligned) {
    if (mode == Interpolation.NEAREST) {
      return Math.floorDiv((long) i * in, out);
    } else if (aligned) {
      return out == 1 ? 0 : (double) i * (in - 1) / (out - 1);
    }
    return Math.min(in - 1, Math.max(0, (i + 0.5) * in / out - 0.5));
  }
}
