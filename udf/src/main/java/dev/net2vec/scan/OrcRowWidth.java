package dev.net2vec.scan;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.orc.BinaryColumnStatistics;
import org.apache.orc.ColumnStatistics;
import org.apache.orc.OrcFile;
import org.apache.orc.Reader;
import org.apache.orc.StringColumnStatistics;
import org.apache.orc.TypeDescription;
import org.apache.spark.sql.types.StructType;

/**
 * The width of ORC rows: 8 bytes per value, because numbers are read into LONG and DOUBLE vectors,
 * and the bytes of strings and binaries.
 */
final class OrcRowWidth implements RowWidth {
  @Override
  public double of(FileStatus file, StructType columns, Configuration hadoop) throws IOException {
    try (Reader reader = OrcFile.createReader(file.getPath(), OrcFile.readerOptions(hadoop))) {
      TypeDescription schema = reader.getSchema();
      ColumnStatistics[] statistics = reader.getStatistics();
      double bytes = 0;
      for (int i = 0; i < schema.getFieldNames().size(); i++) {
        if (has(columns, schema.getFieldNames().get(i))) {
          TypeDescription column = schema.getChildren().get(i);
          for (int id = column.getId(); id <= column.getMaximumId(); id++) {
            bytes += bytes(statistics[id]);
          }
        }
      }
      return reader.getNumberOfRows() == 0 ? 0 : bytes / reader.getNumberOfRows();
    }
  }

  private static boolean has(StructType columns, String name) {
    for (String column : columns.fieldNames()) {
      if (column.equalsIgnoreCase(name)) {
        return true;
      }
    }
    return false;
  }

  private static double bytes(ColumnStatistics column) {
    if (column instanceof BinaryColumnStatistics binary) {
      return binary.getSum();
    } else if (column instanceof StringColumnStatistics string) {
      return string.getSum();
    }
    return (double) Long.BYTES * column.getNumberOfValues();
  }
}
