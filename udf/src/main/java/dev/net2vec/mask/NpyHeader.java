package dev.net2vec.mask;

import dev.net2vec.kpi.InvalidMaskException;
import dev.net2vec.kpi.MaskErrors;
import dev.net2vec.kpi.MaskRole;
import dev.net2vec.mask.form.FileKind;
import java.nio.ByteOrder;

/**
 * The header of an NPY file: version, length, and a Python dict of {@code descr}, {@code
 * fortran_order} and {@code shape}, in any order.
 */
final class NpyHeader {
  private static final int MAX_LENGTH = 10_000;
  private static final int LENGTH_AT = FileKind.NPY.magicLength() + 2;

  private final MaskRole role;
  private final PythonLiteral text;
  private final int payload;

  private NpyType type;
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
    return type.items();
  }

  ByteOrder order() {
    return type.order();
  }

  boolean fortranOrder() {
    return fortranOrder;
  }

  /** Returns the dimensions, all of which are at least 0. */
  long[] dims() {
    return dims;
  }

  /** Returns the offset of the items. */
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
    requireKey(type, "descr");
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
        requireOnce(type, key, at);
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
      throw MaskErrors.unsupported(role, "NPY dtype", "structured", at, NpyType.ALLOWED);
    }
    String descr = text.string();
    type = NpyType.of(descr);
    if (type == null) {
      throw MaskErrors.unsupported(role, "NPY dtype", "'" + descr + "'", at, NpyType.ALLOWED);
    }
  }

  private void requireOnce(Object before, String key, int at) {
    if (before != null) {
      throw MaskErrors.unreadable(role, "NPY key " + key, "repeated", at, "present once");
    }
  }

  private void requireKey(Object value, String key) {
    if (value == null) {
      throw MaskErrors.unreadable(role, "NPY key " + key, "missing", text.at(), "present once");
    }
  }
}
