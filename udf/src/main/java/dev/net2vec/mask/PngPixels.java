package dev.net2vec.mask;

import dev.net2vec.kpi.Pixels;
import dev.net2vec.kpi.Shape;

/** The pixels of a PNG image that is not interlaced, unpacked from its rows on demand. */
final class PngPixels implements Pixels {
  private final PngHeader header;
  private final byte[] rows;
  private final double divisor;
  private final int depth;
  private final int width;

  /** The distance in bytes between rows. */
  private final int stride;

  PngPixels(PngHeader header, byte[] rows, double divisor) {
    this.header = header;
    this.rows = rows;
    this.divisor = divisor;
    this.depth = header.depth();
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
    int done = 0;
    while (done < count) {
      int length = Math.min(width - x, count - done);
      switch (depth) {
        case 8 -> bytes(row + x, length, block, done);
        case 16 -> shorts(row + 2 * x, length, block, done);
        default -> bits(row, x, length, block, done);
      }
      done += length;
      x = 0;
      row += stride;
    }
  }

  /** Returns bytes for undivided samples of up to 8 bits. */
  @Override
  public Items items() {
    return depth <= Byte.SIZE && divisor == 1 ? Items.BYTES : Items.DOUBLES;
  }

  @Override
  public int byteZero() {
    return -Byte.MIN_VALUE;
  }

  @Override
  public void read(int from, int count, byte[] block) {
    int x = from % width;
    int row = from / width * stride + 1;
    for (int done = 0; done < count; ) {
      int length = Math.min(width - x, count - done);
      for (int i = 0; i < length; i++) {
        int sample = depth == Byte.SIZE ? rows[row + x + i] : sample(rows, row, x + i, depth);
        block[done + i] = (byte) (sample ^ Byte.MIN_VALUE);
      }
      done += length;
      x = 0;
      row += stride;
    }
  }

  private void bytes(int at, int count, double[] block, int to) {
    for (int i = 0; i < count; i++) {
      block[to + i] = (rows[at + i] & 0xff) / divisor;
    }
  }

  private void shorts(int at, int count, double[] block, int to) {
    for (int i = 0; i < count; i++) {
      block[to + i] = sample16(rows, at + 2 * i) / divisor;
    }
  }

  private void bits(int row, int x, int count, double[] block, int to) {
    for (int i = 0; i < count; i++) {
      block[to + i] = sample(rows, row, x + i, depth) / divisor;
    }
  }

  static int sample16(byte[] rows, int at) {
    return (rows[at] & 0xff) << 8 | (rows[at + 1] & 0xff);
  }

  /** Returns a sample of less than 8 bits; the first is in the highest bits of its byte. */
  static int sample(byte[] rows, int row, int x, int depth) {
    long bit = (long) x * depth;
    int shift = 8 - depth - (int) (bit & 7);
    return (rows[row + (int) (bit >> 3)] >> shift) & ((1 << depth) - 1);
  }
}
