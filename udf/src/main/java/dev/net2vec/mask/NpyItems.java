package dev.net2vec.mask;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The item types of NPY files, which read items from the file's bytes.
 *
 * <p>Each type has its own loop: in a shared loop with a call per item, the compiler could not
 * inline the call.
 */
enum NpyItems {
  B1(1) {
    @Override
    double item(byte[] bytes, ByteOrder order, int at) {
      return bytes[at] == 0 ? 0 : 1;
    }

    @Override
    void copy(byte[] bytes, ByteOrder order, int at, int count, double[] block) {
      for (int i = 0; i < count; i++) {
        block[i] = item(bytes, order, at + i);
      }
    }
  },
  U1(1) {
    @Override
    double item(byte[] bytes, ByteOrder order, int at) {
      return bytes[at] & 0xff;
    }

    @Override
    void copy(byte[] bytes, ByteOrder order, int at, int count, double[] block) {
      for (int i = 0; i < count; i++) {
        block[i] = item(bytes, order, at + i);
      }
    }
  },
  I1(1) {
    @Override
    double item(byte[] bytes, ByteOrder order, int at) {
      return bytes[at];
    }

    @Override
    void copy(byte[] bytes, ByteOrder order, int at, int count, double[] block) {
      for (int i = 0; i < count; i++) {
        block[i] = item(bytes, order, at + i);
      }
    }
  },
  U2(2) {
    @Override
    double item(byte[] bytes, ByteOrder order, int at) {
      return i2(bytes, order, at) & 0xffff;
    }

    @Override
    void copy(byte[] bytes, ByteOrder order, int at, int count, int[] block) {
      for (int i = 0; i < count; i++) {
        block[i] = i2(bytes, order, at + 2 * i) & 0xffff;
      }
    }

    @Override
    void copy(byte[] bytes, ByteOrder order, int at, int count, double[] block) {
      for (int i = 0; i < count; i++) {
        block[i] = item(bytes, order, at + 2 * i);
      }
    }
  },
  I2(2) {
    @Override
    double item(byte[] bytes, ByteOrder order, int at) {
      return i2(bytes, order, at);
    }

    @Override
    void copy(byte[] bytes, ByteOrder order, int at, int count, int[] block) {
      for (int i = 0; i < count; i++) {
        block[i] = i2(bytes, order, at + 2 * i);
      }
    }

    @Override
    void copy(byte[] bytes, ByteOrder order, int at, int count, double[] block) {
      for (int i = 0; i < count; i++) {
        block[i] = item(bytes, order, at + 2 * i);
      }
    }
  },
  U4(4) {
    @Override
    double item(byte[] bytes, ByteOrder order, int at) {
      return i4(bytes, order, at) & 0xffff_ffffL;
    }

    @Override
    void copy(byte[] bytes, ByteOrder order, int at, int count, double[] block) {
      for (int i = 0; i < count; i++) {
        block[i] = item(bytes, order, at + 4 * i);
      }
    }
  },
  I4(4) {
    @Override
    double item(byte[] bytes, ByteOrder order, int at) {
      return i4(bytes, order, at);
    }

    @Override
    void copy(byte[] bytes, ByteOrder order, int at, int count, int[] block) {
      for (int i = 0; i < count; i++) {
        block[i] = i4(bytes, order, at + 4 * i);
      }
    }

    @Override
    void copy(byte[] bytes, ByteOrder order, int at, int count, double[] block) {
      for (int i = 0; i < count; i++) {
        block[i] = item(bytes, order, at + 4 * i);
      }
    }
  },
  U8(8) {
    @Override
    double item(byte[] bytes, ByteOrder order, int at) {
      return unsigned(i8(bytes, order, at));
    }

    @Override
    void copy(byte[] bytes, ByteOrder order, int at, int count, double[] block) {
      for (int i = 0; i < count; i++) {
        block[i] = item(bytes, order, at + 8 * i);
      }
    }
  },
  I8(8) {
    @Override
    double item(byte[] bytes, ByteOrder order, int at) {
      return i8(bytes, order, at);
    }

    @Override
    void copy(byte[] bytes, ByteOrder order, int at, int count, double[] block) {
      for (int i = 0; i < count; i++) {
        block[i] = item(bytes, order, at + 8 * i);
      }
    }
  },
  F2(2) {
    @Override
    double item(byte[] bytes, ByteOrder order, int at) {
      return Halves.value(i2(bytes, order, at));
    }

    @Override
    void copy(byte[] bytes, ByteOrder order, int at, int count, double[] block) {
      for (int i = 0; i < count; i++) {
        block[i] = Halves.value(i2(bytes, order, at + 2 * i));
      }
    }
  },
  F4(4) {
    @Override
    double item(byte[] bytes, ByteOrder order, int at) {
      return order == BIG_ENDIAN ? (float) FLOAT_BIG.get(bytes, at) : (float) FLOAT.get(bytes, at);
    }

    @Override
    void copy(byte[] bytes, ByteOrder order, int at, int count, double[] block) {
      for (int i = 0; i < count; i++) {
        block[i] = item(bytes, order, at + 4 * i);
      }
    }
  },
  F8(8) {
    @Override
    double item(byte[] bytes, ByteOrder order, int at) {
      return order == BIG_ENDIAN
          ? (double) DOUBLE_BIG.get(bytes, at)
          : (double) DOUBLE.get(bytes, at);
    }

    @Override
    void copy(byte[] bytes, ByteOrder order, int at, int count, double[] block) {
      for (int i = 0; i < count; i++) {
        block[i] = item(bytes, order, at + 8 * i);
      }
    }
  };

  private static final VarHandle SHORT = view(short[].class, LITTLE_ENDIAN);
  private static final VarHandle SHORT_BIG = view(short[].class, BIG_ENDIAN);
  private static final VarHandle INT = view(int[].class, LITTLE_ENDIAN);
  private static final VarHandle INT_BIG = view(int[].class, BIG_ENDIAN);
  private static final VarHandle LONG = view(long[].class, LITTLE_ENDIAN);
  private static final VarHandle LONG_BIG = view(long[].class, BIG_ENDIAN);
  private static final VarHandle FLOAT = view(float[].class, LITTLE_ENDIAN);
  private static final VarHandle FLOAT_BIG = view(float[].class, BIG_ENDIAN);
  private static final VarHandle DOUBLE = view(double[].class, LITTLE_ENDIAN);
  private static final VarHandle DOUBLE_BIG = view(double[].class, BIG_ENDIAN);

  private final int size;

  NpyItems(int size) {
    this.size = size;
  }

  /** Returns the number of bytes of one item. */
  int size() {
    return size;
  }

  /** Returns the item at byte {@code at}. */
  abstract double item(byte[] bytes, ByteOrder order, int at);

  /** Reads {@code count} consecutive items, starting at byte {@code at}. */
  abstract void copy(byte[] bytes, ByteOrder order, int at, int count, double[] block);

  /**
   * Like {@link #copy(byte[], ByteOrder, int, int, double[])}, for types whose items are all ints.
   */
  void copy(byte[] bytes, ByteOrder order, int at, int count, int[] block) {
    throw new UnsupportedOperationException(toString());
  }

  /** Reads {@code count} consecutive items of type {@link #F2}, which floats represent exactly. */
  static void halves(byte[] bytes, ByteOrder order, int at, int count, float[] block) {
    for (int i = 0; i < count; i++) {
      block[i] = Halves.value(i2(bytes, order, at + 2 * i));
    }
  }

  /** Reads {@code count} items that are {@code stride} bytes apart. */
  void gather(
      byte[] bytes, ByteOrder order, int at, int stride, int count, double[] block, int to) {
    for (int i = 0; i < count; i++) {
      block[to + i] = item(bytes, order, at + i * stride);
    }
  }

  private static VarHandle view(Class<?> array, ByteOrder order) {
    return MethodHandles.byteArrayViewVarHandle(array, order);
  }

  private static short i2(byte[] bytes, ByteOrder order, int at) {
    return order == BIG_ENDIAN ? (short) SHORT_BIG.get(bytes, at) : (short) SHORT.get(bytes, at);
  }

  private static int i4(byte[] bytes, ByteOrder order, int at) {
    return order == BIG_ENDIAN ? (int) INT_BIG.get(bytes, at) : (int) INT.get(bytes, at);
  }

  private static long i8(byte[] bytes, ByteOrder order, int at) {
    return order == BIG_ENDIAN ? (long) LONG_BIG.get(bytes, at) : (long) LONG.get(bytes, at);
  }

  /** Returns the double nearest to an unsigned long. */
  private static double unsigned(long bits) {
    // Halves values that are negative as a signed long; or-ing the lost bit into the lowest keeps
    // the rounding of ties correct.
    return bits >= 0 ? bits : ((bits >>> 1) | (bits & 1)) * 2.0;
  }
}
