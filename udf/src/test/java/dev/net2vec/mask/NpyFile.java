package dev.net2vec.mask;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes NPY files of every kind, valid or not, item by item. */
final class NpyFile {
  private String descr = "|u1";
  private boolean fortranOrder;
  private int major = 1;
  private int[] dims = {};
  private BigInteger[] integers;
  private double[] doubles;

  static NpyFile of(String descr, int... dims) {
    NpyFile file = new NpyFile();
    file.descr = descr;
    file.dims = dims;
    return file;
  }

  NpyFile version(int number) {
    major = number;
    return this;
  }

  NpyFile fortranOrder() {
    fortranOrder = true;
    return this;
  }

  /** Takes the items in row-major order. */
  byte[] integers(BigInteger... items) {
    integers = items;
    return bytes();
  }

  /** Takes the items in row-major order. */
  byte[] doubles(double... items) {
    doubles = items;
    return bytes();
  }

  private byte[] bytes() {
    StringBuilder shape = new StringBuilder("(");
    for (int dim : dims) {
      shape.append(dim).append(dims.length == 1 ? "," : ", ");
    }
    String header =
        "{'descr': '%s', 'fortran_order': %s, 'shape': %s), }"
            .formatted(descr, fortranOrder ? "True" : "False", shape);
    int prefix = major == 1 ? 10 : 12;
    int padding = 63 - (prefix + header.length()) % 64;
    return withHeader(major, header + " ".repeat(padding) + "\n", payload());
  }

  /** Returns a file with any text for a header. */
  static byte[] withHeader(int major, String header, byte... payload) {
    byte[] text = header.getBytes(UTF_8);
    ByteBuffer length = ByteBuffer.allocate(major == 1 ? 2 : 4).order(ByteOrder.LITTLE_ENDIAN);
    if (major == 1) {
      length.putShort((short) text.length);
    } else {
      length.putInt(text.length);
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) major, 0});
    file.writeBytes(length.array());
    file.writeBytes(text);
    file.writeBytes(payload);
    return file.toByteArray();
  }

  private byte[] payload() {
    int count = integers == null ? doubles.length : integers.length;
    int size = descr.charAt(2) - '0';
    ByteBuffer payload = ByteBuffer.allocate(count * size);
    payload.order(descr.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      payload.position(size * (fortranOrder ? columnMajor(i) : i));
      if (integers == null) {
        putDouble(payload, doubles[i], size);
      } else {
        putInteger(payload, integers[i], size);
      }
    }
    return payload.array();
  }

  /** Returns where the item of a row-major number lies when the first dimension runs fastest. */
  private int columnMajor(int item) {
    int rest = item;
    int at = 0;
    int stride = integersOrDoubles();
    for (int i = dims.length - 1; i >= 0; i--) {
      stride /= dims[i];
      at += rest % dims[i] * stride;
      rest /= dims[i];
    }
    return at;
  }

  private int integersOrDoubles() {
    return integers == null ? doubles.length : integers.length;
  }

  private static void putInteger(ByteBuffer payload, BigInteger item, int size) {
    switch (size) {
      case 1 -> payload.put(item.byteValue());
      case 2 -> payload.putShort(item.shortValue());
      case 4 -> payload.putInt(item.intValue());
      default -> payload.putLong(item.longValue());
    }
  }

  private static void putDouble(ByteBuffer payload, double item, int size) {
    switch (size) {
      case 1 -> payload.put((byte) item);
      case 2 -> payload.putShort(half(item));
      case 4 -> payload.putFloat((float) item);
      default -> payload.putDouble(item);
    }
  }

  /** Returns the binary16 of a number that has one exactly. */
  private static short half(double item) {
    int sign = Math.signum(item) < 0 ? 0x8000 : 0;
    double magnitude = Math.abs(item);
    if (magnitude < 0x1p-14) {
      return (short) (sign | (int) (magnitude * 0x1p24));
    }
    int exponent = Math.getExponent(magnitude);
    return (short)
        (sign | (exponent + 15) << 10 | (int) (Math.scalb(magnitude, 10 - exponent) - 1024));
  }
}
