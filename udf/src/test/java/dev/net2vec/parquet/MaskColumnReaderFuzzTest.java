package dev.net2vec.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Files with damaged pages by the thousand: each has some rows or is an error, soon and without
 * much memory, and what is copied without Java's own checks stays within its arrays. The same files
 * every time; for more of them, {@code -Dnet2vec.fuzz.files=100000}.
 */
@ParameterizedClass
@EnumSource
class MaskColumnReaderFuzzTest {
  private static final int COUNT = Integer.getInteger("net2vec.fuzz.files", 100);

  /** What a few KB of ZSTD can have at most; a damaged size can claim 2 GB. */
  private static final long MOST_BYTES = 400 << 20;

  // Of the processor, so that a busy machine fails no test.
  private static final long MOST_NANOS = 2_000_000_000;
  private static final byte[] EXTREMES = {0, 1, 2, 3, 0x7F, -128, -1};
  private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Parameter private Storage storage;

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
    "INT, 1, true, ZSTD, PARQUET_1_0",
    "FLOAT, 2, false, SNAPPY, PARQUET_2_0"
  })
  void damagedArraysAreRowsOrErrors(
      ItemKind kind, int depth, boolean few, CompressionCodecName codec, WriterVersion version)
      throws IOException {
    boolean[] optional = new boolean[depth + 1];
    List<Object> rows = kind.rows(40, new SplittableRandom(depth), few, optional);

    assertRowsOrErrors(
        kind.column("m", optional),
        MaskTable.nested(depth, kind.type()),
        rows,
        few,
        codec,
        version);
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

    assertRowsOrErrors("optional binary m;", DataTypes.BinaryType, rows, few, codec, version);
  }

  private void assertRowsOrErrors(
      String column,
      DataType type,
      List<Object> rows,
      boolean few,
      CompressionCodecName codec,
      WriterVersion version)
      throws IOException {
    // Parquet itself makes room for what the last column's pages say that they have.
    MaskTable table =
        new MaskTable(
            MessageTypeParser.parseMessageType("message m {" + column + " required binary z; }"),
            List.of(type, DataTypes.BinaryType),
            List.of(rows, Collections.nCopies(rows.size(), "last")));
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
                .withDictionaryEncoding("z", true)
                .withCompressionCodec(codec)
                .withWriterVersion(version));
    byte[] whole = Files.readAllBytes(file);
    List<ColumnChunkMetaData> chunks = chunks(file);
    int read = 0;
    int failed = 0;
    for (int seed = 0; seed < COUNT; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] bytes = whole.clone();
      for (int i = random.nextInt(3); i >= 0; i--) {
        ColumnChunkMetaData chunk = chunks.get(random.nextInt(chunks.size()));
        int from = (int) chunk.getStartingPos();
        damage(bytes, from, from + (int) chunk.getTotalSize(), random);
      }
      Files.write(file, bytes);
      long allocated = THREAD.getCurrentThreadAllocatedBytes();
      long start = THREAD.getCurrentThreadCpuTime();
      try {
        List<List<Object>> found = table.read(storage, file, 1 + random.nextInt(40));
        assertThat(found.get(0)).hasSameSizeAs(rows);
        assertThat(found.get(1)).isEqualTo(table.rows().get(1));
        read++;
      } catch (IOException | RuntimeException e) {
        failed++;
      } catch (Error e) {
        throw new AssertionError("seed " + seed, e);
      }
      assertThat(THREAD.getCurrentThreadCpuTime() - start)
          .as("seed %d", seed)
          .isLessThan(MOST_NANOS);
      assertThat(THREAD.getCurrentThreadAllocatedBytes() - allocated)
          .as("seed %d", seed)
          .isLessThan(MOST_BYTES);
    }
    System.out.printf("fuzz %s: %d read, %d errors%n", type.simpleString(), read, failed);
    assertThat(failed).isPositive();
    assertThat(read).isPositive();
  }

  /** The first column's, of each row group. */
  private static List<ColumnChunkMetaData> chunks(Path file) throws IOException {
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
      return reader.getRowGroups().stream().map(group -> group.getColumns().get(0)).toList();
    }
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
