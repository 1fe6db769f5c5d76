package dev.net2vec.kpi;

/**
 * A mask at another height and width, as {@code torch.nn.functional.interpolate} resizes it.
 *
 * <p>It is computed in double as it is read, row by row: two of the mask's rows are kept, resized
 * along the width. Every item is a weighted average of up to four, so it lies between them.
 *
 * <p>{@code ResizedPixels.of(Pixels.of(new float[] {0, 1}, 1, 2), 1, 4, Interpolation.BILINEAR,
 * false)} holds 0, 0.25, 0.75 and 1.
 *
 * <p>Not thread-safe: the rows are reused.
 */
public final class ResizedPixels implements Pixels {
  private final Pixels mask;
  private final Shape shape;
  private final Axis rows;
  private final Axis columns;
  private final double[] stored;

  /** Row r of the mask is kept in place r mod 2. */
  private final double[][] resized;

  private final int[] kept = {-1, -1};

  ResizedPixels(Pixels mask, Weights weights) {
    this.mask = mask;
    this.rows = weights.rows();
    this.columns = weights.columns();
    this.shape = mask.shape().withSize(rows.out(), columns.out());
    this.stored = new double[columns.in()];
    this.resized = new double[2][columns.out()];
  }

  /**
   * Returns a mask at another size.
   *
   * @param mask with at least one pixel; of rank 1, it has the height 1
   * @param height at least 1; 1 for a mask of rank 1
   * @param width at least 1
   * @param interpolation bilinear or nearest
   * @param alignCorners whether the centres of both masks' corner pixels coincide, instead of the
   *     corners of both masks; only {@link Interpolation#BILINEAR} heeds it
   * @throws InvalidMaskException if the mask has no pixel, or an axis has over 2^20
   * @throws IllegalArgumentException if another argument is out of range
   */
  public static ResizedPixels of(
      Pixels mask, int height, int width, Interpolation interpolation, boolean alignCorners) {
    Shape shape = mask.shape();
    if (interpolation == Interpolation.NONE) {
      throw new IllegalArgumentException("resize is none, but must be bilinear or nearest");
    }
    requireSide("height", height);
    requireSide("width", width);
    if (shape.rank() == 1 && height != 1) {
      throw new IllegalArgumentException(
          "height is %d, but must be 1 for a mask of rank 1 (shape %s)".formatted(height, shape));
    }
    if (shape.pixels() == 0) {
      throw MaskErrors.empty(MaskRole.MASK, shape);
    }
    MaskErrors.requireResizable(MaskRole.MASK, shape);
    return new ResizedPixels(
        mask,
        new Weights(
            Axis.of(shape.height(), height, interpolation, alignCorners),
            Axis.of(shape.width(), width, interpolation, alignCorners)));
  }

  private static void requireSide(String name, int side) {
    if (side < 1 || side > Axis.LARGEST) {
      throw new IllegalArgumentException(
          "%s is %d, but must be in [1, %d]".formatted(name, side, Axis.LARGEST));
    }
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public void read(int from, int count, double[] block) {
    int width = columns.out();
    int row = from / width;
    int x = from % width;
    int done = 0;
    while (done < count) {
      int length = Math.min(width - x, count - done);
      read(row, x, length, block, done);
      done += length;
      row++;
      x = 0;
    }
  }

  private void read(int row, int x, int count, double[] block, int to) {
    int y = row % rows.out();
    int stored = row / rows.out() * rows.in() + rows.low(y);
    double[] low = resized(stored);
    int next = rows.next(y);
    if (next == 0) {
      System.arraycopy(low, x, block, to, count);
      return;
    }
    double[] high = resized(stored + 1);
    double scale = rows.scale();
    double highWeight = next;
    double lowWeight = scale - highWeight;
    for (int i = 0; i < count; i++) {
      block[to + i] = (low[x + i] * lowWeight + high[x + i] * highWeight) / scale;
    }
  }

  /** Returns a row of the mask, resized along the width. */
  private double[] resized(int row) {
    double[] into = resized[row & 1];
    if (kept[row & 1] == row) {
      return into;
    }
    mask.read(row * columns.in(), columns.in(), stored);
    double scale = columns.scale();
    for (int x = 0; x < into.length; x++) {
      int low = columns.low(x);
      double next = columns.next(x);
      into[x] =
          next == 0 ? stored[low] : (stored[low] * (scale - next) + stored[low + 1] * next) / scale;
    }
    kept[row & 1] = row;
    return into;
  }
}
