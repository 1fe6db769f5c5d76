package dev.net2vec.parquet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Pages of many times the bytes that are there at once, as Spark writes them of large masks. */
class LargePagesTest {
  private static final Storage LARGE = Storage.LOCAL_IN_LARGE_PAGES;

  @TempDir private Path directory;

  private int files;

  /** From none to some 200 KB, in one page. */
  private static MaskTable cells(int count) {
    SplittableRandom random = new SplittableRandom(4);
    List<Object> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] cell = new byte[random.nextInt(1 << random.nextInt(1, 19))];
      if (i % 2 == 0) {
        random.nextBytes(cell);
      } else {
        Arrays.fill(cell, (byte) i);
      }
      rows.add(i % 10 == 9 ? null : new String(cell, ISO_8859_1));
    }
    return MaskTable.of("optional binary m;", DataTypes.BinaryType, rows);
  }

  private static MaskTable arrays(int count) {
    SplittableRandom random = new SplittableRandom(5);
    List<Object> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<Object> items = new ArrayList<>();
      for (int j = random.nextInt(30_000); j >= 0; j--) {
        items.add(random.nextInt(1000) == 0 ? null : (Object) (float) random.nextDouble());
      }
      rows.add(i % 10 == 9 ? null : Collections.unmodifiableList(items));
    }
    return MaskTable.of(
        MaskColumnReaderCases.LIST.formatted("float"), MaskColumnReaderCases.FLOATS, rows);
  }

  private Path write(MaskTable table, CompressionCodecName codec, WriterVersion version)
      throws IOException {
    return table.write(
        directory.resolve("masks-" + files++ + ".parquet"),
        writer ->
            writer
                .withPageSize(1 << 25)
                .withPageRowCountLimit(1000)
                .withDictionaryEncoding(false)
                .withCompressionCodec(codec)
                .withWriterVersion(version));
  }

  /** Without what is in them, which would be too much to print. */
  private static void assertRows(List<Object> read, List<Object> expected) {
    assertThat(read).hasSameSizeAs(expected);
    for (int i = 0; i < read.size(); i++) {
      assertThat(Objects.equals(read.get(i), expected.get(i))).as("row %d", i).isTrue();
    }
  }

  private static ColumnChunkMetaData chunk(Path file) throws IOException {
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
      return reader.getRowGroups().get(0).getColumns().get(0);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "UNCOMPRESSED, PARQUET_1_0",
    "SNAPPY, PARQUET_1_0",
    "SNAPPY, PARQUET_2_0",
    "ZSTD, PARQUET_1_0",
    "ZSTD, PARQUET_2_0",
    "GZIP, PARQUET_1_0",
    "LZ4_RAW, PARQUET_1_0"
  })
  void allRowsAreRead(CompressionCodecName codec, WriterVersion version) throws IOException {
    // Parquet's writer has no plain cells of the second version.
    List<MaskTable> tables =
        version == WriterVersion.PARQUET_2_0 ? List.of(arrays(40)) : List.of(cells(60), arrays(40));
    for (MaskTable table : tables) {
      Path file = write(table, codec, version);
      for (int batch : new int[] {1, 7, 1000}) {
        assertRows(table.read(LARGE, file, batch).get(0), table.rows().get(0));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = CompressionCodecName.class,
      names = {"UNCOMPRESSED", "SNAPPY", "ZSTD", "GZIP"})
  void rowsMayBeLeftOut(CompressionCodecName codec) throws IOException {
    for (MaskTable table : List.of(cells(60), arrays(40))) {
      Path file = write(table, codec, WriterVersion.PARQUET_1_0);
      List<List<Object>> read = List.of(new ArrayList<>());
      List<Object> expected = new ArrayList<>();
      try (MaskColumnReader masks = table.open(LARGE, file).orElseThrow()) {
        for (long[] rows : new long[][] {{1, 2, 5}, {6}, {9, 11, 12, 30}}) {
          table.read(masks, rows, read);
          Arrays.stream(rows).forEach(row -> expected.add(table.rows().get(0).get((int) row)));
        }
      }

      assertRows(read.get(0), expected);
    }
  }

  /** One array has them by turns. */
  @Test
  void cellsMayBeLent() throws IOException {
    byte[] even = new byte[100_000];
    new SplittableRandom(6).nextBytes(even);
    byte[] odd = even.clone();
    odd[99_999]++;
    List<Object> rows = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      rows.add(new String(i % 2 == 0 ? even : odd, ISO_8859_1));
    }
    MaskTable table = MaskTable.of("optional binary m;", DataTypes.BinaryType, rows);
    Path file = write(table, CompressionCodecName.SNAPPY, WriterVersion.PARQUET_1_0);
    try (MaskColumnReader masks =
        MaskColumnReader.open(
                LARGE.status(file, Storage.configuration()),
                0,
                Long.MAX_VALUE / 2,
                table.fields(),
                Set.of("m"),
                3,
                meta -> Optional.empty(),
                Storage.configuration(),
                LARGE.large())
            .orElseThrow()) {
      Set<Integer> arrays = new HashSet<>();
      for (long from = 0; from < rows.size(); from += 3) {
        masks.read(LongStream.range(from, from + 3).toArray());
        ColumnVector vector = masks.vectors().get(0);
        for (int i = 0; i < 3; i++) {
          byte[] cell = vector.getBinary(i);
          arrays.add(System.identityHashCode(cell));
          assertThat(cell).isEqualTo((from + i) % 2 == 0 ? even : odd);
        }
      }
      assertThat(arrays).hasSize(3);
    }
  }

  /** The sum is of the whole page, also where not all of it is read. */
  @ParameterizedTest
  @EnumSource(
      value = CompressionCodecName.class,
      names = {"UNCOMPRESSED", "SNAPPY", "ZSTD", "GZIP"})
  void checksumsAreVerifiedWhereAskedFor(CompressionCodecName codec) throws IOException {
    Configuration hadoop = Storage.configuration();
    hadoop.setBoolean("parquet.page.verify-checksum.enabled", true);
    MaskTable table = arrays(40);
    for (WriterVersion version : WriterVersion.values()) {
      Path file = write(table, codec, version);
      List<List<Object>> read = List.of(new ArrayList<>());
      long[] rows = LongStream.range(0, 40).toArray();
      try (MaskColumnReader masks =
          table.open(hadoop, LARGE, file, 0, Files.size(file)).orElseThrow()) {
        table.read(masks, rows, read);
      }
      assertRows(read.get(0), table.rows().get(0));

      byte[] bytes = Files.readAllBytes(file);
      // A bit of one of the last numbers, or of what tells them.
      bytes[(int) (chunk(file).getStartingPos() + chunk(file).getTotalSize()) - 30] ^= 2;
      Files.write(file, bytes);
      try (MaskColumnReader masks =
          table.open(hadoop, LARGE, file, 0, Files.size(file)).orElseThrow()) {
        assertThatThrownBy(() -> masks.read(rows))
            .satisfiesAnyOf(
                thrown ->
                    assertThat(thrown)
                        .isInstanceOf(ParquetDecodingException.class)
                        .hasMessageContaining("CRC checksum verification failed"),
                thrown ->
                    assertThat(codec).isIn(CompressionCodecName.ZSTD, CompressionCodecName.GZIP));
      }
    }
  }

  @Test
  void aFileMayBeLeftWithinAPage() throws IOException {
    Configuration hadoop = Storage.configuration();
    hadoop.setBoolean("parquet.page.verify-checksum.enabled", true);
    MaskTable table = cells(60);
    for (CompressionCodecName codec :
        List.of(CompressionCodecName.SNAPPY, CompressionCodecName.ZSTD)) {
      Path file = write(table, codec, WriterVersion.PARQUET_1_0);
      List<List<Object>> read = List.of(new ArrayList<>());
      try (MaskColumnReader masks =
          table.open(hadoop, LARGE, file, 0, Files.size(file)).orElseThrow()) {
        table.read(masks, new long[] {0, 1}, read);
      }

      assertRows(read.get(0), table.rows().get(0).subList(0, 2));
    }
  }
}
