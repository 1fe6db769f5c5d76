package dev.net2vec.mask;

import dev.net2vec.kpi.MaskErrors;
import dev.net2vec.kpi.MaskRole;

/**
 * The layout of an inflated PNG image: one pass, or the seven of Adam7, each of which is a smaller
 * image of regularly spaced pixels.
 *
 * <p>Every row is a filter byte followed by packed samples.
 */
final class PngPasses {
  static final int COUNT = 7;

  private static final int[] X = {0, 4, 0, 2, 0, 1, 0};
  private static final int[] Y = {0, 0, 4, 0, 2, 0, 1};
  private static final int[] LOG_STEP_X = {3, 3, 2, 2, 1, 1, 0};
  private static final int[] LOG_STEP_Y = {3, 3, 3, 2, 2, 1, 1};

  /** The pass of each pixel in the repeating block of 8 by 8. */
  private static final byte[] PASS_OF = passOf();

  private PngPasses() {}

  /**
   * Returns the offset of each pass, followed by the total size. An image that is not interlaced is
   * entirely in the first pass.
   */
  static int[] starts(PngHeader header, MaskRole role) {
    int[] starts = new int[COUNT + 1];
    long size = 0;
    for (int pass = 0; pass < COUNT; pass++) {
      starts[pass] = (int) size;
      int width = width(header, pass);
      if (width > 0) {
        size += (long) height(header, pass) * (1 + rowBytes(header, width));
      }
      if (size > Integer.MAX_VALUE - 8) {
        int largest = 1 + Math.max(2, header.pixelBytes());
        throw MaskErrors.tooLarge(role, header.shape().pixels(), (Integer.MAX_VALUE - 8) / largest);
      }
    }
    starts[COUNT] = (int) size;
    return starts;
  }

  static int width(PngHeader header, int pass) {
    if (!header.interlaced()) {
      return pass == 0 ? header.width() : 0;
    }
    return length(header.width(), X[pass], LOG_STEP_X[pass]);
  }

  static int height(PngHeader header, int pass) {
    if (!header.interlaced()) {
      return pass == 0 ? header.height() : 0;
    }
    return length(header.height(), Y[pass], LOG_STEP_Y[pass]);
  }

  /** Returns the number of bytes of the samples of one row. */
  static int rowBytes(PngHeader header, int width) {
    return (int) (((long) width * header.depth() * header.channels() + 7) >> 3);
  }

  /** Returns the Adam7 pass of a pixel. */
  static int of(int y, int x) {
    return PASS_OF[(y & 7) << 3 | (x & 7)];
  }

  /** Returns the row, within its pass, of a pixel. */
  static int row(int pass, int y) {
    return y >> LOG_STEP_Y[pass];
  }

  /** Returns the column, within its pass, of a pixel. */
  static int column(int pass, int x) {
    return x >> LOG_STEP_X[pass];
  }

  private static int length(int whole, int from, int logStep) {
    return (whole - from + (1 << logStep) - 1) >> logStep;
  }

  private static byte[] passOf() {
    byte[] passOf = new byte[64];
    for (byte pass = 0; pass < COUNT; pass++) {
      for (int y = Y[pass]; y < 8; y += 1 << LOG_STEP_Y[pass]) {
        for (int x = X[pass]; x < 8; x += 1 << LOG_STEP_X[pass]) {
          passOf[y << 3 | x] = pass;
        }
      }
    }
    return passOf;
  }
}
