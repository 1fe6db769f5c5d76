package dev.net2vec.kpi;

/** Is passed the pixels of every instance that count, in row-major order. */
@FunctionalInterface
public interface PixelVisitor {
  /**
   * Takes a pixel.
   *
   * @param instance in row-major order of the leading dims
   * @param pixel in row-major order of the instance
   * @param prediction in [0, 1]
   * @param foreground whether the target is
   */
  void pixel(int instance, int pixel, double prediction, boolean foreground);
}
