package dev.net2vec.mask;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.net2vec.kpi.InvalidMaskException;
import dev.net2vec.kpi.MaskRole;
import dev.net2vec.kpi.Pixels;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Cells of the costliest kinds: time and memory grow with their bytes and what these stand for, no
 * faster.
 */
class LargeCellsTest {
  /** Several times what the slowest takes, as other work slows it: a guard, not a benchmark. */
  private static final long NANOS_PER_BYTE = 50;

  private static final int BLOCK = 1024;

  /**
   * A cell.
   *
   * @param work its bytes and what they become: pixels, or inflated rows where these are more
   */
  private record LargeCell(String name, DataType type, Object cell, int pixels, long work) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<LargeCell> cells() {
    return Stream.of(
        npy("<f4", 1024, 1024),
        npy(">f2", 2048, 1000),
        npy("|u1", 2048, 2048),
        npy("|u1", 1 << 20, 2),
        npy("|u1", 2, 1 << 20),
        npy("|u1", 1 << 19, 1, 1, 2),
        png("deflated to nearly nothing", PngFile.header(4096, 4096, 8, 0, 0), 4096 * 4097),
        png("16 bits, deflated", PngFile.header(2048, 2048, 16, 0, 0), 2048 * 4097),
        png("one bit a row, deflated", PngFile.header(1, 1 << 20, 1, 0, 0), 2 << 20),
        interlacedPng(),
        pngOfEmptyChunks("tEXt"),
        pngOfEmptyChunks("IDAT"),
        text("one run", 4096, 4096, "PPPP`0"),
        text("a million empty runs", 1, 1, "0".repeat(1_000_000) + "1"),
        text("every other pixel", 1024, 1000, "111" + "0".repeat(1_023_997)),
        text("one wide row", 1, 1 << 20, "111" + "0".repeat((1 << 20) - 3)),
        text("one high column", 1 << 20, 1, "111" + "0".repeat((1 << 20) - 3)),
        json("array of ones", "{\"counts\":[1" + ",1".repeat(999_999) + "],\"size\":[1000,1000]}"),
        json("spaces", "{\"size\":" + " ".repeat(2_000_000) + "[1,1],\"counts\":[1]}"),
        json("brackets", "[".repeat(1_000_000)),
        json("long number", "{\"size\":[1," + "9".repeat(1_000_000) + "]}"),
        json("long key", "{\"" + "k".repeat(1_000_000) + "\":1}"),
        json("long string", "{\"size\":[1,1],\"counts\":\"" + "\\u0030".repeat(300_000) + "1\"}"));
  }

  @ParameterizedTest
  @MethodSource("cells")
  void takeAtMostFiftyMillisecondsAMegabyte(LargeCell large) {
    MaskDecoder decoder = MaskDecoder.of(large.type, MaskRole.TARGET);
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    double[] block = new double[BLOCK];
    long work = large.work;
    long nanos = Long.MAX_VALUE;
    long bytes = Long.MAX_VALUE;
    // The compiler needs a few rounds; and others may be at work on the machine.
    for (int i = 0; i < 50 && (i < 3 || nanos > NANOS_PER_BYTE * work); i++) {
      long allocated = thread.getCurrentThreadAllocatedBytes();
      long start = thread.getCurrentThreadCpuTime();
      read(decoder, large, block);
      nanos = Math.min(nanos, thread.getCurrentThreadCpuTime() - start);
      bytes = Math.min(bytes, thread.getCurrentThreadAllocatedBytes() - allocated);
    }

    assertThat(nanos).isLessThanOrEqualTo(NANOS_PER_BYTE * work);
    assertThat(bytes).isLessThanOrEqualTo(16 * work);
  }

  private static void read(MaskDecoder decoder, LargeCell large, double[] block) {
    try {
      Pixels mask = decoder.decode(large.cell);
      int pixels = mask.shape().pixels();
      assertThat(pixels).isEqualTo(large.pixels);
      for (int from = 0; from < pixels; from += BLOCK) {
        mask.read(from, Math.min(BLOCK, pixels - from), block);
      }
    } catch (InvalidMaskException e) {
      assertThat(large.pixels).as(e.getMessage()).isZero();
    }
  }

  private static LargeCell npy(String descr, int... dims) {
    int pixels = 1;
    for (int dim : dims) {
      pixels *= dim;
    }
    byte[] file = NpyFile.of(descr, dims).fortranOrder().doubles(new double[pixels]);
    return cell("npy " + descr + " " + Arrays.toString(dims), file, pixels);
  }

  private static LargeCell cell(String name, byte[] file, int pixels) {
    return new LargeCell(name, DataTypes.BinaryType, file, pixels, file.length + (long) pixels);
  }

  private static LargeCell png(String name, byte[] header, int size) {
    byte[] file = PngFile.file(header, PngFile.data(new byte[size]), PngFile.end());
    int pixels = (int) (PngChunks.u4(header, 8) * PngChunks.u4(header, 12));
    return new LargeCell(
        "png " + name, DataTypes.BinaryType, file, pixels, file.length + Math.max(pixels, size));
  }

  private static LargeCell interlacedPng() {
    byte[] file = new PngFile(1, new int[512][2048]).interlaced().filters(4).bytes();
    return cell("png interlaced, one bit", file, 512 * 2048);
  }

  private static LargeCell pngOfEmptyChunks(String type) {
    ByteArrayOutputStream chunks = new ByteArrayOutputStream();
    byte[] chunk = PngFile.chunk(type);
    for (int i = 0; i < 100_000; i++) {
      chunks.writeBytes(chunk);
    }
    byte[] data = PngFile.data(new byte[2]);
    byte[] header = PngFile.header(1, 1, 8, 0, 0);
    return cell(
        "png of 100,000 empty " + type,
        PngFile.file(header, chunks.toByteArray(), data, PngFile.end()),
        1);
  }

  private static LargeCell text(String name, int height, int width, String counts) {
    return new LargeCell(
        "rle " + name,
        RleCells.COMPRESSED,
        RleCells.compressed(height, width, counts),
        height * width,
        counts.length() + (long) height * width);
  }

  private static LargeCell json(String name, String text) {
    UTF8String cell = RleCells.json(text);
    int pixels =
        switch (name) {
          case "array of ones" -> 1_000_000;
          case "spaces", "long string" -> 1;
          default -> 0;
        };
    return new LargeCell(
        "json " + name, DataTypes.StringType, cell, pixels, cell.numBytes() + (long) pixels);
  }
}
