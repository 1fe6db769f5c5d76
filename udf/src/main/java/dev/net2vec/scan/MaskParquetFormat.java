package dev.net2vec.scan;

import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapred.JobConf;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.FileFormat;
import org.apache.spark.sql.execution.datasources.FileIndex;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.util.SerializableConfiguration;
import scala.Function1;
import scala.Option;
import scala.collection.Iterator;
import scala.collection.immutable.Map;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;

/**
 * Spark's Parquet format with batches of as many rows as fit a few MB.
 *
 * <p>Instances that reuse the buffers of the same columns are equal, as for Spark's own format;
 * relations differ by their files.
 */
final class MaskParquetFormat extends ParquetFileFormat {
  private static final long serialVersionUID = 1L;

  /** Not needed on executors, which get the format along with its reader. */
  private final transient FileIndex files;

  /** The BINARY columns whose buffers are reused for the next row. */
  private final Set<String> lent;

  MaskParquetFormat(FileIndex files, Set<String> lent) {
    this.files = files;
    this.lent = new TreeSet<>(lent);
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
    OptionalInt rows = BatchSize.PARQUET.fitting(session, files, requiredSchema, hadoop);
    ParquetFileFormat format =
        rows.isEmpty() ? new ParquetFileFormat() : new Sized(rows.getAsInt());
    BiFunction<StructType, Seq<Filter>, Function1<PartitionedFile, Iterator<InternalRow>>> reader =
        (schema, pushed) ->
            format.buildReaderWithPartitionValues(
                session,
                dataSchema,
                partitionSchema,
                schema,
                pushed,
                options,
                configuration(hadoop, pushed));
    boolean batches = options.get(FileFormat.OPTION_RETURNING_BATCH()).contains("true");
    if (!batches || !MaskReader.hasMasks(requiredSchema)) {
      return reader.apply(requiredSchema, filters);
    }
    // Both readers must skip the same rows, and each would treat a column that it does not read as
    // absent.
    Seq<Filter> shared = MaskReader.filtersOfOthers(filters, requiredSchema);
    return new MaskReader(
        reader.apply(requiredSchema, filters),
        reader.apply(MaskReader.others(requiredSchema), shared),
        requiredSchema,
        lent,
        rows.orElse(BatchSize.PARQUET.of(session)),
        PushedFilters.of(shared, options, BatchSize.conf(session)),
        session
            .sparkContext()
            .broadcast(
                new SerializableConfiguration(hadoop),
                ClassTag.apply(SerializableConfiguration.class)));
  }

  /**
   * Returns a copy that Spark's tasks in this process need not copy again for every file, which
   * took a fifth of the time of small files: they share a {@link JobConf}. Pushed filters are
   * written into it, so that each file then needs its own.
   */
  private static Configuration configuration(Configuration hadoop, Seq<Filter> pushed) {
    return pushed.isEmpty() ? new JobConf(hadoop) : new Configuration(hadoop);
  }

  /** Masks have other vectors than those Spark reads into, and so have the rows of a selection. */
  @Override
  public Option<Seq<String>> vectorTypes(
      StructType requiredSchema, StructType partitionSchema, SQLConf conf) {
    if (!MaskReader.hasMasks(requiredSchema)) {
      return super.vectorTypes(requiredSchema, partitionSchema, conf);
    }
    int columns = requiredSchema.size() + partitionSchema.size();
    List<String> types = Collections.nCopies(columns, ColumnVector.class.getName());
    return Option.apply(CollectionConverters.asScala(types).toSeq());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MaskParquetFormat format && lent.equals(format.lent);
  }

  @Override
  public int hashCode() {
    return lent.hashCode();
  }

  /** Shown by {@code EXPLAIN}. */
  @Override
  public String toString() {
    String cells = lent.isEmpty() ? "" : ", buffers of " + String.join(", ", lent) + " are reused";
    return super.toString() + ", batches fit masks" + cells;
  }

  /** Spark's format with a given number of rows per batch. */
  private static final class Sized extends ParquetFileFormat {
    private static final long serialVersionUID = 1L;

    private final int rows;

    Sized(int rows) {
      this.rows = rows;
    }

    /** Overrides a method that Spark has from 4.1 on. */
    @SuppressWarnings("MissingOverride")
    public SQLConf getSqlConf(SparkSession session) {
      return BatchSize.PARQUET.conf(session, rows);
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
          BatchSize.PARQUET.session(session, rows),
          dataSchema,
          partitionSchema,
          requiredSchema,
          filters,
          options,
          hadoop);
    }
  }
}
