package dev.net2vec.mask;

import dev.net2vec.kpi.InvalidMaskException;
import dev.net2vec.kpi.MaskErrors;
import dev.net2vec.kpi.MaskRole;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The header of an NPY file: version, length, and a Python dict of {@code descr}, {@code
 * fortran_order} and {@code shape}, in any order.
 */
final class NpyHeader {
  private static final int MAX_LENGTH = 10_000;
  private static final int LENGTH_AT = FileKind.NPY.magicLength() + 2;
  private static final List<NpyItems> ITEMS = List.of(NpyItems.values());
  private static final String DESCRS =
      "|b1, |u1, |i1, or < or > with u2, i2, u4, i4, u8, i8, f2, f4 or f8";

  private final MaskRole role;
  private final PythonLiteral text;
  private final int payload;

  private NpyItems items;
  private ByteOrder order;
  private Boolean fortranOrder;
  private long[] dims;

  private NpyHeader(MaskRole role, byte[] bytes, int from, int payload) {
    this.role = role;
    this.text = new PythonLiteral(role, bytes, from, payload);
    this.payload = payload;
  }

  static NpyHeader read(byte[] bytes, MaskRole role) {
    int version = FileKind.NPY.magicLength();
    int major = requireByte(bytes, role, version);
    int minor = requireByte(bytes, role, version + 1);
    if (major < 1 || major > 3 || minor != 0) {
      throw MaskErrors.unsupported(
          role, "NPY version", major + "." + minor, version, "1.0, 2.0 or 3.0");
    }
    int lengthSize = major == 1 ? 2 : 4;
    long length = 0;
    for (int i = 0; i < lengthSize; i++) {
      length |= (long) requireByte(bytes, role, LENGTH_AT + i) << (8 * i);
    }
    if (length > MAX_LENGTH) {
      throw MaskErrors.unreadable(
          role, "NPY header length", String.valueOf(length), LENGTH_AT, "at most " + MAX_LENGTH);
    }
    int from = LENGTH_AT + lengthSize;
    if (length > bytes.length - from) {
      throw cutOff(role, bytes.length, "bytes up to " + (from + length));
    }
    NpyHeader header = new NpyHeader(role, bytes, from, from + (int) length);
    header.parse();
    return header;
  }

  NpyItems items() {
    return items;
  }

  ByteOrder order() {
    return order;
  }

  boolean fortranOrder() {
    return fortranOrder;
  }

  /** Returns the dimensions, none of which is negative. */
  long[] dims() {
    return dims;
  }

  /** Returns where the items begin. */
  int payload() {
    return payload;
  }

  private static int requireByte(byte[] bytes, MaskRole role, int at) {
    if (at >= bytes.length) {
      throw cutOff(role, bytes.length, "at least " + (LENGTH_AT + 2) + " bytes long");
    }
    return bytes[at] & 0xff;
  }

  private static InvalidMaskException cutOff(MaskRole role, int at, String allowed) {
    return MaskErrors.unreadable(role, "NPY header", "cut off", at, allowed);
  }

  private void parse() {
    text.require('{');
    while (!text.skip('}')) {
      entry();
      if (!text.skip(',')) {
        text.require('}');
        break;
      }
    }
    requireKey(items, "descr");
    requireKey(fortranOrder, "fortran_order");
    requireKey(dims, "shape");
    text.requireEnd();
  }

  private void entry() {
    int at = text.at();
    String key = text.string();
    text.require(':');
    switch (key) {
      case "descr" -> {
        requireOnce(items, key, at);
        descr();
      }
      case "fortran_order" -> {
        requireOnce(fortranOrder, key, at);
        fortranOrder = text.bool();
      }
      case "shape" -> {
        requireOnce(dims, key, at);
        dims = text.tuple();
      }
      default ->
          throw MaskErrors.unreadable(
              role, "NPY key", "unknown", at, "descr, fortran_order or shape");
    }
  }

  private void descr() {
    int at = text.at();
    if (text.next() == '[') {
      throw MaskErrors.unsupported(role, "NPY dtype", "structured", at, DESCRS);
    }
    String descr = text.string();
    items = items(descr);
    if (items == null) {
      throw MaskErrors.unsupported(role, "NPY dtype", "'" + descr + "'", at, DESCRS);
    }
    order = descr.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }

  private static NpyItems items(String descr) {
    for (NpyItems items : ITEMS) {
      String name = items.descr();
      boolean named = descr.length() == 1 + name.length() && descr.endsWith(name);
      if (named && (items.size() == 1 ? "|" : "<>").indexOf(descr.charAt(0)) >= 0) {
        return items;
      }
    }
    return null;
  }

  private void requireOnce(Object before, String key, int at) {
    if (before != null) {
      throw MaskErrors.unreadable(role, "NPY key " + key, "repeated", at, "there once");
    }
  }

  private void requireKey(Object value, String key) {
    if (value == null) {
      throw MaskErrors.unreadable(role, "NPY key " + key, "missing", text.at(), "there once");
    }
  }
}
