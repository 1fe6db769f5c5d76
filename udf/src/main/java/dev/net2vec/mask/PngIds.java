package dev.net2vec.mask;

import dev.net2vec.kpi.Pixels;
import dev.net2vec.kpi.Shape;
import dev.net2vec.kpi.TargetEncoding;

/** The class ids of a PNG image of colours that is not interlaced, read from its rows on demand. */
final class PngIds implements Pixels {
  private final PngHeader header;
  private final byte[] rows;
  private final TargetEncoding encoding;
  private final int channels;
  private final int width;

  /** The distance in bytes between rows. */
  private final int stride;

  PngIds(PngHeader header, byte[] rows, TargetEncoding encoding) {
    this.header = header;
    this.rows = rows;
    this.encoding = encoding;
    this.channels = header.channels();
    this.width = header.width();
    this.stride = 1 + PngPasses.rowBytes(header, width);
  }

  @Override
  public Shape shape() {
    return header.shape();
  }

  @Override
  public void read(int from, int count, double[] block) {
    int x = from % width;
    int row = from / width * stride + 1;
    for (int i = 0; i < count; i++) {
      block[i] = id(encoding, rows, row + channels * x);
      x++;
      if (x == width) {
        x = 0;
        row += stride;
      }
    }
  }

  @Override
  public Items items() {
    return Items.INTS;
  }

  @Override
  public void read(int from, int count, int[] block) {
    int x = from % width;
    int row = from / width * stride + 1;
    for (int i = 0; i < count; i++) {
      block[i] = id(encoding, rows, row + channels * x);
      x++;
      if (x == width) {
        x = 0;
        row += stride;
      }
    }
  }

  /** Returns the class id of the colour whose red sample is at this position. */
  static int id(TargetEncoding encoding, byte[] rows, int at) {
    return encoding.id(rows[at] & 0xff, rows[at + 1] & 0xff, rows[at + 2] & 0xff);
  }
}
