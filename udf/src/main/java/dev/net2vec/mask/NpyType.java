package dev.net2vec.mask;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.util.Map.entry;

import java.nio.ByteOrder;
import java.util.Map;

/**
 * The item type in an NPY header's {@code descr}.
 *
 * <p>A byte order may precede a code; it has no meaning for one-byte items: cnpy writes {@code
 * <u1}. For NumPy, {@code =}, {@code |} and no order mean the reader's native order. They mean
 * little-endian here, the native order of every machine that Spark supports. Codes and names whose
 * width depends on the platform ({@code l}, {@code int}, {@code float128}) are rejected.
 */
record NpyType(NpyItems items, ByteOrder order) {
  /** The types named in errors; the other names are aliases of these. */
  static final String ALLOWED =
      "b1, u1, i1, u2, i2, u4, i4, u8, i8, f2, f4 or f8, with or without < or >";

  private static final Map<String, NpyItems> CODES =
      Map.ofEntries(
          entry("b1", NpyItems.B1),
          entry("?", NpyItems.B1),
          entry("u1", NpyItems.U1),
          entry("B", NpyItems.U1),
          entry("i1", NpyItems.I1),
          entry("b", NpyItems.I1),
          entry("u2", NpyItems.U2),
          entry("H", NpyItems.U2),
          entry("i2", NpyItems.I2),
          entry("h", NpyItems.I2),
          entry("u4", NpyItems.U4),
          entry("I", NpyItems.U4),
          entry("i4", NpyItems.I4),
          entry("i", NpyItems.I4),
          entry("u8", NpyItems.U8),
          entry("Q", NpyItems.U8),
          entry("i8", NpyItems.I8),
          entry("q", NpyItems.I8),
          entry("f2", NpyItems.F2),
          entry("e", NpyItems.F2),
          entry("f4", NpyItems.F4),
          entry("f", NpyItems.F4),
          entry("f8", NpyItems.F8),
          entry("d", NpyItems.F8));

  private static final Map<String, NpyItems> NAMES =
      Map.ofEntries(
          entry("bool", NpyItems.B1),
          entry("uint8", NpyItems.U1),
          entry("int8", NpyItems.I1),
          entry("uint16", NpyItems.U2),
          entry("int16", NpyItems.I2),
          entry("uint32", NpyItems.U4),
          entry("int32", NpyItems.I4),
          entry("uint64", NpyItems.U8),
          entry("int64", NpyItems.I8),
          entry("float16", NpyItems.F2),
          entry("half", NpyItems.F2),
          entry("float32", NpyItems.F4),
          entry("single", NpyItems.F4),
          entry("float64", NpyItems.F8),
          entry("double", NpyItems.F8));

  /** Returns the type; null if it is unsupported. */
  static NpyType of(String descr) {
    if (NAMES.containsKey(descr)) {
      return new NpyType(NAMES.get(descr), LITTLE_ENDIAN);
    }
    boolean ordered = !descr.isEmpty() && "<>=|".indexOf(descr.charAt(0)) >= 0;
    NpyItems items = CODES.get(ordered ? descr.substring(1) : descr);
    return items == null
        ? null
        : new NpyType(items, descr.charAt(0) == '>' ? BIG_ENDIAN : LITTLE_ENDIAN);
  }
}
