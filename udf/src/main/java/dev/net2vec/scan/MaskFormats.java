package dev.net2vec.scan;

import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.execution.datasources.FileFormat;
import org.apache.spark.sql.execution.datasources.FileIndex;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.orc.OrcFileFormat;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;

/**
 * File formats that read as many rows at a time as fit a few MB.
 *
 * <p>Spark reads 4,096 rows of Parquet or ORC at a time. For masks, this is slow and can exceed the
 * heap.
 */
public final class MaskFormats {
  private MaskFormats() {}

  /**
   * Returns the relation with such a format; empty if it does not have Spark's own Parquet or ORC
   * format.
   *
   * <p>Only these two classes are replaced; formats derived from them, such as Delta's, may read
   * differently and stay as they are.
   *
   * @param lent the BINARY columns whose cells may be overwritten by the next row's
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
