package dev.net2vec.parquet;

import org.apache.spark.sql.execution.vectorized.WritableColumnVector;

/** The values of one page, one after the other. */
interface Items {
  /** Puts the next ones into a vector that has room for them. */
  void read(int count, WritableColumnVector vector, int row);

  /** Leaves the next ones out. */
  void skip(int count);

  /** Checks that none is left. */
  void checkEnd();
}
