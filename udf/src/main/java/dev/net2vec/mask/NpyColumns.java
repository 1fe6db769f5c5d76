package dev.net2vec.mask;

import dev.net2vec.kpi.Pixels;
import dev.net2vec.kpi.Shape;
import java.nio.ByteOrder;

/** The pixels of an NPY payload in Fortran order, gathered row by row. */
final class NpyColumns implements Pixels {
  private final Shape shape;
  private final NpyItems items;
  private final ByteOrder order;
  private final byte[] bytes;
  private final int payload;

  /** The distance in bytes between neighbours along each dimension. */
  private final int[] strides;

  NpyColumns(Shape shape, NpyItems items, ByteOrder order, byte[] bytes, int payload) {
    this.shape = shape;
    this.items = items;
    this.order = order;
    this.bytes = bytes;
    this.payload = payload;
    this.strides = new int[shape.rank()];
    int stride = items.size();
    for (int i = 0; i < strides.length; i++) {
      strides[i] = stride;
      stride *= shape.dim(i);
    }
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public void read(int from, int count, double[] block) {
    int last = shape.rank() - 1;
    int width = shape.dim(last);
    int stride = strides[last];
    int[] index = index(from);
    int done = 0;
    while (done < count) {
      int length = Math.min(width - index[last], count - done);
      items.gather(bytes, order, offset(index), stride, length, block, done);
      done += length;
      nextRow(index);
    }
  }

  private int[] index(int pixel) {
    int[] index = new int[shape.rank()];
    int rest = pixel;
    for (int i = index.length - 1; i >= 0; i--) {
      index[i] = rest % shape.dim(i);
      rest /= shape.dim(i);
    }
    return index;
  }

  private int offset(int[] index) {
    int offset = payload;
    for (int i = 0; i < index.length; i++) {
      offset += index[i] * strides[i];
    }
    return offset;
  }

  private void nextRow(int[] index) {
    int dim = index.length - 1;
    index[dim] = 0;
    do {
      dim--;
      index[dim]++;
      if (index[dim] < shape.dim(dim)) {
        return;
      }
      index[dim] = 0;
    } while (dim > 0);
  }
}
