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
 * The parts of a data page.
 *
 * @param entries the number of values, including NULLs
 * @param firstRow the index of its first row in the row group; −1 if it follows the previous page
 * @param rows the number of rows that start in it, from its header; −1 if the header has none
 * @param absent the number of NULLs, from its header; −1 if the header has none
 * @param repetition the repetition levels
 * @param definition the definition levels
 * @param encoding the encoding of the values
 * @param values the encoded values
 */
record Page(
    int entries,
    long firstRow,
    int rows,
    int absent,
    RunLengthDecoder repetition,
    RunLengthDecoder definition,
    Encoding encoding,
    PageBytes values) {

  Page {
    if (entries < 0) {
      throw new ParquetDecodingException("a page has " + entries + " values");
    }
  }

  /**
   * Returns the index of the page's first row; pages may be skipped, but rows must ascend.
   *
   * @param next the row after those of the previous page
   */
  long firstRow(long next) {
    if (firstRow >= 0 && firstRow < next) {
      throw new ParquetDecodingException(
          "the page index says that a page starts at row %d, but row %d came before it"
              .formatted(firstRow, next - 1));
    }
    return Math.max(firstRow, next);
  }

  /** Converts a page that Parquet's own reader has read. */
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
    throw new ParquetDecodingException("unknown page type: " + page);
  }

  /** Returns a V1 page: both kinds of levels, each after its length in bytes, then the values. */
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
   * Checks that a completely read page has no more levels and matches its header.
   *
   * <p>There may be more NULLs than the header says: Polars does not count lists that are absent or
   * empty, and parquet-cpp before version 12 counts none without statistics.
   *
   * @param started the number of rows that started in it
   * @param present the number of non-NULL values in it
   */
  void checkEnd(long started, int present) {
    repetition.checkEnd("repetition levels");
    definition.checkEnd("definition levels");
    if (rows >= 0 && started != rows) {
      throw new ParquetDecodingException(
          "%d rows start in a page, but its header says %d".formatted(started, rows));
    } else if (absent > entries - present) {
      throw new ParquetDecodingException(
          "%d values of a page are absent, but its header says %d"
              .formatted(entries - present, absent));
    }
  }

  /**
   * Returns the values as ids in a dictionary of the given size; if all are NULL, there are no ids.
   */
  RunLengthDecoder ids(int items) {
    if (items == 0 || values.left() == 0) {
      return new RunLengthDecoder(values.array(), 0, 0, 1, 0);
    }
    int width = values.array()[values.take(1)];
    return runs(values, width, items - 1);
  }

  /** Returns the maximum level of a V1 page after checking the encoding of the levels. */
  static int levels(Encoding encoding, int max) {
    if (max > 0 && encoding != Encoding.RLE) {
      throw new ParquetDecodingException("levels are encoded as " + encoding + ", but must be RLE");
    }
    return max;
  }

  private static PageBytes sized(PageBytes bytes, int max) {
    return bytes.part(max == 0 ? 0 : bytes.takeInt());
  }

  /** Returns levels with the given maximum. */
  static RunLengthDecoder runs(PageBytes bytes, int max) {
    return runs(bytes, BytesUtils.getWidthFromMaxInt(max), max);
  }

  private static RunLengthDecoder runs(PageBytes bytes, int width, int max) {
    int count = bytes.left();
    int from = bytes.take(count);
    return new RunLengthDecoder(bytes.array(), from, from + count, width, max);
  }
}
