package dev.net2vec.mask;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes PNG files of one sample per pixel, valid or not: one pass, one row, one byte at a time.
 *
 * <p>Adam7 is spelled out here as the picture in the specification, not as steps and offsets.
 */
final class PngFile {
  private static final String[] ADAM7 = {
    "16462646", "77777777", "56565656", "77777777", "36463646", "77777777", "56565656", "77777777"
  };
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  private final int[][] samples;
  private final int depth;
  private int colorType;
  private int interlace;

  /** The filter of each row in turn. */
  private int[] filters = {0};

  private int bytesPerChunk = Integer.MAX_VALUE;

  PngFile(int depth, int[][] samples) {
    this.depth = depth;
    this.samples = samples;
  }

  PngFile palette() {
    colorType = 3;
    return this;
  }

  PngFile interlaced() {
    interlace = 1;
    return this;
  }

  PngFile filters(int... types) {
    filters = types;
    return this;
  }

  PngFile chunksOf(int bytes) {
    bytesPerChunk = bytes;
    return this;
  }

  byte[] bytes() {
    byte[] deflated = deflate(rows());
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int from = 0; from < deflated.length; from += Math.min(bytesPerChunk, deflated.length)) {
      int length = Math.min(bytesPerChunk, deflated.length - from);
      body.writeBytes(
          chunk("IDAT", ByteBuffer.allocate(length).put(deflated, from, length).array()));
    }
    byte[] palette = colorType == 3 ? chunk("PLTE", new byte[3 << depth]) : new byte[0];
    return file(header(), palette, body.toByteArray(), end());
  }

  byte[] header() {
    return header(samples[0].length, samples.length, depth, colorType, interlace);
  }

  /** Returns the rows of all passes as they are before deflation. */
  byte[] rows() {
    ByteArrayOutputStream rows = new ByteArrayOutputStream();
    for (int pass = 1; pass <= (interlace == 0 ? 1 : 7); pass++) {
      byte[] above = null;
      for (int y = 0; y < samples.length; y++) {
        byte[] row = row(y, pass);
        if (row.length > 0) {
          int filter = filters[y % filters.length];
          rows.write(filter);
          rows.writeBytes(filtered(filter, row, above == null ? new byte[row.length] : above));
          above = row;
        }
      }
    }
    return rows.toByteArray();
  }

  private byte[] row(int y, int pass) {
    StringBuilder bits = new StringBuilder();
    for (int x = 0; x < samples[y].length; x++) {
      if (interlace == 0 || ADAM7[y % 8].charAt(x % 8) - '0' == pass) {
        String sample = Integer.toBinaryString(samples[y][x]);
        bits.append("0".repeat(depth - sample.length())).append(sample);
      }
    }
    bits.append("0".repeat((8 - bits.length() % 8) % 8));
    byte[] row = new byte[bits.length() / 8];
    for (int i = 0; i < row.length; i++) {
      row[i] = (byte) Integer.parseInt(bits.substring(8 * i, 8 * i + 8), 2);
    }
    return row;
  }

  private byte[] filtered(int filter, byte[] row, byte[] above) {
    int step = depth == 16 ? 2 : 1;
    byte[] filtered = new byte[row.length];
    for (int i = 0; i < row.length; i++) {
      int a = i < step ? 0 : row[i - step] & 0xff;
      int b = above[i] & 0xff;
      int c = i < step ? 0 : above[i - step] & 0xff;
      int predicted =
          switch (filter) {
            case 1 -> a;
            case 2 -> b;
            case 3 -> (a + b) / 2;
            case 4 -> nearest(a + b - c, a, b, c);
            default -> 0;
          };
      filtered[i] = (byte) (row[i] - predicted);
    }
    return filtered;
  }

  private static int nearest(int target, int... candidates) {
    int best = candidates[0];
    for (int candidate : candidates) {
      if (Math.abs(target - candidate) < Math.abs(target - best)) {
        best = candidate;
      }
    }
    return best;
  }

  static byte[] file(byte[]... chunks) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(SIGNATURE);
    for (byte[] chunk : chunks) {
      file.writeBytes(chunk);
    }
    return file.toByteArray();
  }

  static byte[] header(int width, int height, int depth, int colorType, int interlace) {
    return chunk(
        "IHDR",
        ByteBuffer.allocate(13)
            .putInt(width)
            .putInt(height)
            .put((byte) depth)
            .put((byte) colorType)
            .putShort((short) 0)
            .put((byte) interlace)
            .array());
  }

  static byte[] end() {
    return chunk("IEND");
  }

  static byte[] data(byte[] rows) {
    return chunk("IDAT", deflate(rows));
  }

  static byte[] chunk(String type, byte... data) {
    ByteBuffer typed = ByteBuffer.allocate(4 + data.length).put(type.getBytes(US_ASCII)).put(data);
    CRC32 crc = new CRC32();
    crc.update(typed.array());
    return ByteBuffer.allocate(12 + data.length)
        .putInt(data.length)
        .put(typed.array())
        .putInt((int) crc.getValue())
        .array();
  }

  static byte[] deflate(byte[] bytes) {
    Deflater deflater = new Deflater();
    deflater.setInput(bytes);
    deflater.finish();
    byte[] buffer = new byte[bytes.length + 64];
    int length = deflater.deflate(buffer);
    deflater.end();
    return ByteBuffer.allocate(length).put(buffer, 0, length).array();
  }
}
