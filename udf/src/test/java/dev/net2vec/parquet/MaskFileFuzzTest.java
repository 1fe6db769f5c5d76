package dev.net2vec.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Files with damaged pages by the thousand: each has some rows or is an error, soon and without
 * much memory, and what is copied without Java's own checks stays within its arrays. The same files
 * every time; for more of them, {@code -Dnet2vec.fuzz.files=100000}.
 */
class MaskFileFuzzTest {
  private static final int COUNT = Integer.getInteger("net2vec.fuzz.files", 400);

  /** All files have a few KB; thrift and codecs have buffers of their own. */
  private static final long MOST_BYTES = 64 << 20;

  private static final long MOST_NANOS = 2_000_000_000;
  private static final int MAGIC = 4;
  private static final byte[] EXTREMES = {0, 1, 2, 3, 0x7F, -128, -1};
  private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({
    "FLOAT, 1, false, UNCOMPRESSED, PARQUET_1_0",
    "FLOAT, 1, true, UNCOMPRESSED, PARQUET_1_0",
    "FLOAT, 3, true, UNCOMPRESSED, PARQUET_2_0",
    "TINYINT, 2, false, UNCOMPRESSED, PARQUET_1_0",
    "SMALLINT, 1, true, SNAPPY, PARQUET_1_0",
    "BIGINT, 4, false, UNCOMPRESSED, PARQUET_1_0",
    "DOUBLE, 1, false, ZSTD, PARQUET_2_0",
    "BOOLEAN, 1, false, UNCOMPRESSED, PARQUET_1_0",
    "BOOLEAN, 2, false, UNCOMPRESSED, PARQUET_2_0",
    "INT, 1, true, GZIP, PARQUET_1_0",
    "FLOAT, 2, false, LZ4_RAW, PARQUET_1_0"
  })
  void damagedArraysAreRowsOrErrors(
      ItemKind kind, int depth, boolean few, CompressionCodecName codec, WriterVersion version)
      throws IOException {
    boolean[] optional = new boolean[depth + 1];
    MaskTable table =
        MaskTable.of(
            kind.column("m", optional),
            MaskTable.nested(depth, kind.type()),
            kind.rows(40, new SplittableRandom(depth), few, optional));

    assertRowsOrErrors(table, few, codec, version);
  }

  @ParameterizedTest
  @CsvSource({
    "false, UNCOMPRESSED, PARQUET_1_0",
    "true, UNCOMPRESSED, PARQUET_1_0",
    "true, ZSTD, PARQUET_2_0",
    "false, SNAPPY, PARQUET_1_0"
  })
  void damagedCellsAreRowsOrErrors(boolean few, CompressionCodecName codec, WriterVersion version)
      throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    List<Object> rows =
        random
            .ints(60, 0, few ? 5 : 1000)
            .mapToObj(i -> i == 0 ? null : (Object) ("cell " + i).repeat(i % 4))
            .toList();

    assertRowsOrErrors(
        MaskTable.of("optional binary m;", DataTypes.BinaryType, rows), few, codec, version);
  }

  private void assertRowsOrErrors(
      MaskTable table, boolean few, CompressionCodecName codec, WriterVersion version)
      throws IOException {
    Path file = directory.resolve("masks.parquet");
    table.write(
        file,
        writer ->
            writer
                .withPageSize(300)
                .withMinRowCountForPageSizeCheck(1)
                .withRowGroupRowCountLimit(30)
                .withPageWriteChecksumEnabled(false)
                .withStatisticsEnabled(false)
                .withDictionaryEncoding(few)
                .withCompressionCodec(codec)
                .withWriterVersion(version));
    byte[] whole = Files.readAllBytes(file);
    int end = pagesEnd(whole);
    int read = 0;
    int failed = 0;
    for (int seed = 0; seed < COUNT; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] bytes = whole.clone();
      for (int i = random.nextInt(3); i >= 0; i--) {
        damage(bytes, MAGIC, end, random);
      }
      Files.write(file, bytes);
      long allocated = THREAD.getCurrentThreadAllocatedBytes();
      long start = System.nanoTime();
      try {
        int rows = table.read(file, 1 + random.nextInt(40)).get(0).size();
        assertThat(rows).isEqualTo(table.rows().get(0).size());
        read++;
      } catch (IOException | RuntimeException e) {
        failed++;
      } catch (Error e) {
        throw new AssertionError("seed " + seed, e);
      }
      assertThat(System.nanoTime() - start).as("seed %d", seed).isLessThan(MOST_NANOS);
      assertThat(THREAD.getCurrentThreadAllocatedBytes() - allocated)
          .as("seed %d", seed)
          .isLessThan(MOST_BYTES);
    }
    System.out.printf("fuzz %s: %d read, %d errors%n", table.schema().getType(0), read, failed);
    assertThat(failed).isPositive();
    assertThat(read).isPositive();
  }

  /** The pages end at their indexes, which are not read, or at the footer. */
  private static int pagesEnd(byte[] file) {
    int footer = file.length - MAGIC - Integer.BYTES;
    return footer - ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(footer);
  }

  /** Keeps the length, so that the footer still tells where pages are. */
  private static void damage(byte[] bytes, int from, int to, SplittableRandom random) {
    int at = random.nextInt(from, to);
    int count = 1 + random.nextInt(Math.min(8, to - at));
    switch (random.nextInt(5)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[at] = EXTREMES[random.nextInt(EXTREMES.length)];
      case 2 -> Arrays.fill(bytes, at, at + count, EXTREMES[random.nextInt(EXTREMES.length)]);
      case 3 -> System.arraycopy(bytes, at + count, bytes, at, to - at - count);
      default -> System.arraycopy(bytes, at, bytes, random.nextInt(from, to - count), count);
    }
  }
}
