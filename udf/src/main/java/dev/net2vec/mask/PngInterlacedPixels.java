package dev.net2vec.mask;

import dev.net2vec.kpi.Pixels;
import dev.net2vec.kpi.Shape;
import dev.net2vec.kpi.TargetEncoding;

/** The pixels of an interlaced PNG image, each looked up in its Adam7 pass. */
final class PngInterlacedPixels implements Pixels {
  private final PngHeader header;
  private final byte[] rows;
  private final double divisor;
  private final TargetEncoding encoding;
  private final int[] passStarts;
  private final int[] rowBytes = new int[PngPasses.COUNT];

  PngInterlacedPixels(
      PngHeader header, int[] passStarts, byte[] rows, double divisor, TargetEncoding encoding) {
    this.header = header;
    this.rows = rows;
    this.divisor = divisor;
    this.encoding = encoding;
    this.passStarts = passStarts;
    for (int pass = 0; pass < PngPasses.COUNT; pass++) {
      rowBytes[pass] = 1 + PngPasses.rowBytes(header, PngPasses.width(header, pass));
    }
  }

  @Override
  public Shape shape() {
    return header.shape();
  }

  @Override
  public void read(int from, int count, double[] block) {
    int width = header.width();
    int y = from / width;
    int x = from % width;
    for (int i = 0; i < count; i++) {
      block[i] = sample(y, x) / divisor;
      x++;
      if (x == width) {
        x = 0;
        y++;
      }
    }
  }

  private int sample(int y, int x) {
    int pass = PngPasses.of(y, x);
    int row = passStarts[pass] + PngPasses.row(pass, y) * rowBytes[pass] + 1;
    int column = PngPasses.column(pass, x);
    if (header.channels() > 1) {
      return PngIds.id(encoding, rows, row + header.channels() * column);
    }
    return switch (header.depth()) {
      case 8 -> rows[row + column] & 0xff;
      case 16 -> PngPixels.sample16(rows, row + 2 * column);
      default -> PngPixels.sample(rows, row, column, header.depth());
    };
  }
}
