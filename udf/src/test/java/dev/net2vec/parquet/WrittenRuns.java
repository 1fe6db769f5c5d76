package dev.net2vec.parquet;

import java.io.ByteArrayOutputStream;

/** Runs of numbers, made by hand. */
final class WrittenRuns {
  private WrittenRuns() {}

  static byte[] run(int width, int count, int number) {
    byte[] bytes = new byte[(width + 7) / 8];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (number >> (8 * i));
    }
    return concat(varint(count << 1), bytes);
  }

  /** Bit by bit, as the format tells it. */
  static byte[] packed(int width, int[] numbers) {
    byte[] bytes = new byte[numbers.length * width / 8];
    for (int bit = 0; bit < 8 * bytes.length; bit++) {
      int of = numbers[bit / width] >> (bit % width) & 1;
      bytes[bit / 8] |= (byte) (of << (bit % 8));
    }
    return concat(varint(((numbers.length / 8) << 1) | 1), bytes);
  }

  static byte[] varint(int number) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int rest = number;
    for (; rest >>> 7 != 0; rest >>>= 7) {
      bytes.write((rest & 0x7F) | 0x80);
    }
    bytes.write(rest);
    return bytes.toByteArray();
  }

  static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }
}
