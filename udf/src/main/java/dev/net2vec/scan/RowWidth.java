package dev.net2vec.scan;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.sql.types.StructType;

/** Tells from a file's footer how much memory a row of it takes while it is read. */
interface RowWidth {
  /**
   * Returns the mean bytes of a row, of that part of the file where they are most; 0 of no rows.
   *
   * @param columns those that are read
   * @throws IOException if the file or its footer cannot be read
   */
  double of(FileStatus file, StructType columns, Configuration hadoop) throws IOException;
}
