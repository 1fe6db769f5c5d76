package dev.net2vec.mask;

import dev.net2vec.kpi.MaskErrors;
import dev.net2vec.kpi.MaskRole;
import dev.net2vec.kpi.Shape;
import dev.net2vec.kpi.TargetEncoding;

/**
 * The IHDR chunk of a PNG file (PNG specification, section 11.2.1).
 *
 * @param depth bits per sample
 * @param channels samples per pixel: 1; 3 or 4 of colours that are class ids
 * @param palette whether samples are indices into a palette
 */
record PngHeader(Shape shape, int depth, int channels, boolean palette, boolean interlaced) {
  private static final int LENGTH = 13;

  /** Colour types. */
  private static final int GREY = 0;

  private static final int RGB = 2;
  private static final int PALETTE = 3;
  private static final int GREY_ALPHA = 4;
  private static final int RGBA = 6;

  /** Reads the chunk; its checksum has been checked already. */
  static PngHeader read(PngChunks chunk, ShapeCheck check, TargetEncoding encoding) {
    MaskRole role = check.role();
    if (!chunk.is(PngChunks.IHDR) || chunk.length() != LENGTH) {
      throw MaskErrors.unreadable(
          role, "first PNG chunk", "no header", chunk.start(), "IHDR of " + LENGTH + " bytes");
    }
    int at = chunk.data();
    byte[] bytes = chunk.bytes();
    int depth = bytes[at + 8] & 0xff;
    int type = bytes[at + 9] & 0xff;
    if (encoding == TargetEncoding.AUTO) {
      requireOneSample(role, depth, type, at + 8);
    } else {
      requireColours(role, encoding, depth, type, at + 8);
    }
    requireAtMost(role, "PNG compression method", bytes, at + 10, 0);
    requireAtMost(role, "PNG filter method", bytes, at + 11, 0);
    requireAtMost(role, "PNG interlace method", bytes, at + 12, 1);
    if (type == PALETTE && role == MaskRole.PREDICTION) {
      throw MaskErrors.unsupported(
          role,
          "PNG colour type",
          "3 (palette)",
          at + 9,
          "0 (greyscale): a palette index is a class, not a value in [0, 1]");
    }
    Shape shape = check.require(PngChunks.u4(bytes, at + 4), PngChunks.u4(bytes, at));
    int channels = type == RGB ? 3 : type == RGBA ? 4 : 1;
    return new PngHeader(shape, depth, channels, type == PALETTE, bytes[at + 12] == 1);
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

  /** Returns the number of bytes from one pixel to the next; 1 if several are in one byte. */
  int pixelBytes() {
    return Math.max(1, depth * channels / Byte.SIZE);
  }

  private static String colour(MaskRole role, int type, int at) {
    return switch (type) {
      case GREY -> "0 (greyscale)";
      case RGB -> "2 (RGB)";
      case PALETTE -> "3 (palette)";
      case GREY_ALPHA -> "4 (greyscale with alpha)";
      case RGBA -> "6 (RGB with alpha)";
      default ->
          throw MaskErrors.unreadable(
              role, "PNG colour type", String.valueOf(type), at, "0, 2, 3, 4 or 6");
    };
  }

  private static void requireColours(
      MaskRole role, TargetEncoding encoding, int depth, int type, int at) {
    String colour = colour(role, type, at + 1);
    if (type != RGB && type != RGBA) {
      throw MaskErrors.unsupported(
          role,
          "PNG colour type",
          colour,
          at + 1,
          "2 (RGB) or 6 (RGB with alpha), as target_encoding is " + encoding);
    }
    if (depth != Byte.SIZE) {
      throw MaskErrors.unsupported(
          role, "PNG bit depth", String.valueOf(depth), at, "8, as target_encoding is " + encoding);
    }
  }

  private static void requireOneSample(MaskRole role, int depth, int type, int at) {
    String colour = colour(role, type, at + 1);
    if (type != GREY && type != PALETTE) {
      boolean mayBeIds = role == MaskRole.TARGET && type != GREY_ALPHA && depth == Byte.SIZE;
      throw MaskErrors.unsupported(
          role,
          "PNG colour type",
          colour,
          at + 1,
          "0 (greyscale) or 3 (palette); "
              + (mayBeIds
                  ? "if its colours are class ids, set the option target_encoding to rgb_id or"
                      + " ade20k; "
                  : "")
              + "if all channels are equal, save the first with Pillow's image.getchannel(0)");
    }
    if (Integer.bitCount(depth) != 1 || depth > (type == PALETTE ? 8 : 16)) {
      throw MaskErrors.unreadable(
          role,
          "PNG bit depth",
          String.valueOf(depth),
          at,
          type == PALETTE ? "1, 2, 4 or 8" : "1, 2, 4, 8 or 16");
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
