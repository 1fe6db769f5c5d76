package dev.net2vec.mask;

import dev.net2vec.kpi.MaskErrors;
import dev.net2vec.kpi.MaskRole;
import dev.net2vec.kpi.Shape;

/**
 * The IHDR chunk of a PNG file (PNG specification, section 11.2.1).
 *
 * @param depth bits per sample
 * @param palette whether samples are indices into a palette
 */
record PngHeader(Shape shape, int depth, boolean palette, boolean interlaced) {
  private static final int LENGTH = 13;

  /** Reads the chunk; its checksum has been checked already. */
  static PngHeader read(PngChunks chunk, ShapeCheck check) {
    MaskRole role = check.role();
    if (!chunk.is(PngChunks.IHDR) || chunk.length() != LENGTH) {
      throw MaskErrors.unreadable(
          role, "first PNG chunk", "no header", chunk.start(), "IHDR of " + LENGTH + " bytes");
    }
    int at = chunk.data();
    byte[] bytes = chunk.bytes();
    int depth = bytes[at + 8] & 0xff;
    int type = bytes[at + 9] & 0xff;
    requireKind(role, depth, type, at + 8);
    requireAtMost(role, "PNG compression method", bytes, at + 10, 0);
    requireAtMost(role, "PNG filter method", bytes, at + 11, 0);
    requireAtMost(role, "PNG interlace method", bytes, at + 12, 1);
    if (type == 3 && role == MaskRole.PREDICTION) {
      throw MaskErrors.unsupported(
          role,
          "PNG colour type",
          "3 (palette)",
          at + 9,
          "0 (greyscale): a palette index is a class, not a value in [0, 1]");
    }
    Shape shape = check.require(PngChunks.u4(bytes, at + 4), PngChunks.u4(bytes, at));
    return new PngHeader(shape, depth, type == 3, bytes[at + 12] == 1);
  }

  int height() {
    return shape.dim(0);
  }

  int width() {
    return shape.dim(1);
  }

  /** Returns the largest possible sample. */
  int largest() {
    return (1 << depth) - 1;
  }

  private static void requireKind(MaskRole role, int depth, int type, int at) {
    String color =
        switch (type) {
          case 0, 3 -> null;
          case 2 -> "2 (RGB)";
          case 4 -> "4 (greyscale with alpha)";
          case 6 -> "6 (RGB with alpha)";
          default ->
              throw MaskErrors.unreadable(
                  role, "PNG colour type", String.valueOf(type), at + 1, "0, 2, 3, 4 or 6");
        };
    if (color != null) {
      throw MaskErrors.unsupported(
          role,
          "PNG colour type",
          color,
          at + 1,
          "0 (greyscale) or 3 (palette); if all channels are equal, save the first with Pillow's"
              + " image.getchannel(0)");
    }
    if (Integer.bitCount(depth) != 1 || depth > (type == 3 ? 8 : 16)) {
      throw MaskErrors.unreadable(
          role,
          "PNG bit depth",
          String.valueOf(depth),
          at,
          type == 3 ? "1, 2, 4 or 8" : "1, 2, 4, 8 or 16");
    }
  }

  private static void requireAtMost(MaskRole role, String part, byte[] bytes, int at, int largest) {
    int actual = bytes[at] & 0xff;
    if (actual > largest) {
      throw MaskErrors.unreadable(
          role, part, String.valueOf(actual), at, largest == 0 ? "0" : "0 or 1");
    }
  }
}
