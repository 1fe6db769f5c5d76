package dev.net2vec.mask;

import dev.net2vec.kpi.MaskErrors;
import dev.net2vec.kpi.MaskRole;
import dev.net2vec.mask.form.FileKind;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** A cursor over the chunks of a PNG file; checks each chunk on entry. */
final class PngChunks {
  static final int IHDR = type("IHDR");
  static final int PLTE = type("PLTE");
  static final int IDAT = type("IDAT");
  static final int IEND = type("IEND");

  /** The bytes of length, type and checksum. */
  private static final int FRAME = 12;

  /** Set in the first letter of the type of chunks that a reader may skip. */
  private static final int ANCILLARY = 0x2000_0000;

  private final MaskRole role;
  private final byte[] bytes;
  private final CRC32 crc = new CRC32();
  private int start;
  private int length;
  private int type;

  /** Enters the first chunk. */
  PngChunks(MaskRole role, byte[] bytes) {
    this.role = role;
    this.bytes = bytes;
    enter(FileKind.PNG.magicLength());
  }

  private static int type(String name) {
    return (int) u4(name.getBytes(StandardCharsets.US_ASCII), 0);
  }

  /** Returns four bytes as an unsigned big-endian number, PNG's format of integers. */
  static long u4(byte[] bytes, int at) {
    return (bytes[at] & 0xffL) << 24
        | (bytes[at + 1] & 0xff) << 16
        | (bytes[at + 2] & 0xff) << 8
        | (bytes[at + 3] & 0xff);
  }

  void next() {
    enter(end());
  }

  byte[] bytes() {
    return bytes;
  }

  boolean is(int expected) {
    return type == expected;
  }

  boolean isCritical() {
    return (type & ANCILLARY) == 0;
  }

  /** Returns the offset of the chunk. */
  int start() {
    return start;
  }

  /** Returns the offset of the chunk's data. */
  int data() {
    return start + 8;
  }

  /** Returns the number of bytes of the chunk's data. */
  int length() {
    return length;
  }

  /** Returns the offset of the chunk's end. */
  int end() {
    return start + FRAME + length;
  }

  private void enter(int at) {
    int rest = bytes.length - at;
    if (rest < FRAME) {
      throw MaskErrors.unreadable(
          role, "PNG", "cut off", bytes.length, "complete up to its IEND chunk");
    }
    long claimed = u4(bytes, at);
    if (claimed > rest - FRAME) {
      throw MaskErrors.unreadable(
          role,
          "PNG chunk length",
          String.valueOf(claimed),
          at,
          "at most " + (rest - FRAME) + ", the number of bytes that follow");
    }
    start = at;
    length = (int) claimed;
    type = (int) u4(bytes, at + 4);
    requireChecksum();
  }

  private void requireChecksum() {
    crc.reset();
    crc.update(bytes, start + 4, 4 + length);
    if (crc.getValue() != u4(bytes, data() + length)) {
      throw MaskErrors.unreadable(role, "PNG chunk", "damaged (wrong checksum)", start, "intact");
    }
  }
}
