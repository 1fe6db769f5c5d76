package dev.net2vec.scan;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.sql.types.StructType;

/** Estimates from a file's footer the memory that a row takes while it is read. */
interface RowWidth {
  /**
   * Returns the mean bytes per row, in the part of the file where they are largest; 0 without rows.
   *
   * @param columns the columns to read
   * @throws IOException if the file or its footer cannot be read
   */
  double of(FileStatus file, StructType columns, Configuration hadoop) throws IOException;
}
