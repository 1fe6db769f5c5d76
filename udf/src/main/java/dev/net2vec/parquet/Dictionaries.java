package dev.net2vec.parquet;

import java.io.IOException;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.io.ParquetDecodingException;

/** The dictionaries of columns, read by Parquet's own classes. */
final class Dictionaries {
  /** The fewest that an item has: a number, or the length of bytes. */
  private static final int ITEM_BYTES = Integer.BYTES;

  private Dictionaries() {}

  /** Returns a dictionary, or null if there is none. */
  static Dictionary of(DictionaryPage page, ColumnDescriptor column) throws IOException {
    if (page == null) {
      return null;
    }
    // Parquet makes room for as many items as a page says, which has no memory if it is damaged.
    long bytes = page.getBytes().size();
    if ((long) page.getDictionarySize() * ITEM_BYTES > bytes) {
      throw new ParquetDecodingException(
          "a dictionary of " + page.getDictionarySize() + " items has " + bytes + " bytes");
    }
    return page.getEncoding().initDictionary(column, page);
  }
}
