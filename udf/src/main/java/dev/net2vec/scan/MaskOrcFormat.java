package dev.net2vec.scan;

import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.FileIndex;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.execution.datasources.orc.OrcFileFormat;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.types.StructType;
import scala.Function1;
import scala.collection.Iterator;
import scala.collection.immutable.Map;
import scala.collection.immutable.Seq;

/**
 * Spark's ORC format with batches of as many rows as fit a few MB.
 *
 * <p>All instances are equal, as for Spark's own format; relations differ by their files.
 */
final class MaskOrcFormat extends OrcFileFormat {
  private static final long serialVersionUID = 1L;

  /** Not needed on executors, which get the format along with its reader. */
  private final transient FileIndex files;

  MaskOrcFormat(FileIndex files) {
    this.files = files;
  }

  @Override
  public Function1<PartitionedFile, Iterator<InternalRow>> buildReaderWithPartitionValues(
      SparkSession session,
      StructType dataSchema,
      StructType partitionSchema,
      StructType requiredSchema,
      Seq<Filter> filters,
      Map<String, String> options,
      Configuration hadoop) {
    OptionalInt rows = BatchSize.ORC.fitting(session, files, requiredSchema, hadoop);
    return rows.isEmpty()
        ? super.buildReaderWithPartitionValues(
            session, dataSchema, partitionSchema, requiredSchema, filters, options, hadoop)
        : new Sized(rows.getAsInt())
            .buildReaderWithPartitionValues(
                session, dataSchema, partitionSchema, requiredSchema, filters, options, hadoop);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MaskOrcFormat;
  }

  @Override
  public int hashCode() {
    return MaskOrcFormat.class.hashCode();
  }

  /** Shown by {@code EXPLAIN}. */
  @Override
  public String toString() {
    return super.toString() + ", batches fit masks";
  }

  /** Spark's format with a given number of rows per batch. */
  private static final class Sized extends OrcFileFormat {
    private static final long serialVersionUID = 1L;

    private final int rows;

    Sized(int rows) {
      this.rows = rows;
    }

    /** Overrides a method that Spark has from 4.1 on. */
    @SuppressWarnings("MissingOverride")
    public SQLConf getSqlConf(SparkSession session) {
      return BatchSize.ORC.conf(session, rows);
    }

    @Override
    public Function1<PartitionedFile, Iterator<InternalRow>> buildReaderWithPartitionValues(
        SparkSession session,
        StructType dataSchema,
        StructType partitionSchema,
        StructType requiredSchema,
        Seq<Filter> filters,
        Map<String, String> options,
        Configuration hadoop) {
      return super.buildReaderWithPartitionValues(
          BatchSize.ORC.session(session, rows),
          dataSchema,
          partitionSchema,
          requiredSchema,
          filters,
          options,
          hadoop);
    }
  }
}
