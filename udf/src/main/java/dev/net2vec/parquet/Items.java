package dev.net2vec.parquet;

import org.apache.spark.sql.execution.vectorized.WritableColumnVector;

/** The values of one page, in order. */
interface Items {
  /** Reads the next values into a vector that has room for them. */
  void read(int count, WritableColumnVector vector, int row);

  /** Skips the next values. */
  void skip(int count);

  /** Checks that no values are left. */
  void checkEnd();
}
