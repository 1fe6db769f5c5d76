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

  /** Starts at the first row of a row group. */
  void startRowGroup(ColumnPages pages) throws IOException;

  /**
   * Reads rows of the row group.
   *
   * @param rows their places in the row group, ascending, from those of the last batch on
   */
  void read(long[] rows) throws IOException;
}
