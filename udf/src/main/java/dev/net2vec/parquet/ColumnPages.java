package dev.net2vec.parquet;

import java.io.IOException;
import org.apache.parquet.column.page.DictionaryPage;

/** The pages of a column in a row group, in order. */
interface ColumnPages {
  /** Returns the dictionary page, which precedes all others; null if there is none. */
  DictionaryPage dictionary() throws IOException;

  /**
   * Returns the next page, decompressed, or null after the last.
   *
   * @param row the next row in the row group to be read; pages that end before it may be skipped
   */
  Page next(long row) throws IOException;

  /** Returns whether every page is known to start with a row. */
  boolean startRows();
}
