package dev.net2vec.parquet;

import java.io.IOException;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.spark.sql.vectorized.ColumnVector;

/** A column of masks, read batch by batch. */
interface MaskColumn {
  /** The column of the file. */
  ColumnDescriptor column();

  /** What holds the rows of the batch, until the next is read. */
  ColumnVector vector();

  /**
   * Returns the number of the data page at hand in the row group, from 0 on; −1 before the first.
   */
  int pageNumber();

  /** Starts at the first of a row group's rows. */
  void startRowGroup(ColumnPages pages, long rows) throws IOException;

  /**
   * Reads rows of the row group.
   *
   * @param rows their places in the row group, ascending, from those of the last batch on
   */
  void read(long[] rows) throws IOException;
}
