package dev.net2vec.mask;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.zip.Adler32;

/**
 * Writes zeros as densely as DEFLATE can: in one block, whose codes for a match of 258 bytes and
 * for its distance of 1 have one bit each (RFC 1951). zlib itself starts a new block too often.
 */
final class DensestZlib {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private int pending;
  private int pendingBits;

  private DensestZlib() {}

  /** Returns a zlib stream of {@code 1 + 258 * matches} zeros. */
  static byte[] zeros(int matches) {
    DensestZlib zlib = new DensestZlib();
    zlib.bytes.write(0x78);
    zlib.bytes.write(0x01);
    zlib.codes();
    zlib.code("10");
    for (int i = 0; i < matches; i++) {
      zlib.code("00");
    }
    zlib.code("11");
    zlib.number(0, 7);
    Adler32 checksum = new Adler32();
    checksum.update(new byte[1 + 258 * matches]);
    zlib.bytes.writeBytes(ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array());
    return zlib.bytes.toByteArray();
  }

  /** Writes the block's header: literal 0 is 10, the block's end 11, a match 0, its distance 0. */
  private void codes() {
    number(1, 1);
    number(2, 2);
    number(286 - 257, 5);
    number(0, 5);
    number(18 - 4, 4);
    // Lengths of the codes for lengths, in the order of the RFC: 18 has one bit, 2 and 1 have two.
    for (int length : new int[] {0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 2}) {
      number(length, 3);
    }
    code("11");
    zeroLengths(138);
    zeroLengths(117);
    code("11");
    zeroLengths(28);
    code("10");
    code("10");
  }

  private void zeroLengths(int count) {
    code("0");
    number(count - 11, 7);
  }

  /** Writes a number, its lowest bit first. */
  private void number(int value, int bits) {
    for (int i = 0; i < bits; i++) {
      bit(value >> i & 1);
    }
  }

  /** Writes a code, its first bit first. */
  private void code(String bits) {
    for (int i = 0; i < bits.length(); i++) {
      bit(bits.charAt(i) - '0');
    }
  }

  private void bit(int bit) {
    pending |= bit << pendingBits;
    pendingBits++;
    if (pendingBits == Byte.SIZE) {
      bytes.write(pending);
      pending = 0;
      pendingBits = 0;
    }
  }
}
