package dev.net2vec.parquet;

import java.io.IOException;
import org.apache.parquet.column.page.DictionaryPage;

/** The pages of a column in a row group, one after the other. */
interface ColumnPages {
  /** Returns the one that comes before all others, or null where there is none. */
  DictionaryPage dictionary() throws IOException;

  /** Returns the next page, decompressed, or null after the last. */
  Page next() throws IOException;
}
