package dev.net2vec.mask;

import dev.net2vec.kpi.MaskErrors;
import dev.net2vec.kpi.MaskRole;

/**
 * Undoes the filters of a PNG image's rows, in place (PNG specification, section 9).
 *
 * <p>A byte is predicted from the bytes one pixel to the left (a), above (b), and above and to the
 * left (c); those outside the image are 0.
 */
final class PngFilters {
  private PngFilters() {}

  static void undo(MaskRole role, PngHeader header, int[] passStarts, byte[] rows) {
    int step = header.pixelBytes();
    for (int pass = 0; pass < PngPasses.COUNT; pass++) {
      int width = PngPasses.width(header, pass);
      int height = width == 0 ? 0 : PngPasses.height(header, pass);
      int rowBytes = PngPasses.rowBytes(header, width);
      for (int y = 0; y < height; y++) {
        int at = passStarts[pass] + y * (1 + rowBytes) + 1;
        int above = y == 0 ? -1 : at - rowBytes - 1;
        if (rows[at - 1] != 0 && !undo(rows[at - 1], rows, at, above, rowBytes, step)) {
          throw MaskErrors.unreadable(
              role,
              "PNG filter",
              "%d in row %d of pass %d".formatted(rows[at - 1] & 0xff, y, pass),
              "0, 1, 2, 3 or 4");
        }
      }
    }
  }

  /**
   * Undoes the filter of the row at {@code at}; {@code above} is −1 for the first row. Returns
   * whether the filter exists.
   */
  private static boolean undo(byte filter, byte[] rows, int at, int above, int rowBytes, int step) {
    switch (filter) {
      case 1 -> undoSub(rows, at, rowBytes, step);
      case 2 -> undoUp(rows, at, above, rowBytes);
      case 3 -> undoAverage(rows, at, above, rowBytes, step);
      case 4 -> undoPaeth(rows, at, above, rowBytes, step);
      default -> {
        return false;
      }
    }
    return true;
  }

  private static void undoSub(byte[] rows, int at, int rowBytes, int step) {
    for (int i = at + step; i < at + rowBytes; i++) {
      rows[i] += rows[i - step];
    }
  }

  private static void undoUp(byte[] rows, int at, int above, int rowBytes) {
    if (above >= 0) {
      for (int i = 0; i < rowBytes; i++) {
        rows[at + i] += rows[above + i];
      }
    }
  }

  private static void undoAverage(byte[] rows, int at, int above, int rowBytes, int step) {
    for (int i = 0; i < rowBytes; i++) {
      int a = i < step ? 0 : rows[at + i - step] & 0xff;
      int b = above < 0 ? 0 : rows[above + i] & 0xff;
      rows[at + i] += (byte) ((a + b) >> 1);
    }
  }

  private static void undoPaeth(byte[] rows, int at, int above, int rowBytes, int step) {
    if (above < 0) {
      // Of a, 0 and 0, the Paeth predictor selects a.
      undoSub(rows, at, rowBytes, step);
      return;
    }
    for (int i = 0; i < Math.min(step, rowBytes); i++) {
      rows[at + i] += rows[above + i];
    }
    for (int i = step; i < rowBytes; i++) {
      int a = rows[at + i - step] & 0xff;
      int b = rows[above + i] & 0xff;
      int c = rows[above + i - step] & 0xff;
      rows[at + i] += (byte) paeth(a, b, c);
    }
  }

  /** Returns the value nearest to a + b − c; on ties, a before b before c. */
  private static int paeth(int a, int b, int c) {
    int distanceA = Math.abs(b - c);
    int distanceB = Math.abs(a - c);
    int distanceC = Math.abs(a + b - 2 * c);
    if (distanceA <= distanceB && distanceA <= distanceC) {
      return a;
    }
    return distanceB <= distanceC ? b : c;
  }
}
