package dev.net2vec.sql.expression;

import dev.net2vec.kpi.Pixels;
import dev.net2vec.kpi.Shape;
import dev.net2vec.mask.MaskDecoder;
import java.util.Arrays;

/**
 * The activations that the running thread decoded last.
 *
 * <p>Several concepts are projected from the activations of one row: by several calls, or because a
 * join has put each concept's weights beside them. The cell reaches each call anew, as another copy
 * or in a buffer that the next row overwrites, so only its bytes say whether it is the same; to
 * compare them costs a tenth of decoding them. Arrays whose items are contiguous are read in place.
 */
final class LastActivations {
  /** The most items that are kept: 16 MB of floats. */
  private static final int MOST = 1 << 22;

  private static final ThreadLocal<LastActivations> THREADS =
      ThreadLocal.withInitial(LastActivations::new);

  private MaskDecoder decoder;
  private byte[] cell = {};
  private int length;
  private Pixels decoded;
  private float[] floats = {};
  private double[] doubles = {};

  private LastActivations() {}

  /** Returns the activations in a cell; the result is valid until the thread's next call. */
  static Pixels of(MaskDecoder decoder, Object cell) {
    return cell instanceof byte[] bytes
        ? THREADS.get().decode(decoder, bytes)
        : decoded(decoder, cell);
  }

  private static Pixels decoded(MaskDecoder decoder, Object cell) {
    Decoding event = new Decoding();
    event.begin();
    Pixels activations = decoder.decode(cell);
    event.commit();
    return activations;
  }

  private Pixels decode(MaskDecoder by, byte[] bytes) {
    if (decoded != null
        && Arrays.equals(cell, 0, length, bytes, 0, bytes.length)
        && by.equals(decoder)) {
      return decoded;
    }
    decoded = null;
    Decoding event = new Decoding();
    event.begin();
    Pixels activations = by.decode(bytes);
    if (activations.shape().pixels() > MOST) {
      event.commit();
      return activations;
    }
    Pixels copy = copy(activations);
    event.commit();
    keep(by, bytes);
    decoded = copy;
    return copy;
  }

  private void keep(MaskDecoder by, byte[] bytes) {
    if (cell.length < bytes.length) {
      cell = new byte[bytes.length];
    }
    System.arraycopy(bytes, 0, cell, 0, bytes.length);
    length = bytes.length;
    decoder = by;
  }

  private Pixels copy(Pixels activations) {
    Shape shape = activations.shape();
    if (activations.items() == Pixels.Items.FLOATS) {
      floats = floats.length == shape.pixels() ? floats : new float[shape.pixels()];
      activations.read(0, floats.length, floats);
      return Pixels.of(floats, dims(shape));
    }
    doubles = doubles.length == shape.pixels() ? doubles : new double[shape.pixels()];
    activations.read(0, doubles.length, doubles);
    return Pixels.of(doubles, dims(shape));
  }

  private static int[] dims(Shape shape) {
    int[] dims = new int[shape.rank()];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = shape.dim(i);
    }
    return dims;
  }
}
