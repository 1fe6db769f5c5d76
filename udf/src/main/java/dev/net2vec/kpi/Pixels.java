package dev.net2vec.kpi;

/**
 * The pixels of one mask in row-major order, handed out in blocks.
 *
 * <p>This is all the kernel knows of a mask. A source copies or decodes straight into the caller's
 * block, so that no mask needs to exist as a whole in any other form than the one it came in.
 */
public interface Pixels {
  /** Returns the dimensions of the mask. */
  Shape shape();

  /**
   * Writes the pixels {@code from} to {@code from + count − 1} to the start of {@code block}.
   *
   * @throws InvalidMaskException if an item is NULL or cannot be read
   */
  void read(int from, int count, double[] block);

  /** What the items are, beyond being doubles: narrower ones are summed without widening them. */
  enum Items {
    DOUBLES,
    /** {@link #read(int, int, float[])} gives the same items. */
    FLOATS,
    /** {@link #read(int, int, int[])} gives the same items. */
    INTS,
    /** {@link #read(int, int, byte[])} gives the same items, less {@link #byteZero}. */
    BYTES
  }

  /** Returns how narrow all items are. */
  default Items items() {
    return Items.DOUBLES;
  }

  /** As {@link #read(int, int, double[])}, where the items are floats. */
  default void read(int from, int count, float[] block) {
    throw new UnsupportedOperationException(items().toString());
  }

  /** As {@link #read(int, int, double[])}, where the items are ints. */
  default void read(int from, int count, int[] block) {
    throw new UnsupportedOperationException(items().toString());
  }

  /** As {@link #read(int, int, double[])}, where the items are bytes. */
  default void read(int from, int count, byte[] block) {
    throw new UnsupportedOperationException(items().toString());
  }

  /** Returns the item that is 0 as a byte: 128 where items are unsigned. */
  default int byteZero() {
    return 0;
  }

  /**
   * The items of a mask as they lie in an array, in one piece from {@code offset} on.
   *
   * @param thresh an item is foreground where its int is above this
   */
  @SuppressWarnings("ArrayRecordComponent") // A view for one loop; nobody compares it.
  record Ints(int[] array, int offset, int thresh) {}

  /** The items of a mask as they lie in an array, in one piece from {@code offset} on. */
  @SuppressWarnings("ArrayRecordComponent") // A view for one loop; nobody compares it.
  record Floats(float[] array, int offset) {}

  /** The items of a mask as they lie in an array, in one piece from {@code offset} on. */
  @SuppressWarnings("ArrayRecordComponent") // A view for one loop; nobody compares it.
  record Doubles(double[] array, int offset) {}

  /**
   * Returns where the items lie, or numbers that tell foreground from background as they do; {@code
   * null} where they lie otherwise. They are only looked at.
   */
  default Ints ints(double targetThresh) {
    return null;
  }

  /** Returns where the items lie, if they are doubles in one piece, else {@code null}. */
  default Doubles doubles() {
    return null;
  }

  /** Returns where the items lie, if they are floats in one piece, else {@code null}. */
  default Floats floats() {
    return null;
  }

  /** Returns the pixels of a flat row-major array; the array is not copied. */
  static Pixels of(float[] values, int... dims) {
    return new Pixels() {
      private final Shape shape = ofLength(values.length, dims);

      @Override
      public Shape shape() {
        return shape;
      }

      @Override
      public void read(int from, int count, double[] block) {
        for (int i = 0; i < count; i++) {
          block[i] = values[from + i];
        }
      }

      @Override
      public Items items() {
        return Items.FLOATS;
      }

      @Override
      public void read(int from, int count, float[] block) {
        System.arraycopy(values, from, block, 0, count);
      }

      @Override
      public Floats floats() {
        return new Floats(values, 0);
      }
    };
  }

  /** Returns the pixels of a flat row-major array; the array is not copied. */
  static Pixels of(double[] values, int... dims) {
    return new Pixels() {
      private final Shape shape = ofLength(values.length, dims);

      @Override
      public Shape shape() {
        return shape;
      }

      @Override
      public void read(int from, int count, double[] block) {
        System.arraycopy(values, from, block, 0, count);
      }

      @Override
      public Doubles doubles() {
        return new Doubles(values, 0);
      }
    };
  }

  /** Returns the pixels of a flat row-major array; the array is not copied. */
  static Pixels of(byte[] values, int... dims) {
    return new Pixels() {
      private final Shape shape = ofLength(values.length, dims);

      @Override
      public Shape shape() {
        return shape;
      }

      @Override
      public void read(int from, int count, double[] block) {
        for (int i = 0; i < count; i++) {
          block[i] = values[from + i];
        }
      }

      @Override
      public Items items() {
        return Items.BYTES;
      }

      @Override
      public void read(int from, int count, byte[] block) {
        System.arraycopy(values, from, block, 0, count);
      }
    };
  }

  private static Shape ofLength(int length, int... dims) {
    Shape shape = dims.length == 0 ? Shape.of(length) : Shape.of(dims);
    if (shape.pixels() != length) {
      throw new IllegalArgumentException(
          "array has " + length + " items, but shape " + shape + " needs " + shape.pixels());
    }
    return shape;
  }
}
