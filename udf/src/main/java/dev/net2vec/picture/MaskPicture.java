package dev.net2vec.picture;

import dev.net2vec.kpi.Shape;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * One instance as a picture of two panels, side by side: the prediction as heat, from black through
 * red to yellow, with the target's outline in light blue; and the errors, false positives in orange
 * on black background, false negatives in blue on the light grey target. Pixels that do not count
 * are grey.
 *
 * <p>A panel has at most {@value #LARGEST} pixels a side. Of a larger mask, each has the mean of a
 * square of pixels, and is target where half of these are; pixels of a smaller one are enlarged.
 */
public final class MaskPicture {
  /** The most pixels of a panel's side. */
  public static final int LARGEST = 256;

  /** A mask with sides below half of it is enlarged. */
  private static final int SMALL = 128;

  private static final int GAP = 4;

  private final int width;
  private final int step;
  private final int rows;
  private final int columns;
  private final int[] pixels;
  private final int[] foreground;
  private final double[] predicted;
  private final double[] hit;

  /**
   * Creates a picture of pixels that do not count.
   *
   * @param mask the shape of the instance's mask
   */
  public MaskPicture(Shape mask) {
    int height = mask.height();
    this.width = mask.width();
    this.step = parts(Math.max(height, width), LARGEST);
    this.rows = parts(height, step);
    this.columns = parts(width, step);
    this.pixels = new int[rows * columns];
    this.foreground = new int[pixels.length];
    this.predicted = new double[pixels.length];
    this.hit = new double[pixels.length];
  }

  private static int parts(int length, int of) {
    return (length + of - 1) / of;
  }

  /**
   * Adds a pixel that counts.
   *
   * @param pixel in row-major order
   * @param prediction in [0, 1]
   */
  public void add(int pixel, double prediction, boolean isForeground) {
    int at = pixel / width / step * columns + pixel % width / step;
    pixels[at]++;
    predicted[at] += prediction;
    if (isForeground) {
      foreground[at]++;
      hit[at] += prediction;
    }
  }

  /** Returns the bytes of a PNG file. */
  public byte[] png() {
    int zoom = Math.max(1, SMALL / Math.max(rows, columns));
    int panel = columns * zoom;
    BufferedImage image =
        new BufferedImage(
            2 * panel + GAP, rows * zoom, BufferedImage.TYPE_BYTE_INDEXED, Palette.colours());
    byte[] colours = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    for (int y = 0; y < rows * zoom; y++) {
      int row = y * image.getWidth();
      for (int x = 0; x < panel; x++) {
        int at = y / zoom * columns + x / zoom;
        colours[row + x] = isOutline(x, y, zoom) ? Palette.OUTLINE : heat(at);
        colours[row + panel + GAP + x] = error(at);
      }
      for (int x = panel; x < panel + GAP; x++) {
        colours[row + x] = Palette.PAGE;
      }
    }
    return file(image);
  }

  private boolean isTarget(int at) {
    return pixels[at] > 0 && 2 * foreground[at] >= pixels[at];
  }

  /** Returns whether a pixel of the target has one beside it that is not. */
  private boolean isOutline(int x, int y, int zoom) {
    return isTarget(y / zoom * columns + x / zoom)
        && !(isTarget(x - 1, y, zoom)
            && isTarget(x + 1, y, zoom)
            && isTarget(x, y - 1, zoom)
            && isTarget(x, y + 1, zoom));
  }

  /** The same of a pixel of the panel; those beyond its edge are target, as the mask is cut. */
  private boolean isTarget(int x, int y, int zoom) {
    boolean isInside = x >= 0 && y >= 0 && x < columns * zoom && y < rows * zoom;
    return !isInside || isTarget(y / zoom * columns + x / zoom);
  }

  private byte heat(int at) {
    return pixels[at] == 0 ? Palette.IGNORED : Palette.heat(predicted[at] / pixels[at]);
  }

  private byte error(int at) {
    if (pixels[at] == 0) {
      return Palette.IGNORED;
    }
    double falsePositive = predicted[at] - hit[at];
    double falseNegative = foreground[at] - hit[at];
    return isTarget(at)
        ? Palette.error(true, falseNegative / foreground[at])
        : Palette.error(false, falsePositive / (pixels[at] - foreground[at]));
  }

  private static byte[] file(BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    // Not through a file on disk, which ImageIO's default would be.
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // It stays in memory.
    }
    return bytes.toByteArray();
  }
}
