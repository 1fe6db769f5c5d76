package dev.net2vec.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.io.ParquetDecodingException;

/** Reads dictionary pages. */
final class Dictionaries {
  /** The minimum size of an item: a number, or the length of a cell. */
  private static final int ITEM_BYTES = Integer.BYTES;

  private Dictionaries() {}

  /** Returns a dictionary of numbers. */
  static Dictionary numbers(DictionaryPage page, ColumnDescriptor column) throws IOException {
    checkSize(page);
    return page.getEncoding().initDictionary(column, page);
  }

  /**
   * Returns the BINARY cells of a dictionary; Parquet's own class allocates a cell before it checks
   * its length.
   */
  @SuppressWarnings("deprecation") // PLAIN_DICTIONARY occurs in old files.
  static byte[][] cells(DictionaryPage page) throws IOException {
    checkSize(page);
    if (page.getEncoding() != Encoding.PLAIN && page.getEncoding() != Encoding.PLAIN_DICTIONARY) {
      throw new ParquetDecodingException(
          "unsupported encoding of a dictionary: " + page.getEncoding());
    }
    ByteBufferInputStream stream = page.getBytes().toInputStream();
    ByteBuffer bytes = stream.slice(stream.available()).order(ByteOrder.LITTLE_ENDIAN);
    byte[][] cells = new byte[page.getDictionarySize()][];
    for (int id = 0; id < cells.length; id++) {
      int length = bytes.getInt();
      if (length < 0 || length > bytes.remaining()) {
        throw new ParquetDecodingException(
            "a dictionary item has "
                + length
                + " bytes, but only "
                + bytes.remaining()
                + " are left");
      }
      cells[id] = new byte[length];
      bytes.get(cells[id]);
    }
    return cells;
  }

  /** Throws if a page cannot hold its stated number of items, before they are allocated. */
  private static void checkSize(DictionaryPage page) {
    long bytes = page.getBytes().size();
    if ((long) page.getDictionarySize() * ITEM_BYTES > bytes) {
      throw new ParquetDecodingException(
          "a dictionary of " + page.getDictionarySize() + " items has only " + bytes + " bytes");
    }
  }
}
