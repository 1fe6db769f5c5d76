package dev.net2vec.scan;

import java.util.List;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/**
 * Where the columns of a batch come from.
 *
 * @param places for each column of a file, where it is in Spark's batch; −1 − i for mask i
 * @param rowIndex where Spark's batch has the rows' places in the file
 * @param others how many columns of the file Spark's batch has, before those of the partition
 */
@SuppressWarnings("ArrayRecordComponent")
record BatchColumns(int[] places, int rowIndex, int others) {
  /** Returns the places in the file of a batch's rows. */
  long[] rows(ColumnarBatch batch) {
    ColumnVector index = batch.column(rowIndex);
    long[] rows = new long[batch.numRows()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = index.getLong(i);
    }
    return rows;
  }

  /** Returns a batch of Spark's columns and of the same rows' masks. */
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
