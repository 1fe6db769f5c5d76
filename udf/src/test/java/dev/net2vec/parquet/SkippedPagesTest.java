package dev.net2vec.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.filter2.predicate.FilterPredicate;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where a filter leaves few rows, the pages of the others are not read. */
@ParameterizedClass
@EnumSource(names = {"LOCAL", "LOCAL_IN_LARGE_PAGES"})
class SkippedPagesTest extends MaskColumnReaderCases {
  private static final int ROWS = 200;
  private static final int PAGE = 10;

  enum Kind {
    CELLS,
    ARRAYS,
    NESTED
  }

  private static MaskTable table(Kind kind) {
    SplittableRandom random = new SplittableRandom(6);
    List<Object> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      int length = random.nextInt(20);
      rows.add(
          random.nextInt(10) == 0
              ? null
              : switch (kind) {
                case CELLS -> "cell " + i + "-".repeat(length);
                case ARRAYS -> items(i, length);
                case NESTED -> Collections.nCopies(1 + length % 3, items(i, length));
              });
    }
    return switch (kind) {
      case CELLS -> MaskTable.of("optional binary m;", DataTypes.BinaryType, rows);
      case ARRAYS -> MaskTable.of(LIST.formatted("float"), FLOATS, rows);
      case NESTED ->
          MaskTable.of(
              "optional group m (LIST) { repeated group list { optional group element (LIST) {"
                  + " repeated group list { optional float element; } } } }",
              MaskTable.nested(2, DataTypes.FloatType),
              rows);
    };
  }

  private static List<Object> items(int row, int length) {
    return LongStream.range(0, length).mapToObj(i -> (Object) (float) (row + i)).toList();
  }

  private Path write(MaskTable table, WriterVersion version, CompressionCodecName codec)
      throws IOException {
    return table.write(
        file(),
        writer ->
            writer
                .withPageRowCountLimit(PAGE)
                .withMinRowCountForPageSizeCheck(1)
                .withDictionaryEncoding(false)
                .withWriterVersion(version)
                .withCompressionCodec(codec));
  }

  private MaskColumnReader open(MaskTable table, Path file, boolean filtered) throws IOException {
    Configuration hadoop = Storage.configuration();
    Optional<FilterPredicate> filter =
        Optional.of(FilterApi.eq(FilterApi.binaryColumn("other"), null));
    return MaskColumnReader.open(
            storage.status(file, hadoop),
            0,
            Long.MAX_VALUE / 2,
            table.fields(),
            Set.of(),
            4,
            meta -> filtered ? filter : Optional.empty(),
            hadoop,
            storage.large())
        .orElseThrow();
  }

  @ParameterizedTest
  @EnumSource
  void anyRowsAreThoseThatWereWritten(Kind kind) throws IOException {
    MaskTable table = table(kind);
    for (WriterVersion version : WriterVersion.values()) {
      if (kind == Kind.CELLS && version == WriterVersion.PARQUET_2_0) {
        continue; // Its cells are encoded as differences, which Spark reads.
      }
      for (CompressionCodecName codec :
          List.of(CompressionCodecName.UNCOMPRESSED, CompressionCodecName.SNAPPY)) {
        Path file = write(table, version, codec);
        for (int seed = 0; seed < 50; seed++) {
          SplittableRandom random = new SplittableRandom(seed);
          int share = 1 + random.nextInt(60);
          long[] rows =
              LongStream.range(0, ROWS).filter(row -> random.nextInt(share) == 0).toArray();
          List<List<Object>> read = List.of(new ArrayList<>());
          try (MaskColumnReader masks = open(table, file, true)) {
            for (int from = 0; from < rows.length; ) {
              int to = Math.min(rows.length, from + 1 + random.nextInt(7));
              table.read(masks, Arrays.copyOfRange(rows, from, to), read);
              from = to;
            }
          }
          List<Object> expected = new ArrayList<>();
          for (long row : rows) {
            expected.add(table.rows().get(0).get((int) row));
          }
          assertThat(read.get(0)).as("seed %d", seed).isEqualTo(expected);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void pagesWithoutSuchRowsAreNotRead(Kind kind) throws IOException {
    MaskTable table = table(kind);
    Path file = write(table, WriterVersion.PARQUET_1_0, CompressionCodecName.UNCOMPRESSED);
    damage(file, 2);
    long[] around = {5, 12, 31, 199};
    List<List<Object>> read = List.of(new ArrayList<>());
    try (MaskColumnReader masks = open(table, file, true)) {
      table.read(masks, around, read);
    }
    assertThat(read.get(0))
        .isEqualTo(LongStream.of(around).mapToObj(i -> table.rows().get(0).get((int) i)).toList());

    try (MaskColumnReader masks = open(table, file, true)) {
      assertThatThrownBy(() -> masks.read(new long[] {5, 25}))
          .isInstanceOf(ParquetDecodingException.class);
    }
    try (MaskColumnReader masks = open(table, file, false)) {
      assertThatThrownBy(() -> masks.read(around)).isInstanceOf(ParquetDecodingException.class);
    }
  }

  /** Overwrites the header of a page. */
  private static void damage(Path file, int page) throws IOException {
    long at;
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
      OffsetIndex pages = reader.readOffsetIndex(reader.getRowGroups().get(0).getColumns().get(0));
      assertThat(pages.getPageCount()).isEqualTo(ROWS / PAGE);
      at = pages.getOffset(page);
    }
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(at);
      bytes.write(new byte[] {-1, -1, -1, -1});
    }
  }
}
