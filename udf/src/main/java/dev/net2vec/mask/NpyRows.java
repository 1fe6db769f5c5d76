package dev.net2vec.mask;

import dev.net2vec.kpi.Pixels;
import dev.net2vec.kpi.Shape;
import java.nio.ByteOrder;

/** The pixels of an NPY payload in C order, read where they lie. */
final class NpyRows implements Pixels {
  private final Shape shape;
  private final NpyItems items;
  private final ByteOrder order;
  private final byte[] bytes;
  private final int payload;

  NpyRows(Shape shape, NpyItems items, ByteOrder order, byte[] bytes, int payload) {
    this.shape = shape;
    this.items = items;
    this.order = order;
    this.bytes = bytes;
    this.payload = payload;
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public void read(int from, int count, double[] block) {
    items.copy(bytes, order, payload + from * items.size(), count, block);
  }
}
