package dev.net2vec.parquet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.apache.parquet.hadoop.metadata.CompressionCodecName.SNAPPY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Headers of pages that are not of a column's, or not true, are told; others are passed over. */
class StreamingPageReaderTest {
  /** Three cells of a byte each. */
  private static final MaskTable CELLS =
      MaskTable.of("required binary m;", DataTypes.BinaryType, List.of("a", "b", "c"));

  private static final byte[] VALUES = {1, 0, 0, 0, 'a', 1, 0, 0, 0, 'b', 1, 0, 0, 0, 'c'};

  @TempDir private Path directory;

  private int files;

  private static DataPageHeader dataOf(int values) {
    return new DataPageHeader(values, Encoding.PLAIN, Encoding.RLE, Encoding.RLE);
  }

  private static PageHeader data(int values) {
    return new PageHeader(PageType.DATA_PAGE, VALUES.length, VALUES.length)
        .setData_page_header(dataOf(values));
  }

  /** Puts other pages to where a file's column is, and leaves its footer. */
  private List<Object> read(Object... headersAndBytes) throws IOException {
    ByteArrayOutputStream pages = new ByteArrayOutputStream();
    for (Object part : headersAndBytes) {
      if (part instanceof PageHeader header) {
        Util.writePageHeader(header, pages);
      } else {
        pages.write((byte[]) part);
      }
    }
    Path file = CELLS.write(directory.resolve("cells-" + files++ + ".parquet"), writer -> writer);
    byte[] bytes = Files.readAllBytes(file);
    ColumnChunkMetaData chunk = chunk(file);
    int from = (int) chunk.getStartingPos();
    int to = from + (int) chunk.getTotalSize();
    // As many bytes as before: the footer tells where a column ends.
    byte[] column = Arrays.copyOf(pages.toByteArray(), Math.max(to - from, pages.size()));
    Files.write(
        file,
        WrittenRuns.concat(
            WrittenRuns.concat(Arrays.copyOf(bytes, from), column),
            Arrays.copyOfRange(bytes, to, bytes.length)));
    return CELLS.read(Storage.LOCAL, file, 3).get(0);
  }

  private static ColumnChunkMetaData chunk(Path file) throws IOException {
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
      return reader.getRowGroups().get(0).getColumns().get(0);
    }
  }

  private void assertWrong(String message, Object... headersAndBytes) {
    assertThatThrownBy(() -> read(headersAndBytes))
        .isInstanceOf(ParquetDecodingException.class)
        .hasMessageMatching("file:.*: column m, .* of the row group at row 0: " + message);
  }

  @Test
  void pagesOfOtherKindsArePassedOver() throws IOException {
    PageHeader index = new PageHeader(PageType.INDEX_PAGE, 2, 2);

    assertThat(read(data(3), VALUES)).containsExactly("a", "b", "c");
    assertThat(read(index, new byte[2], data(3), VALUES)).containsExactly("a", "b", "c");
  }

  @Test
  void pagesOfTheSecondVersionMayBeStoredAsTheyAre() throws IOException {
    DataPageHeaderV2 header = new DataPageHeaderV2(3, 0, 3, Encoding.PLAIN, 0, 0);
    header.setIs_compressed(false);

    assertThat(
            read(
                new PageHeader(PageType.DATA_PAGE_V2, VALUES.length, VALUES.length)
                    .setData_page_header_v2(header),
                VALUES))
        .containsExactly("a", "b", "c");
  }

  private static PageHeader second(int nulls, int rows) {
    DataPageHeaderV2 header = new DataPageHeaderV2(3, nulls, rows, Encoding.PLAIN, 0, 0);
    header.setIs_compressed(false);
    return new PageHeader(PageType.DATA_PAGE_V2, VALUES.length, VALUES.length)
        .setData_page_header_v2(header);
  }

  @Test
  void aHeaderOfTheSecondVersionHasTheRowsAndAbsentValuesOfItsPage() throws IOException {
    assertWrong("3 rows start in a page, but its header says 2", second(0, 2), VALUES);
    assertWrong("3 rows start in a page, but its header says 4", second(0, 4), VALUES);
    assertWrong("0 values of a page are absent, but its header says 1", second(1, 3), VALUES);
    // So writes parquet-java without statistics.
    assertThat(read(second(-1, 3), VALUES)).containsExactly("a", "b", "c");
  }

  private static PageHeader longer(int by) {
    return new PageHeader(PageType.DATA_PAGE, VALUES.length + by, VALUES.length + by)
        .setData_page_header(dataOf(3));
  }

  /** But fastparquet adds eight bytes of 0. */
  @Test
  void cellsFillTheirPage() throws IOException {
    byte[] ones = new byte[8];
    Arrays.fill(ones, (byte) 1);

    assertThat(read(longer(8), VALUES, new byte[8])).containsExactly("a", "b", "c");
    assertWrong("2 unexpected bytes after the values", longer(2), VALUES, new byte[2]);
    assertWrong("9 unexpected bytes after the values", longer(9), VALUES, new byte[9]);
    assertWrong("8 unexpected bytes after the values", longer(8), VALUES, ones);
  }

  @Test
  void levelsAreWithinTheirPage() {
    for (int[] levels : new int[][] {{-1, 0}, {0, -1}, {16, 0}, {8, 8}, {0, Integer.MAX_VALUE}}) {
      assertWrong(
          "levels of "
              + levels[0]
              + " and "
              + levels[1]
              + " bytes do not fit into a page of 15 bytes",
          new PageHeader(PageType.DATA_PAGE_V2, VALUES.length, VALUES.length)
              .setData_page_header_v2(
                  new DataPageHeaderV2(3, 0, 3, Encoding.PLAIN, levels[1], levels[0])),
          VALUES);
    }
  }

  @Test
  void pagesAreAmongTheirColumns() {
    for (int size : new int[] {1000, Integer.MAX_VALUE}) {
      assertWrong(
          "a page of " + size + " bytes at byte \\d+ exceeds its column chunk, which ends at .*",
          new PageHeader(PageType.DATA_PAGE, VALUES.length, size).setData_page_header(dataOf(3)),
          VALUES);
    }
  }

  @Test
  void pagesHaveTheValuesThatTheFooterTells() {
    assertWrong("pages have at least 4 values, but the footer says 3", data(4), VALUES);
    assertWrong(
        "pages have 2 values, but the footer says 3",
        new PageHeader(PageType.DATA_PAGE, 10, 10).setData_page_header(dataOf(2)),
        Arrays.copyOf(VALUES, 10),
        new PageHeader(PageType.INDEX_PAGE, 60, 60),
        new byte[60]);
  }

  @Test
  void aDictionaryComesFirst() {
    assertWrong(
        "a dictionary page follows data pages",
        new PageHeader(PageType.DATA_PAGE, 5, 5).setData_page_header(dataOf(1)),
        Arrays.copyOf(VALUES, 5),
        new PageHeader(PageType.DICTIONARY_PAGE, 5, 5)
            .setDictionary_page_header(new DictionaryPageHeader(1, Encoding.PLAIN)),
        new byte[5]);
  }

  @Test
  void aHeaderHasWhatItsKindNeeds() {
    for (PageType type : List.of(PageType.DATA_PAGE, PageType.DATA_PAGE_V2)) {
      assertWrong(
          "a page header lacks the header of its page type",
          new PageHeader(type, VALUES.length, VALUES.length),
          VALUES);
    }
  }

  /** The second and third cell are copied from the first, which lies further back than 64 KB. */
  @Test
  void pagesOfSnappyMayGoFarBackWhileTheyAreReadAndVerified() throws IOException {
    byte[] noise = new byte[100_000];
    new SplittableRandom(1).nextBytes(noise);
    String cell = new String(noise, ISO_8859_1);
    MaskTable table =
        MaskTable.of("required binary m;", DataTypes.BinaryType, List.of(cell, cell, cell));
    Path file =
        table.write(
            directory.resolve("far.parquet"),
            writer -> writer.withDictionaryEncoding(false).withCompressionCodec(SNAPPY));
    byte[] bytes = Files.readAllBytes(file);
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    int length = noise.length + Integer.BYTES;
    page.writeBytes(WrittenRuns.varint(3 * length));
    page.writeBytes(new byte[] {(byte) (62 << 2)});
    page.write(WrittenPages.ints(length - 1), 0, 3);
    page.writeBytes(WrittenPages.ints(noise.length));
    page.writeBytes(noise);
    for (int left = 2 * length; left > 0; left -= 64) {
      page.write(((Math.min(left, 64) - 1) << 2) | 3);
      page.writeBytes(WrittenPages.ints(length));
    }
    CRC32 sum = new CRC32();
    sum.update(page.toByteArray());
    ByteArrayOutputStream column = new ByteArrayOutputStream();
    Util.writePageHeader(
        new PageHeader(PageType.DATA_PAGE, 3 * length, page.size())
            .setData_page_header(dataOf(3))
            .setCrc((int) sum.getValue()),
        column);
    column.writeBytes(page.toByteArray());
    System.arraycopy(
        column.toByteArray(), 0, bytes, (int) chunk(file).getStartingPos(), column.size());
    Files.write(file, bytes);

    for (Storage storage : Storage.values()) {
      assertThat(table.read(storage, file, 2)).isEqualTo(table.rows());
    }
    Configuration hadoop = Storage.configuration();
    hadoop.setBoolean("parquet.page.verify-checksum.enabled", true);
    try (MaskColumnReader masks =
        table.open(hadoop, Storage.LOCAL_IN_LARGE_PAGES, file, 0, bytes.length).orElseThrow()) {
      List<List<Object>> read = List.of(new ArrayList<>());
      table.read(masks, new long[] {0, 1, 2}, read);
      assertThat(read).isEqualTo(table.rows());
    }
  }

  /** Then Parquet's own reader does it. */
  @Test
  void checksumsOfPagesAreVerifiedWhereAskedFor() throws IOException {
    Path file = CELLS.write(directory.resolve("sums.parquet"), writer -> writer);
    byte[] bytes = Files.readAllBytes(file);
    bytes[(int) (chunk(file).getStartingPos() + chunk(file).getTotalSize()) - 1] = 'd';
    Files.write(file, bytes);
    Configuration hadoop = Storage.configuration();

    assertThat(CELLS.read(Storage.LOCAL, file, 3).get(0)).containsExactly("a", "b", "d");
    hadoop.setBoolean("parquet.page.verify-checksum.enabled", true);
    try (MaskColumnReader masks =
        CELLS.open(hadoop, Storage.LOCAL, file, 0, bytes.length).orElseThrow()) {
      assertThatThrownBy(() -> masks.read(new long[] {0}))
          .isInstanceOf(ParquetDecodingException.class)
          .hasMessageContaining("CRC checksum verification failed");
    }
  }
}
