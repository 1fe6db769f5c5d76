package dev.net2vec.scan;

import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.execution.datasources.FileFormat;
import org.apache.spark.sql.execution.datasources.FileIndex;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.orc.OrcFileFormat;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;

/**
 * Files that are read as many rows at a time as fit a few MB, whatever the rows hold.
 *
 * <p>Spark reads Parquet and ORC 4,096 rows at a time. Masks are so wide that this is slow, and
 * soon more than the heap.
 */
public final class MaskFormats {
  private MaskFormats() {}

  /**
   * Returns the same relation, read so; nothing where it is not of Spark's own Parquet or ORC.
   *
   * <p>Only exactly these two classes are known to read as they do; formats derived from them, such
   * as Delta's, are left alone.
   *
   * @param lent the columns of BINARY whose cells need not be there any more when the next row is
   */
  public static Optional<HadoopFsRelation> of(HadoopFsRelation relation, Set<String> lent) {
    return format(relation.fileFormat(), relation.location(), lent)
        .map(
            format ->
                new HadoopFsRelation(
                    relation.location(),
                    relation.partitionSchema(),
                    relation.dataSchema(),
                    relation.bucketSpec(),
                    format,
                    relation.options(),
                    relation.sparkSession()));
  }

  private static Optional<FileFormat> format(FileFormat format, FileIndex files, Set<String> lent) {
    if (format.getClass() == ParquetFileFormat.class) {
      return Optional.of(new MaskParquetFormat(files, lent));
    } else if (format.getClass() == OrcFileFormat.class) {
      return Optional.of(new MaskOrcFormat(files));
    }
    return Optional.empty();
  }
}
