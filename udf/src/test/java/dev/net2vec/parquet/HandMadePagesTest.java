package dev.net2vec.parquet;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Pages that parquet-cpp and others write, and Parquet's own writer does not, and damaged ones. */
@ParameterizedClass
@EnumSource
class HandMadePagesTest extends MaskColumnReaderCases {
  /** Lists [1, 2, 3], [4, 5], NULL, [] and [6], levels for each item. */
  private static final MaskTable SPANNING =
      MaskTable.of(
          LIST.formatted("int32"),
          INTS,
          Arrays.asList(List.of(1, 2, 3), List.of(4, 5), null, List.of(), List.of(6)));

  private static final int[] REPETITION = {0, 1, 1, 0, 1, 0, 0, 0};
  private static final int[] DEFINITION = {3, 3, 3, 3, 3, 0, 1, 3};

  private static byte[] levels(int width, int[] levels, int from, int to) {
    byte[] bytes = new byte[0];
    for (int i = from; i < to; i++) {
      bytes = WrittenRuns.concat(bytes, WrittenRuns.run(width, 1, levels[i]));
    }
    return bytes;
  }

  private static int items(int from, int to) {
    return (int) Arrays.stream(DEFINITION, from, to).filter(level -> level == 3).count();
  }

  private static WrittenPages spanning(int... ends) {
    WrittenPages pages = new WrittenPages(SPANNING);
    int from = 0;
    for (int to : ends) {
      int first = 1 + items(0, from);
      int[] items = IntStream.range(first, first + items(from, to)).toArray();
      pages.page(
          to - from,
          levels(1, REPETITION, from, to),
          levels(2, DEFINITION, from, to),
          Encoding.PLAIN,
          WrittenPages.ints(items));
      from = to;
    }
    return pages;
  }

  @Test
  void aRowMaySpanPages() throws IOException {
    int[][] ends = {{8}, {1, 8}, {2, 4, 8}, {1, 2, 3, 4, 5, 6, 7, 8}, {2, 2, 2, 5, 5, 8, 8}};
    for (int[] end : ends) {
      Path file = spanning(end).write(file(), 5);
      for (int batch : BATCHES) {
        assertThat(SPANNING.read(storage, file, batch)).isEqualTo(SPANNING.rows());
      }
    }
  }

  @Test
  void aRowMaySpanPagesInAndOutOfTheDictionary() throws IOException {
    MaskTable table =
        MaskTable.of(
            LIST.formatted("int32"),
            INTS,
            List.of(List.of(70, 80, 1, 2, 80, 70), Arrays.asList(70, null, 3), List.of(70)));
    byte[] onward = WrittenRuns.run(1, 2, 1);
    byte[] two = WrittenRuns.run(2, 2, 3);
    Path file =
        new WrittenPages(table)
            .dictionary(2, WrittenPages.ints(70, 80))
            .page(
                2,
                WrittenRuns.concat(WrittenRuns.run(1, 1, 0), WrittenRuns.run(1, 1, 1)),
                two,
                Encoding.RLE_DICTIONARY,
                ids(0, 1))
            .page(2, onward, two, Encoding.PLAIN, WrittenPages.ints(1, 2))
            .page(2, onward, two, Encoding.RLE_DICTIONARY, ids(1, 0))
            .page(
                2,
                WrittenRuns.concat(WrittenRuns.run(1, 1, 0), WrittenRuns.run(1, 1, 1)),
                WrittenRuns.concat(WrittenRuns.run(2, 1, 3), WrittenRuns.run(2, 1, 2)),
                Encoding.RLE_DICTIONARY,
                ids(0))
            .page(
                1,
                WrittenRuns.run(1, 1, 1),
                WrittenRuns.run(2, 1, 3),
                Encoding.PLAIN,
                WrittenPages.ints(3))
            .page(
                1,
                WrittenRuns.run(1, 1, 0),
                WrittenRuns.run(2, 1, 3),
                Encoding.RLE_DICTIONARY,
                ids(0))
            .write(file(), 3);

    for (int batch : BATCHES) {
      assertThat(table.read(storage, file, batch)).isEqualTo(table.rows());
    }
  }

  private static byte[] ids(int... ids) {
    byte[] bytes = {1};
    for (int id : ids) {
      bytes = WrittenRuns.concat(bytes, WrittenRuns.run(1, 1, id));
    }
    return bytes;
  }

  /** parquet-cpp keeps to its dictionary, an empty one, where all rows are absent. */
  @Test
  void pagesWithoutItemsNeedNoDictionary() throws IOException {
    byte[] nothing = {0};
    for (byte[] values : new byte[][] {nothing, new byte[0], {1}}) {
      MaskTable lists =
          MaskTable.of(LIST.formatted("float"), FLOATS, Arrays.asList(null, null, null));
      Path file =
          new WrittenPages(lists)
              .dictionary(0, new byte[0])
              .page(
                  3,
                  WrittenRuns.run(1, 3, 0),
                  WrittenRuns.run(2, 3, 0),
                  Encoding.RLE_DICTIONARY,
                  values)
              .write(file(), 3);
      assertThat(lists.read(storage, file, 2)).isEqualTo(lists.rows());

      MaskTable cells =
          MaskTable.of("optional binary m;", DataTypes.BinaryType, Arrays.asList(null, null, null));
      Path binary =
          new WrittenPages(cells)
              .dictionary(0, new byte[0])
              .page(3, null, WrittenRuns.run(1, 3, 0), Encoding.RLE_DICTIONARY, values)
              .write(file(), 3);
      assertThat(cells.read(storage, binary, 2)).isEqualTo(cells.rows());
    }
  }

  @Test
  void anyNumberOfPagesMayBeEmpty() throws IOException {
    WrittenPages pages = new WrittenPages(SPANNING);
    for (int i = 0; i < 20_000; i++) {
      pages.page(0, new byte[0], new byte[0], Encoding.PLAIN, new byte[0]);
    }
    byte[] one = WrittenRuns.run(1, 1, 0);
    pages.page(1, one, WrittenRuns.run(2, 1, 3), Encoding.PLAIN, WrittenPages.ints(5));
    Path file = pages.write(file(), 1);

    assertThat(SPANNING.read(storage, file, 1)).containsExactly(List.of(List.of(5)));
  }

  private static final byte[] START = WrittenRuns.run(1, 1, 0);
  private static final byte[] ONWARD = WrittenRuns.run(1, 1, 1);
  private static final byte[] WHOLE = WrittenRuns.run(2, 1, 3);

  /**
   * Rows of three items each, the second of which has NULL first; a bit of a level may be wrong.
   */
  private static WrittenPages sixRows(int flippedAt, int flipped) {
    int[] repetition = new int[24];
    int[] definition = new int[24];
    for (int i = 0; i < 18; i++) {
      repetition[i] = i % 3 == 0 ? 0 : 1;
      definition[i] = i == 3 ? 2 : 3;
    }
    definition[flippedAt] ^= flipped;
    return new WrittenPages(SPANNING)
        .page(
            18,
            WrittenRuns.packed(1, repetition),
            WrittenRuns.packed(2, definition),
            Encoding.PLAIN,
            WrittenPages.ints(IntStream.range(0, 17).toArray()));
  }

  @Test
  void aBitOfALevelThatIsWrongIsTold() throws IOException {
    assertThat(SPANNING.read(storage, sixRows(0, 0).write(file(), 6), 4).get(0))
        .startsWith(List.of(0, 1, 2), Arrays.asList(null, 3, 4), List.of(5, 6, 7));

    assertWrong(sixRows(2, 2), 6, "row 0 continues a list without adding an item");
    assertWrong(sixRows(0, 2), 6, "row 0 continues a list that is NULL or empty");
    assertWrong(sixRows(0, 3), 6, "row 0 continues a list that is NULL or empty");
    assertWrong(sixRows(5, 1), 6, "4 unexpected bytes after the values");
    assertWrong(sixRows(3, 1), 6, "its bytes are damaged");
    assertWrong(sixRows(0, 0), 5, "row 5 starts, but the row group has 5 rows");
    assertWrong(sixRows(0, 0), 7, "a row group ends after 6 rows, but row 6 is expected");
  }

  @Test
  void levelsAreUsedUp() throws IOException {
    byte[] one = WrittenPages.ints(1);
    assertWrong(
        new WrittenPages(SPANNING).page(1, WrittenRuns.run(1, 2, 0), WHOLE, Encoding.PLAIN, one),
        1,
        "1 unexpected repetition levels");
    assertWrong(
        new WrittenPages(SPANNING).page(1, START, WrittenRuns.run(2, 9, 3), Encoding.PLAIN, one),
        1,
        "8 unexpected definition levels");
    assertWrong(
        new WrittenPages(SPANNING)
            .page(1, WrittenRuns.concat(START, ONWARD), WHOLE, Encoding.PLAIN, one),
        1,
        "2 unexpected bytes after the repetition levels");
    assertWrong(
        new WrittenPages(SPANNING)
            .page(
                1,
                START,
                WrittenRuns.concat(
                    WrittenRuns.packed(2, new int[] {3, 0, 0, 0, 0, 0, 0, 0}), START),
                Encoding.PLAIN,
                one),
        1,
        "2 unexpected bytes after the definition levels");
    assertWrong(
        new WrittenPages(SPANNING)
            .dictionary(2, WrittenPages.ints(70, 80))
            .page(1, START, WHOLE, Encoding.RLE_DICTIONARY, ids(0, 1)),
        1,
        "2 unexpected bytes after the values");
  }

  /** DuckDB fills up a block of 256 with what was there before. */
  @Test
  void packedNumbersMayBePadded() throws IOException {
    int[] repetition = new int[256];
    int[] definition = new int[256];
    Arrays.fill(repetition, 1, 256, 1);
    Arrays.fill(definition, 3);
    byte[] ids = WrittenRuns.concat(new byte[] {1}, WrittenRuns.packed(1, repetition));
    Path file =
        new WrittenPages(SPANNING)
            .dictionary(2, WrittenPages.ints(70, 80))
            .page(
                3,
                WrittenRuns.packed(1, repetition),
                WrittenRuns.packed(2, definition),
                Encoding.RLE_DICTIONARY,
                ids)
            .write(file(), 1);

    assertThat(SPANNING.read(storage, file, 1).get(0)).containsExactly(List.of(70, 80, 80));
  }

  @Test
  void columnsThatEndBehindTheFileAreTold() throws IOException {
    byte[] bytes =
        Files.readAllBytes(
            new WrittenPages(SPANNING)
                .page(1000, START, WHOLE, Encoding.PLAIN, new byte[4000])
                .write(file(), 1));
    int footer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(bytes.length - 8) + 8;
    byte[] end = Arrays.copyOfRange(bytes, bytes.length - footer, bytes.length);
    Path cut = Files.write(file(), WrittenRuns.concat(Arrays.copyOf(bytes, 4), end));

    assertThatThrownBy(() -> SPANNING.read(storage, cut, 10))
        .isInstanceOf(ParquetDecodingException.class)
        .hasMessageMatching(
            ".*: column m.list.element of the row group at row 0 has \\d+ bytes from byte 4, but"
                + " the file has "
                + (footer + 4));
  }

  private void assertWrong(WrittenPages pages, int rows, String message) throws IOException {
    Path file = pages.write(file(), rows);
    assertThatThrownBy(() -> SPANNING.read(storage, file, 10))
        .isInstanceOf(ParquetDecodingException.class)
        .hasMessageContaining(message);
  }

  @Test
  void whatIsWrongInAPageIsTold() throws IOException {
    byte[] one = WrittenPages.ints(1);
    assertWrong(spanning(8), 6, "a row group ends after 5 rows, but row 5 is expected");
    assertWrong(
        new WrittenPages(SPANNING).page(1, ONWARD, WHOLE, Encoding.PLAIN, one),
        1,
        "a row group must start with a new row, but its first repetition level is not 0");
    assertWrong(
        new WrittenPages(SPANNING)
            .page(1, START, WrittenRuns.run(2, 1, 0), Encoding.PLAIN, new byte[0])
            .page(1, ONWARD, WHOLE, Encoding.PLAIN, one),
        1,
        "row 0 continues a list that is NULL or empty");
    assertWrong(
        new WrittenPages(SPANNING).page(1, START, WHOLE, Encoding.PLAIN, new byte[3]),
        1,
        ": column m.list.element, page 0 of the row group at row 0: its bytes are damaged");
    assertWrong(
        new WrittenPages(SPANNING).page(1, START, WHOLE, Encoding.RLE_DICTIONARY, ids(0)),
        1,
        "a page ends within an RLE run");
    assertWrong(
        new WrittenPages(SPANNING)
            .dictionary(1, one)
            .page(1, START, WHOLE, Encoding.RLE_DICTIONARY, ids(1)),
        1,
        "level or index is 1, but must be in [0, 0]");
    assertWrong(
        new WrittenPages(SPANNING)
            .dictionary(1, one)
            .page(1, START, WHOLE, Encoding.RLE_DICTIONARY, new byte[] {40, 0}),
        1,
        "bit width is 40, but must be in [0, 31]");
    assertWrong(
        new WrittenPages(SPANNING).page(1, START, WHOLE, Encoding.RLE, one),
        1,
        "unsupported encoding of values: RLE");
    assertWrong(
        new WrittenPages(SPANNING).bitPackedLevels(1, new byte[20]),
        1,
        "levels are encoded as BIT_PACKED, but must be RLE");
    assertWrong(
        new WrittenPages(SPANNING).raw(1, new byte[] {2, 0, 0}, Encoding.PLAIN),
        1,
        "its bytes are damaged");
    assertWrong(
        new WrittenPages(SPANNING).raw(1, WrittenPages.ints(-1, 0), Encoding.PLAIN),
        1,
        "its bytes are damaged");
    assertWrong(
        new WrittenPages(SPANNING)
            .dictionary(Integer.MAX_VALUE, one)
            .page(1, START, WHOLE, Encoding.RLE_DICTIONARY, ids(0)),
        1,
        "a dictionary of 2147483647 items has only 4 bytes");
  }

  private static final MaskTable CELLS =
      MaskTable.of("optional binary m;", DataTypes.BinaryType, List.of("cell", "", "mask"));

  private static byte[] cell(String text) {
    return WrittenRuns.concat(WrittenPages.ints(text.length()), text.getBytes(US_ASCII));
  }

  private static WrittenPages cells(int entries, String... texts) {
    byte[] values = new byte[0];
    for (String text : texts) {
      values = WrittenRuns.concat(values, cell(text));
    }
    return new WrittenPages(CELLS)
        .page(entries, null, WrittenRuns.run(1, entries, 1), Encoding.PLAIN, values);
  }

  private void assertWrongCells(WrittenPages pages, int rows, String message) throws IOException {
    Path file = pages.write(file(), rows);
    assertThatThrownBy(() -> CELLS.read(storage, file, 10))
        .isInstanceOf(ParquetDecodingException.class)
        .hasMessageContaining(message);
  }

  @Test
  void pagesOfCellsAreUsedUp() throws IOException {
    assertThat(CELLS.read(storage, cells(3, "cell", "", "mask").write(file(), 3), 2))
        .isEqualTo(CELLS.rows());

    assertWrongCells(
        cells(1, "a", "more"), 1, "column m, page 0 of the row group at row 0: 8 unexpected bytes");
    assertWrongCells(cells(1, "a"), 2, "a row group ends after 1 rows, but row 1 is expected");
    assertWrongCells(
        cells(3, "a", "b", "c"), 2, "a page has rows 0 to 2, but its row group has 2 rows");
    assertWrongCells(
        new WrittenPages(CELLS)
            .page(0, null, new byte[0], Encoding.PLAIN, new byte[3])
            .page(1, null, WrittenRuns.run(1, 1, 1), Encoding.PLAIN, cell("a")),
        1,
        "page 0 of the row group at row 0: 3 unexpected bytes after the values");
    assertWrongCells(
        new WrittenPages(CELLS)
            .dictionary(2, WrittenRuns.concat(cell("a"), cell("b")))
            .page(1, null, WrittenRuns.run(1, 1, 1), Encoding.RLE_DICTIONARY, ids(0, 1)),
        1,
        "2 unexpected bytes after the values");
  }

  @Test
  void aDictionaryOfCellsHoldsThemAll() throws IOException {
    byte[] definition = WrittenRuns.run(1, 1, 1);
    assertWrongCells(
        new WrittenPages(CELLS)
            .dictionary(Integer.MAX_VALUE, cell("a"))
            .page(1, null, definition, Encoding.RLE_DICTIONARY, ids(0)),
        1,
        "a dictionary of 2147483647 items has only 5 bytes");
    assertWrongCells(
        new WrittenPages(CELLS)
            .dictionary(1, WrittenPages.ints(5, 0))
            .page(1, null, definition, Encoding.RLE_DICTIONARY, ids(0)),
        1,
        "a dictionary item has 5 bytes, but only 4 are left");
  }
}
