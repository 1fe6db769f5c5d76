package dev.net2vec.kpi;

/**
 * The pixels of one mask in row-major order, read in blocks.
 *
 * <p>This is all that the kernel knows of a mask. An implementation copies or decodes directly into
 * the caller's block, so a mask never needs to be converted as a whole.
 */
public interface Pixels {
  /** Returns the dimensions of the mask. */
  Shape shape();

  /**
   * Writes the pixels {@code from} to {@code from + count − 1} to the start of {@code block}.
   *
   * @throws InvalidMaskException if an item is NULL or unreadable
   */
  void read(int from, int count, double[] block);

  /** The type of the items; narrower types than double are summed without widening arrays first. */
  enum Items {
    DOUBLES,
    /** {@link #read(int, int, float[])} returns the same items. */
    FLOATS,
    /** {@link #read(int, int, int[])} returns the same items. */
    INTS,
    /** {@link #read(int, int, byte[])} returns the same items minus {@link #byteZero}. */
    BYTES
  }

  /** Returns the narrowest type that holds all items. */
  default Items items() {
    return Items.DOUBLES;
  }

  /** Like {@link #read(int, int, double[])}, for {@link Items#FLOATS}. */
  default void read(int from, int count, float[] block) {
    throw new UnsupportedOperationException(items().toString());
  }

  /** Like {@link #read(int, int, double[])}, for {@link Items#INTS}. */
  default void read(int from, int count, int[] block) {
    throw new UnsupportedOperationException(items().toString());
  }

  /** Like {@link #read(int, int, double[])}, for {@link Items#BYTES}. */
  default void read(int from, int count, byte[] block) {
    throw new UnsupportedOperationException(items().toString());
  }

  /** Returns the item that byte 0 stands for: 128 for unsigned items. */
  default int byteZero() {
    return 0;
  }

  /**
   * A mask's items in an array, contiguous from {@code offset}.
   *
   * @param thresh an item is foreground if its int is greater than this
   */
  @SuppressWarnings("ArrayRecordComponent") // A view for one loop; never compared.
  record Ints(int[] array, int offset, int thresh) {}

  /** A mask's items in an array, contiguous from {@code offset}. */
  @SuppressWarnings("ArrayRecordComponent") // A view for one loop; never compared.
  record Floats(float[] array, int offset) {}

  /** A mask's items in an array, contiguous from {@code offset}. */
  @SuppressWarnings("ArrayRecordComponent") // A view for one loop; never compared.
  record Doubles(double[] array, int offset) {}

  /**
   * The items of a mask of 0 and 1, in column-major order: run k ends before position {@code
   * ends[k]}; even runs are of 0, odd ones of 1. Runs may be empty; the last ends with the mask.
   */
  @SuppressWarnings("ArrayRecordComponent") // A view for one loop; never compared.
  record ColumnRuns(int[] ends, int count) {}

  /** Returns the runs of a mask of one instance that is stored so; null for all others. */
  default ColumnRuns columnRuns() {
    return null;
  }

  /**
   * Returns the items in place, or ints with the same foreground; null if there is no such array.
   * Callers must not change the array.
   */
  default Ints ints(double targetThresh) {
    return null;
  }

  /** Returns the items in place if they are contiguous doubles, else null. */
  default Doubles doubles() {
    return null;
  }

  /** Returns the items in place if they are contiguous floats, else null. */
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
