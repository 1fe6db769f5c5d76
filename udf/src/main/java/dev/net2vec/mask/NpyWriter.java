package dev.net2vec.mask;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.net2vec.kpi.Pixels;
import dev.net2vec.kpi.Shape;
import dev.net2vec.mask.form.FileKind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/**
 * Writes masks as NPY files: version 1.0, C order, byte for byte what {@code numpy.save} writes.
 *
 * <pre>{@code
 * NpyWriter.FLOAT.write(Pixels.of(new float[] {0.25f, 1}));  // 136 bytes, shape (2,), '<f4'
 * }</pre>
 */
public enum NpyWriter {
  /** {@code |u1}: the integers 0 to 255. */
  BYTE("|u1", 1) {
    @Override
    void put(ByteBuffer file, double[] block, int count, Shape shape, int from) {
      for (int i = 0; i < count; i++) {
        int item = (int) block[i];
        if (item != block[i] || item < 0 || item > 255) {
          throw new IllegalArgumentException(
              "item is %s at %s, but must be an integer in [0, 255] to be written as |u1"
                  .formatted(block[i], shape.position(from + i)));
        }
        file.put((byte) item);
      }
    }
  },
  /** {@code <f2}: every item as the nearest half, up to 65504 in magnitude. */
  HALF("<f2", Short.BYTES) {
    @Override
    void put(ByteBuffer file, double[] block, int count, Shape shape, int from) {
      for (int i = 0; i < count; i++) {
        short item = Halves.nearest(block[i]);
        if (Float.isInfinite(Halves.value(item)) && !Double.isInfinite(block[i])) {
          throw new IllegalArgumentException(
              "item is %s at %s, but must be in [-%3$d, %3$d] to be written as <f2"
                  .formatted(block[i], shape.position(from + i), Halves.LARGEST));
        }
        file.putShort(item);
      }
    }
  },
  /** {@code <f4}: every item as the nearest float. */
  FLOAT("<f4", Float.BYTES) {
    @Override
    void put(ByteBuffer file, double[] block, int count, Shape shape, int from) {
      for (int i = 0; i < count; i++) {
        file.putFloat((float) block[i]);
      }
    }
  },
  /** {@code <f8}: every item unchanged. */
  DOUBLE("<f8", Double.BYTES) {
    @Override
    void put(ByteBuffer file, double[] block, int count, Shape shape, int from) {
      for (int i = 0; i < count; i++) {
        file.putDouble(block[i]);
      }
    }
  };

  private static final int BLOCK = 1024;
  private static final int ALIGNMENT = 64;

  /** Like numpy: padding to rewrite the first dimension in place as the file grows. */
  private static final int GROWTH_DIGITS = 21;

  private final String descr;
  private final int size;

  NpyWriter(String descr, int size) {
    this.descr = descr;
    this.size = size;
  }

  abstract void put(ByteBuffer file, double[] block, int count, Shape shape, int from);

  /**
   * Returns the writer of a type.
   *
   * @param type u1, f2, f4 or f8
   */
  public static Optional<NpyWriter> of(String type) {
    return Arrays.stream(values())
        .filter(writer -> writer.descr.substring(1).equals(type))
        .findFirst();
  }

  /** Returns the writer of the smallest of u1, f4 and f8 that represents every item exactly. */
  public static NpyWriter smallest(Pixels mask) {
    NpyWriter smallest = BYTE;
    double[] block = new double[BLOCK];
    int pixels = mask.shape().pixels();
    for (int from = 0; from < pixels; from += BLOCK) {
      int count = Math.min(BLOCK, pixels - from);
      mask.read(from, count, block);
      for (int i = 0; i < count; i++) {
        double item = block[i];
        if (smallest == BYTE && !isByte(item)) {
          smallest = FLOAT;
        }
        if ((float) item != item && !Double.isNaN(item)) {
          return DOUBLE;
        }
      }
    }
    return smallest;
  }

  /**
   * Returns the file.
   *
   * @throws IllegalArgumentException if this type cannot represent an item, or the file would be
   *     longer than a Java array
   */
  public byte[] write(Pixels mask) {
    Shape shape = mask.shape();
    byte[] header = header(shape);
    long length = header.length + (long) shape.pixels() * size;
    if (length > MaskDecoder.LARGEST_MAX_PIXELS) {
      throw new IllegalArgumentException(
          "NPY of shape %s and %s has %d bytes, but must have at most %d"
              .formatted(shape, descr, length, MaskDecoder.LARGEST_MAX_PIXELS));
    }
    ByteBuffer file = ByteBuffer.allocate((int) length).order(ByteOrder.LITTLE_ENDIAN).put(header);
    double[] block = new double[BLOCK];
    for (int from = 0; from < shape.pixels(); from += BLOCK) {
      int count = Math.min(BLOCK, shape.pixels() - from);
      mask.read(from, count, block);
      put(file, block, count, shape, from);
    }
    return file.array();
  }

  /** Returns whether an item is one of the integers 0 to 255; −0.0 is not. */
  private static boolean isByte(double item) {
    return item >= 0 && item <= 255 && (int) item == item && 1 / item > 0;
  }

  private byte[] header(Shape shape) {
    StringBuilder dims = new StringBuilder();
    for (int i = 0; i < shape.rank(); i++) {
      dims.append(i == 0 ? "" : ", ").append(shape.dim(i));
    }
    dims.append(shape.rank() == 1 ? "," : "");
    StringBuilder text =
        new StringBuilder(
            "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }".formatted(descr, dims));
    text.append(" ".repeat(GROWTH_DIGITS - String.valueOf(shape.dim(0)).length()));
    int prefix = FileKind.NPY.magicLength() + 4;
    text.append(" ".repeat(ALIGNMENT - (prefix + text.length() + 1) % ALIGNMENT)).append('\n');
    return ByteBuffer.allocate(prefix + text.length())
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(FileKind.NPY.magic())
        .put((byte) 1)
        .put((byte) 0)
        .putShort((short) text.length())
        .put(text.toString().getBytes(US_ASCII))
        .array();
  }
}
