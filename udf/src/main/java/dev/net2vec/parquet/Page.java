package dev.net2vec.parquet;

import java.io.IOException;
import org.apache.parquet.bytes.BytesUtils;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.io.ParquetDecodingException;

/**
 * A data page, taken apart.
 *
 * @param entries how many values and absent values it has
 * @param firstRow its first row in the row group; −1 where that is the one after the page before
 * @param rows how many rows start in it, as its header says; −1 where that does not say
 * @param absent how many absent values it has, as its header says; −1 where that does not say
 * @param repetition where a list goes on, and on which level
 * @param definition how much of an entry is there
 * @param encoding how its values are encoded
 * @param values the bytes of its values
 */
record Page(
    int entries,
    long firstRow,
    int rows,
    int absent,
    Runs repetition,
    Runs definition,
    Encoding encoding,
    PageBytes values) {

  Page {
    if (entries < 0) {
      throw new ParquetDecodingException("a page has " + entries + " values");
    }
  }

  /**
   * Returns the row that the page starts with; pages may be left out, but none goes back.
   *
   * @param next the row after those of the page before
   */
  long firstRow(long next) {
    if (firstRow >= 0 && firstRow < next) {
      throw new ParquetDecodingException(
          "the page index has row %d first here, but row %d came before"
              .formatted(firstRow, next - 1));
    }
    return Math.max(firstRow, next);
  }

  /** Returns a page that Parquet's own reader has read. */
  static Page of(DataPage page, ColumnDescriptor column) throws IOException {
    long firstRow = page.getFirstRowIndex().orElse(-1L);
    if (page instanceof DataPageV1 first) {
      return of(
          first.getValueCount(),
          firstRow,
          levels(first.getRlEncoding(), column.getMaxRepetitionLevel()),
          levels(first.getDlEncoding(), column.getMaxDefinitionLevel()),
          first.getValueEncoding(),
          PageBytes.of(first.getBytes()));
    } else if (page instanceof DataPageV2 second) {
      return new Page(
          second.getValueCount(),
          firstRow,
          second.getRowCount(),
          second.getNullCount(),
          runs(PageBytes.of(second.getRepetitionLevels()), column.getMaxRepetitionLevel()),
          runs(PageBytes.of(second.getDefinitionLevels()), column.getMaxDefinitionLevel()),
          second.getDataEncoding(),
          PageBytes.of(second.getData()));
    }
    throw new ParquetDecodingException("an unknown kind of page: " + page);
  }

  /** Returns a page of the first version: the levels, each after its length, and the values. */
  static Page of(
      int entries,
      long firstRow,
      int repetition,
      int definition,
      Encoding encoding,
      PageBytes bytes) {
    return new Page(
        entries,
        firstRow,
        -1,
        -1,
        runs(sized(bytes, repetition), repetition),
        runs(sized(bytes, definition), definition),
        encoding,
        bytes);
  }

  /**
   * Checks that a page whose entries are all read has no more levels, and what its header says.
   *
   * <p>Of absent values there may be more than the header says: Polars does not count lists that
   * are absent or empty, and parquet-cpp before version 12 counts none without statistics.
   *
   * @param started how many rows started in it
   * @param present how many values it had
   */
  void checkEnd(long started, int present) {
    repetition.checkEnd("repetition levels");
    definition.checkEnd("definition levels");
    if (rows >= 0 && started != rows) {
      throw new ParquetDecodingException(
          "%d rows start here, but the header says %d".formatted(started, rows));
    } else if (absent > entries - present) {
      throw new ParquetDecodingException(
          "%d values are absent, but the header says %d".formatted(entries - present, absent));
    }
  }

  /** Returns the values as numbers in a dictionary of as many items; where all are absent, none. */
  Runs ids(int items) {
    if (items == 0 || values.left() == 0) {
      return new Runs(values.array(), 0, 0, 1, 0);
    }
    int width = values.array()[values.take(1)];
    return runs(values, width, items - 1);
  }

  /** Returns the highest level of a page of the first version, whose levels are encoded so. */
  static int levels(Encoding encoding, int max) {
    if (max > 0 && encoding != Encoding.RLE) {
      throw new ParquetDecodingException("levels are encoded as " + encoding + ", not as RLE");
    }
    return max;
  }

  private static PageBytes sized(PageBytes bytes, int max) {
    return bytes.part(max == 0 ? 0 : bytes.takeInt());
  }

  /** Returns levels up to a highest. */
  static Runs runs(PageBytes bytes, int max) {
    return runs(bytes, BytesUtils.getWidthFromMaxInt(max), max);
  }

  private static Runs runs(PageBytes bytes, int width, int max) {
    int count = bytes.left();
    int from = bytes.take(count);
    return new Runs(bytes.array(), from, from + count, width, max);
  }
}
