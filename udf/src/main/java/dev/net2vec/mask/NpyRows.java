package dev.net2vec.mask;

import dev.net2vec.kpi.Pixels;
import dev.net2vec.kpi.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The pixels of an NPY payload in C order, read in place. */
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

  @Override
  public Items items() {
    return switch (items) {
      case F2, F4 -> Items.FLOATS;
      case I2, U2, I4 -> Items.INTS;
      case B1, I1, U1 -> Items.BYTES;
      default -> Items.DOUBLES;
    };
  }

  @Override
  public void read(int from, int count, float[] block) {
    if (items == NpyItems.F2) {
      NpyItems.halves(bytes, order, payload + from * items.size(), count, block);
      return;
    }
    ByteBuffer.wrap(bytes, payload + from * Float.BYTES, count * Float.BYTES)
        .order(order)
        .asFloatBuffer()
        .get(block, 0, count);
  }

  @Override
  public void read(int from, int count, int[] block) {
    items.copy(bytes, order, payload + from * items.size(), count, block);
  }

  @Override
  public void read(int from, int count, byte[] block) {
    System.arraycopy(bytes, payload + from, block, 0, count);
    if (items == NpyItems.B1) {
      for (int i = 0; i < count; i++) {
        block[i] = (byte) (block[i] == 0 ? 0 : 1);
      }
    } else if (items == NpyItems.U1) {
      for (int i = 0; i < count; i++) {
        block[i] ^= Byte.MIN_VALUE;
      }
    }
  }

  @Override
  public int byteZero() {
    return items == NpyItems.U1 ? -Byte.MIN_VALUE : 0;
  }
}
