package dev.net2vec.parquet;

import java.io.IOException;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.spark.sql.vectorized.ColumnVector;

/** A column of masks, read in batches. */
interface MaskColumn {
  /** Returns the column in the file. */
  ColumnDescriptor column();

  /** Returns the vector with the rows of the batch, valid until the next batch is read. */
  ColumnVector vector();

  /** Returns the index of the current data page in the row group; −1 before the first. */
  int pageNumber();

  /** Starts at the first row of a row group. */
  void startRowGroup(ColumnPages pages, long rows) throws IOException;

  /**
   * Reads rows of the row group.
   *
   * @param rows their ascending indices in the row group, after those of the last batch
   */
  void read(long[] rows) throws IOException;
}
