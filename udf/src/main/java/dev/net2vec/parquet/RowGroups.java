package dev.net2vec.parquet;

import java.io.Closeable;
import java.io.IOException;
import org.apache.parquet.column.ColumnDescriptor;

/** The row groups of a part of a file, in order. */
interface RowGroups extends Closeable {
  /**
   * Moves to the next row group and returns the index of its first row in the file; −1 after the
   * last.
   */
  long next() throws IOException;

  /** Returns the pages of a column in the row group. */
  ColumnPages pages(ColumnDescriptor column) throws IOException;
}
