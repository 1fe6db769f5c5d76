package dev.net2vec.job.dataset;

import java.util.SplittableRandom;

/**
 * A disc or a box; lengths are in pixels, the centre is relative to the mask's upper left corner.
 *
 * @param box whether it is a box, else a disc of radius {@code halfHeight}
 */
record SampleShape(
    boolean box, double centreY, double centreX, double halfHeight, double halfWidth) {

  /** Returns a random shape near the middle of the mask, 0.2 to 0.6 of its shorter side in size. */
  static SampleShape random(SplittableRandom random, int height, int width) {
    int side = Math.min(height, width);
    return new SampleShape(
        random.nextBoolean(),
        height * random.nextDouble(0.3, 0.7),
        width * random.nextDouble(0.3, 0.7),
        side * random.nextDouble(0.1, 0.3),
        side * random.nextDouble(0.1, 0.3));
  }

  SampleShape moved(double down, double right) {
    return new SampleShape(box, centreY + down, centreX + right, halfHeight, halfWidth);
  }

  /** Returns the shape's mask, 1 inside and 0 outside. */
  byte[][] mask(int height, int width) {
    byte[][] mask = new byte[height][width];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        mask[y][x] = (byte) (distance(y, x) <= 0 ? 1 : 0);
      }
    }
    return mask;
  }

  /** Returns how far the centre of a pixel lies outside the shape; negative inside. */
  double distance(int y, int x) {
    double down = Math.abs(y + 0.5 - centreY);
    double right = Math.abs(x + 0.5 - centreX);
    return box
        ? Math.max(down - halfHeight, right - halfWidth)
        : Math.sqrt(down * down + right * right) - halfHeight;
  }
}
