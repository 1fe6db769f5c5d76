package dev.net2vec.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files of Parquet's own writer, and such as other writers write, are read as they were written.
 */
@ParameterizedClass
@EnumSource
class MaskColumnReaderTest extends MaskColumnReaderCases {
  /** Many small pages, and some row groups. */
  private static ExampleParquetWriter.Builder small(ExampleParquetWriter.Builder writer) {
    return writer
        .withPageSize(100)
        .withMinRowCountForPageSizeCheck(1)
        .withMaxRowCountForPageSizeCheck(2)
        .withRowGroupRowCountLimit(17);
  }

  private static UnaryOperator<ExampleParquetWriter.Builder> with(boolean dictionary) {
    return writer -> writer.withDictionaryEncoding(dictionary);
  }

  private void assertReads(MaskTable table, UnaryOperator<ExampleParquetWriter.Builder> options)
      throws IOException {
    Path file = table.write(file(), options);
    for (int batch : BATCHES) {
      assertThat(table.read(storage, file, batch))
          .as("batches of %d", batch)
          .isEqualTo(table.rows());
    }
  }

  private static MaskTable masks(
      ItemKind kind, int rows, int seed, boolean few, boolean... required) {
    return MaskTable.of(
        kind.column("m", required),
        MaskTable.nested(required.length - 1, kind.type()),
        kind.rows(rows, new SplittableRandom(seed), few, required));
  }

  @ParameterizedTest
  @EnumSource
  void itemsOfEveryTypeAreReadAtEveryDepth(ItemKind kind) throws IOException {
    for (int depth = 1; depth <= 4; depth++) {
      for (boolean few : new boolean[] {true, false}) {
        for (boolean dictionary : new boolean[] {true, false}) {
          boolean[] optional = new boolean[depth + 1];
          MaskTable table = masks(kind, 50, depth, few, optional);
          assertReads(table, writer -> with(dictionary).apply(small(writer)));
          assertReads(table, with(dictionary));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void anyLevelMayBeRequired(int depth) throws IOException {
    for (int levels = 1; levels < 1 << (depth + 1); levels++) {
      boolean[] required = new boolean[depth + 1];
      for (int k = 0; k <= depth; k++) {
        required[k] = (levels >> k & 1) == 1;
      }
      MaskTable table = masks(ItemKind.FLOAT, 40, levels, levels % 2 == 0, required);
      assertReads(table, levels % 3 == 0 ? with(true) : MaskColumnReaderTest::small);
    }
  }

  /** The writer gives the dictionary up for the rest of a row group once it is too large. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BOOLEAN")
  void aDictionaryMayEndWithinABatch(ItemKind kind) throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    boolean[] optional = {false, false};
    List<Object> rows = kind.rows(60, random, true, optional);
    rows.addAll(kind.rows(60, random, false, optional));
    rows.addAll(kind.rows(30, random, true, optional));
    MaskTable table =
        MaskTable.of(kind.column("m", optional), MaskTable.nested(1, kind.type()), rows);

    assertReads(
        table, writer -> small(writer).withDictionaryPageSize(150).withRowGroupRowCountLimit(70));
  }

  @ParameterizedTest
  @EnumSource(
      value = CompressionCodecName.class,
      names = {"UNCOMPRESSED", "SNAPPY", "ZSTD", "GZIP", "LZ4_RAW"})
  void pagesAreDecompressed(CompressionCodecName codec) throws IOException {
    for (WriterVersion version : WriterVersion.values()) {
      UnaryOperator<ExampleParquetWriter.Builder> options =
          writer -> writer.withCompressionCodec(codec).withWriterVersion(version);
      for (ItemKind kind : List.of(ItemKind.FLOAT, ItemKind.BOOLEAN)) {
        MaskTable table = masks(kind, 100, 3, false, false, false, false);
        assertReads(table, options);
        assertReads(table, writer -> options.apply(small(writer)));
        assertReads(table, writer -> options.apply(small(writer)).withDictionaryEncoding(false));
      }
      assertReads(cells(true), options);
    }
  }

  @ParameterizedTest
  @EnumSource
  void pagesOfTheSecondVersionAreReadWhereTheirEncodingIsKnown(ItemKind kind) throws IOException {
    for (int depth = 1; depth <= 4; depth++) {
      MaskTable table = masks(kind, 50, depth, true, new boolean[depth + 1]);
      assertReads(table, writer -> writer.withWriterVersion(WriterVersion.PARQUET_2_0));
      assertReads(table, writer -> small(writer).withWriterVersion(WriterVersion.PARQUET_2_0));
    }
  }

  private static MaskTable cells(boolean few) {
    SplittableRandom random = new SplittableRandom(9);
    List<Object> rows = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      String cell = "\u00ffcell " + (few ? random.nextInt(4) : i) + "\0";
      rows.add(random.nextInt(5) == 0 ? null : random.nextInt(5) == 0 ? "" : cell.repeat(i % 5));
    }
    return MaskTable.of("optional binary m;", DataTypes.BinaryType, rows);
  }

  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void cellsOfBytesAreRead(boolean few, boolean dictionary) throws IOException {
    assertReads(cells(few), with(dictionary));
    assertReads(cells(few), writer -> with(dictionary).apply(small(writer)));
    assertReads(
        cells(few),
        writer -> small(writer).withDictionaryPageSize(60).withRowGroupRowCountLimit(150));
  }

  @Test
  void cellsThatAreNeverAbsentHaveNoLevels() throws IOException {
    List<Object> rows = cells(false).rows().get(0).stream().filter(cell -> cell != null).toList();
    MaskTable table = MaskTable.of("required binary m;", DataTypes.BinaryType, rows);

    assertReads(table, with(true));
    assertReads(table, MaskColumnReaderTest::small);
  }

  @Test
  void columnsOfAFileHaveTheirOwnPages() throws IOException {
    int rows = 200;
    SplittableRandom random = new SplittableRandom(11);
    boolean[] flat = {false, false};
    boolean[] nested = {false, true, false};
    String columns =
        ItemKind.FLOAT.column("prediction", flat)
            + ItemKind.TINYINT.column("target", nested)
            + "optional binary file;";
    List<List<Object>> values =
        List.of(
            ItemKind.FLOAT.rows(rows, random, false, flat),
            ItemKind.TINYINT.rows(rows, random, true, nested),
            cells(false).rows().get(0));
    MaskTable table =
        new MaskTable(
            MessageTypeParser.parseMessageType("message masks { " + columns + " }"),
            List.of(FLOATS, MaskTable.nested(2, DataTypes.ByteType), DataTypes.BinaryType),
            values);

    assertReads(table, with(true));
    assertReads(table, writer -> small(writer).withCompressionCodec(CompressionCodecName.ZSTD));
  }

  @Test
  void rowsThatAreAllAbsentAreRead() throws IOException {
    List<Object> absent = Collections.nCopies(50, null);
    List<Object> empty = Collections.nCopies(50, List.of());
    for (boolean dictionary : new boolean[] {true, false}) {
      for (List<Object> rows : List.of(absent, empty)) {
        assertReads(MaskTable.of(LIST.formatted("float"), FLOATS, rows), with(dictionary));
      }
      assertReads(
          MaskTable.of("optional binary m;", DataTypes.BinaryType, absent), with(dictionary));
    }
  }

  @Test
  void partsOfAFileHaveEveryRowOnce() throws IOException {
    MaskTable table = masks(ItemKind.FLOAT, 200, 1, false, false, false);
    Path file = table.write(file(), MaskColumnReaderTest::small);
    for (int part : new int[] {50, 777, 4000}) {
      List<Object> rows = new ArrayList<>();
      for (long start = 0; start < Files.size(file); start += part) {
        rows.addAll(table.read(storage, file, start, part, 7).get(0));
      }

      assertThat(rows).as("parts of %d bytes", part).isEqualTo(table.rows().get(0));
    }
  }

  @Test
  void rowsMayBeLeftOut() throws IOException {
    for (MaskTable table :
        List.of(masks(ItemKind.FLOAT, 200, 2, true, false, true, false), cells(false))) {
      Path file = table.write(file(), MaskColumnReaderTest::small);
      List<Object> all = table.read(storage, file, 5).get(0);
      List<List<Object>> read = List.of(new ArrayList<>());
      List<Object> expected = new ArrayList<>();
      try (MaskColumnReader masks = table.open(storage, file).orElseThrow()) {
        for (long[] rows : new long[][] {{1, 2, 5}, {6}, {9, 11}, {all.size() - 1}}) {
          table.read(masks, rows, read);
          Arrays.stream(rows).forEach(row -> expected.add(all.get((int) row)));
        }
      }

      assertThat(read.get(0)).isEqualTo(expected);
    }
  }

  @Test
  void rowsThatAreNotThereAreTold() throws IOException {
    MaskTable table = masks(ItemKind.FLOAT, 20, 1, false, false, false);
    Path file = table.write(file(), MaskColumnReaderTest::small);
    try (MaskColumnReader masks = table.open(storage, file).orElseThrow()) {
      assertThatThrownBy(() -> masks.read(new long[] {15, 16, 17}))
          .isInstanceOf(ParquetDecodingException.class)
          .hasMessageEndingWith(
              ": column m.list.element, page 2 of the row group at row 0: "
                  + "a row group ends after 17 rows, but row 17 is expected");
      masks.read(new long[] {17, 19});
      assertThatThrownBy(() -> masks.read(new long[] {20}))
          .isInstanceOf(ParquetDecodingException.class)
          .hasMessage("the split ends before row 20");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "repeated int32 m;",
        "optional group m (LIST) { repeated int32 array; }",
        "optional group m (LIST) { repeated int32 element; }",
        "optional group m (LIST) { repeated group array { required int32 element; } }",
        "optional group m (LIST) { repeated group m_tuple { required int32 element; } }",
        "optional group m { repeated group list { required int32 element; } }",
        "optional group m (LIST) { repeated group list { required int32 element (DATE); } }",
        "optional group m (LIST) { repeated group list { required int32 element (DECIMAL(5,2)); }"
            + " }",
        "optional group m (LIST) { repeated group list { required int32 element (UINT_32); } }",
        "optional group m (LIST) { repeated group list { required int32 element (INT_8); } }",
        "optional group m (LIST) { repeated group list { required int32 element; required int32 b;"
            + " } }",
        "optional group m (LIST) { repeated group list { required group element { required int32 a;"
            + " } } }",
        "optional group m (LIST) { repeated group list { repeated int32 element; } }",
        "optional group m (LIST) { repeated group list { required int64 element; } }",
        "optional group m (LIST) { repeated group list { required float element; } }",
        "optional group m (LIST) { repeated group list { required int96 element; } }",
        "optional group M (LIST) { repeated group list { required int32 element; } }",
        "optional group n (LIST) { repeated group list { required int32 element; } }",
        "optional group m (MAP) { repeated group key_value { required int32 key; } }",
        "required int32 m;"
      })
  void listsOfAnotherFormAreLeftToSpark(String column) throws IOException {
    Path file = MaskTable.of(column, INTS, List.of()).write(file(), MaskColumnReaderTest::small);

    assertThat(MaskTable.of(LIST.formatted("int32"), INTS, List.of()).open(storage, file))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "repeated binary m;",
        "optional fixed_len_byte_array(3) m;",
        "optional int32 m;",
        "optional group m (LIST) { repeated group list { optional binary element; } }"
      })
  void cellsOfAnotherFormAreLeftToSpark(String column) throws IOException {
    Path file = MaskTable.of(column, FLOATS, List.of()).write(file(), MaskColumnReaderTest::small);

    assertThat(
            MaskTable.of("optional binary m;", DataTypes.BinaryType, List.of()).open(storage, file))
        .isEmpty();
  }

  @Test
  void namesThatDifferByCaseAreLeftToSpark() throws IOException {
    MaskTable both =
        new MaskTable(
            MessageTypeParser.parseMessageType(
                "message m { required binary m; required binary M; }"),
            List.of(DataTypes.BinaryType, DataTypes.BinaryType),
            List.of(List.of("a"), List.of("b")));

    assertThat(both.open(storage, both.write(file(), MaskColumnReaderTest::small))).isEmpty();
  }

  @Test
  void fiveDimsAreLeftToSpark() throws IOException {
    MaskTable table = masks(ItemKind.FLOAT, 3, 1, true, new boolean[6]);

    assertThat(table.open(storage, table.write(file(), MaskColumnReaderTest::small))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"TINYINT", "SMALLINT", "INT", "BIGINT"})
  void deltasAreLeftToSpark(ItemKind kind) throws IOException {
    MaskTable table = masks(kind, 20, 1, false, false, false);
    Path file =
        table.write(
            file(),
            writer -> with(false).apply(writer).withWriterVersion(WriterVersion.PARQUET_2_0));

    assertThat(table.open(storage, file)).isEmpty();
  }

  @Test
  void otherEncodingsAreLeftToSpark() throws IOException {
    Path deltas =
        cells(false)
            .write(file(), w -> with(false).apply(w).withWriterVersion(WriterVersion.PARQUET_2_0));

    assertThat(cells(false).open(storage, deltas)).isEmpty();
  }

  @Test
  void masksAreBytesOrArraysOfNumbers() {
    for (ItemKind kind : ItemKind.values()) {
      assertThat(reads(MaskTable.nested(1, kind.type()))).isTrue();
      assertThat(reads(MaskTable.nested(4, kind.type()))).isTrue();
      assertThat(reads(kind.type())).isFalse();
    }
    assertThat(reads(DataTypes.BinaryType)).isTrue();
    assertThat(reads(DataTypes.StringType)).isFalse();
    assertThat(reads(MaskTable.nested(1, DataTypes.BinaryType))).isFalse();
    assertThat(reads(MaskTable.nested(1, DataTypes.StringType))).isFalse();
    assertThat(reads(MaskTable.nested(1, DataTypes.createDecimalType(5, 2)))).isFalse();
    assertThat(reads(MaskTable.nested(1, DataTypes.DateType))).isFalse();
    assertThat(reads(new StructType().add("m", FLOATS))).isFalse();
    assertThat(reads(DataTypes.createMapType(DataTypes.IntegerType, FLOATS))).isFalse();
  }

  private static boolean reads(DataType type) {
    return MaskColumnReader.reads(new StructField("m", type, true, Metadata.empty()));
  }

  /** Spark may find such a column by its number, whatever its name. */
  @Test
  void columnsThatAreToldByNumberAreLeftToSpark() {
    Metadata number = new MetadataBuilder().putLong("parquet.field.id", 3).build();

    assertThat(MaskColumnReader.reads(new StructField("m", FLOATS, true, number))).isFalse();
  }
}
