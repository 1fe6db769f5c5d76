package dev.net2vec.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.spark.sql.vectorized.ColumnVector;

/** A column of BINARY cells, each of which is a mask file. */
final class BinaryColumn implements MaskColumn {
  /** The number of zero bytes that fastparquet appends to a page. */
  private static final int PADDING = 8;

  private final ColumnDescriptor column;
  private final BinaryVector vector;
  private final PageBuffers buffers;

  /** The buffers of the pages that ended in this batch. */
  private final List<byte[]> ended = new ArrayList<>();

  private ColumnPages pages;

  /** The cells of the dictionary, by id. */
  private byte[][] dictionary;

  private long rowCount;

  private Page page;
  private int pageNumber;
  private RunLengthDecoder ids;
  private int left;

  /** The number of the page's values that were read or skipped. */
  private int taken;

  private long row;

  BinaryColumn(ColumnDescriptor column, BinaryVector vector, PageBuffers buffers) {
    this.column = column;
    this.vector = vector;
    this.buffers = buffers;
  }

  @Override
  public ColumnDescriptor column() {
    return column;
  }

  @Override
  public ColumnVector vector() {
    return vector;
  }

  @Override
  public int pageNumber() {
    return pageNumber;
  }

  @Override
  public void startRowGroup(ColumnPages next, long rows) throws IOException {
    pages = next;
    rowCount = rows;
    pageNumber = -1;
    left = 0;
    row = 0;
    DictionaryPage first = pages.dictionary();
    dictionary = first == null ? null : Dictionaries.cells(first);
  }

  @Override
  public void read(long[] rows) throws IOException {
    vector.reset(rows.length);
    ended.forEach(buffers::giveBack);
    ended.clear();
    for (int i = 0; i < rows.length; i++) {
      while (row < rows[i] || left == 0) {
        skipTo(rows[i]);
      }
      if (row != rows[i]) {
        throw new ParquetDecodingException("row " + rows[i] + " is missing from a row group");
      }
      read(i);
    }
  }

  /**
   * Skips entries up to the given row, at most to the end of the page; opens the next page first if
   * none is left.
   */
  private void skipTo(long next) throws IOException {
    if (left == 0) {
      nextPage(next);
    }
    while (row < next && left > 0) {
      if (isThere() && ids != null) {
        ids.skip(1);
      } else if (isThere()) {
        page.values().skip(length());
      }
      endEntry();
    }
  }

  private boolean isThere() {
    return page.definition().value() == column.getMaxDefinitionLevel();
  }

  /** Ends an entry, whose value, if any, was read or skipped. */
  private void endEntry() {
    taken += isThere() ? 1 : 0;
    page.definition().take(1);
    row++;
    left--;
    if (left == 0) {
      endPage();
    }
  }

  private void endPage() {
    if (ids == null) {
      page.values().checkEnd("values", PADDING);
    } else if (taken > 0) {
      ids.checkEnd("values", PADDING);
    }
    page.checkEnd(page.entries(), taken);
  }

  private void read(int at) {
    if (!isThere()) {
      vector.putNull(at);
    } else if (ids != null) {
      byte[] cell = dictionary[ids.value()];
      ids.take(1);
      vector.put(at, cell, 0, cell.length);
    } else {
      PageBytes bytes = page.values();
      int length = length();
      if (bytes.areWhole()) {
        vector.put(at, bytes.array(), bytes.take(length), length);
      } else {
        byte[] cell = vector.room(at, length);
        bytes.take(length, cell);
        vector.put(at, cell, 0, length);
      }
    }
    endEntry();
  }

  /** Reads the length of the next cell. */
  private int length() {
    int length = page.values().takeInt();
    return Objects.checkFromIndexSize(0, length, page.values().left()) + length;
  }

  private void nextPage(long next) throws IOException {
    if (page != null) {
      ended.add(page.values().array());
      page = null;
    }
    pageNumber++;
    page = pages.next(next);
    if (page == null) {
      pageNumber--;
      throw new ParquetDecodingException(
          "a row group ends after " + row + " rows, but row " + next + " is expected");
    }
    left = page.entries();
    taken = 0;
    row = page.firstRow(row);
    if (left > rowCount - row) {
      throw new ParquetDecodingException(
          "a page has rows %d to %d, but its row group has %d rows"
              .formatted(row, row + left - 1, rowCount));
    }
    if (page.encoding().usesDictionary()) {
      ids = page.ids(dictionary == null ? 0 : dictionary.length);
    } else if (page.encoding() == Encoding.PLAIN) {
      ids = null;
    } else {
      throw new ParquetDecodingException("unsupported encoding of values: " + page.encoding());
    }
    if (left == 0) {
      endPage();
    }
  }
}
