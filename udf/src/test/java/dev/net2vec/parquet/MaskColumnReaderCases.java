package dev.net2vec.parquet;

import java.nio.file.Path;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/** What tests of files of masks share: where they are, and what is in them. */
abstract class MaskColumnReaderCases {
  static final int[] BATCHES = {1, 3, 7, 1000};
  static final DataType FLOATS = MaskTable.nested(1, DataTypes.FloatType);
  static final DataType INTS = MaskTable.nested(1, DataTypes.IntegerType);
  static final String LIST =
      "optional group m (LIST) { repeated group list { optional %s element; } }";

  @Parameter Storage storage;

  @TempDir private Path directory;

  private int files;

  final Path file() {
    return directory.resolve("masks-" + files++ + ".parquet");
  }
}
