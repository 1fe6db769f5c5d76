package dev.net2vec.scan;

import java.util.List;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/**
 * The sources of a batch's columns.
 *
 * @param places for each column of a file, its index in Spark's batch; −1 − i for mask i
 * @param rowIndex the index of the row index column in Spark's batch
 * @param others the number of file columns in Spark's batch, which precede the partition columns
 */
@SuppressWarnings("ArrayRecordComponent")
record BatchColumns(int[] places, int rowIndex, int others) {
  /** Returns the row indices, within the file, of a batch's rows. */
  long[] rows(ColumnarBatch batch) {
    ColumnVector index = batch.column(rowIndex);
    long[] rows = new long[batch.numRows()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = index.getLong(i);
    }
    return rows;
  }

  /** Returns some rows of a batch. */
  static ColumnarBatch selected(ColumnarBatch batch, int[] rows) {
    ColumnVector[] columns = new ColumnVector[batch.numCols()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = new SelectedVector(batch.column(i), rows);
    }
    return new ColumnarBatch(columns, rows.length);
  }

  /** Returns a batch of Spark's columns and the same rows' masks. */
  ColumnarBatch with(List<ColumnVector> masks, ColumnarBatch batch) {
    int partition = batch.numCols() - others;
    ColumnVector[] columns = new ColumnVector[places.length + partition];
    for (int i = 0; i < places.length; i++) {
      columns[i] = places[i] < 0 ? masks.get(-1 - places[i]) : batch.column(places[i]);
    }
    for (int i = 0; i < partition; i++) {
      columns[places.length + i] = batch.column(others + i);
    }
    return new ColumnarBatch(columns, batch.numRows());
  }
}
