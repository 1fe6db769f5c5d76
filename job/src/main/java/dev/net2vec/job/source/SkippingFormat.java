package dev.net2vec.job.source;

import dev.net2vec.job.error.CorruptShard;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.Job;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.execution.datasources.FileFormat;
import org.apache.spark.sql.execution.datasources.OutputWriterFactory;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.CollectionAccumulator;
import scala.Function1;
import scala.Option;
import scala.collection.Iterator;
import scala.collection.Iterator$;
import scala.collection.immutable.Map;
import scala.collection.immutable.Seq;
import scala.runtime.AbstractFunction1;

/**
 * A file format that ends a corrupt file where it cannot be read further, and reports it.
 *
 * @param format that reads the files
 * @param left paths of the files to skip altogether
 * @param reported receives each corrupt file, possibly several times
 */
record SkippingFormat(
    FileFormat format, Set<String> left, CollectionAccumulator<CorruptShard> reported)
    implements FileFormat {

  @Override
  public Function1<PartitionedFile, Iterator<InternalRow>> buildReaderWithPartitionValues(
      SparkSession session,
      StructType dataSchema,
      StructType partitionSchema,
      StructType requiredSchema,
      Seq<Filter> filters,
      Map<String, String> options,
      Configuration hadoop) {
    return new Reader(
        format.buildReaderWithPartitionValues(
            session, dataSchema, partitionSchema, requiredSchema, filters, options, hadoop),
        requiredSchema,
        partitionSchema,
        options.get(FileFormat.OPTION_RETURNING_BATCH()).contains("true"),
        left,
        reported);
  }

  /** Reads one file, or a part of it, on an executor. */
  private static final class Reader
      extends AbstractFunction1<PartitionedFile, Iterator<InternalRow>> implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Function1<PartitionedFile, Iterator<InternalRow>> reader;
    private final StructType columns;
    private final boolean batches;
    private final Set<String> left;
    private final CollectionAccumulator<CorruptShard> reported;

    Reader(
        Function1<PartitionedFile, Iterator<InternalRow>> reader,
        StructType columns,
        StructType partitionColumns,
        boolean batches,
        Set<String> left,
        CollectionAccumulator<CorruptShard> reported) {
      this.reader = reader;
      this.columns =
          new StructType(
              Stream.of(columns, partitionColumns)
                  .flatMap(schema -> Arrays.stream(schema.fields()))
                  .toArray(StructField[]::new));
      this.batches = batches;
      this.left = left;
      this.reported = reported;
    }

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"}) // Spark passes batches as rows in the same way.
    public Iterator<InternalRow> apply(PartitionedFile file) {
      // As _metadata.file_path spells it.
      String path = new Path(file.filePath().toPath().toString()).toUri().toString();
      if (left.contains(path)) {
        return Iterator$.MODULE$.empty();
      }
      Iterator<?> rows =
          new SkippingIterator(
              () -> reader.apply(file),
              batches ? UnaryOperator.identity() : unsafe(),
              thrown -> reported.add(CorruptShard.of(path, thrown)));
      return (Iterator) rows;
    }

    /** Converts rows, as Spark does itself where it knows the format to be Parquet. */
    private UnaryOperator<Object> unsafe() {
      UnsafeProjection projection = UnsafeProjection.create(columns);
      return row -> row instanceof UnsafeRow ? row : projection.apply((InternalRow) row);
    }
  }

  @Override
  public Option<StructType> inferSchema(
      SparkSession session, Map<String, String> options, Seq<FileStatus> files) {
    return format.inferSchema(session, options, files);
  }

  @Override
  public OutputWriterFactory prepareWrite(
      SparkSession session, Job job, Map<String, String> options, StructType dataSchema) {
    return format.prepareWrite(session, job, options, dataSchema);
  }

  @Override
  public boolean supportBatch(SparkSession session, StructType dataSchema) {
    return format.supportBatch(session, dataSchema);
  }

  @Override
  public Option<Seq<String>> vectorTypes(
      StructType requiredSchema, StructType partitionSchema, SQLConf conf) {
    return format.vectorTypes(requiredSchema, partitionSchema, conf);
  }

  @Override
  public boolean isSplitable(SparkSession session, Map<String, String> options, Path path) {
    return format.isSplitable(session, options, path);
  }

  @Override
  public boolean supportDataType(DataType type) {
    return format.supportDataType(type);
  }

  @Override
  public boolean supportReadDataType(DataType type) {
    return format.supportReadDataType(type);
  }

  @Override
  public boolean supportFieldName(String name) {
    return format.supportFieldName(name);
  }

  @Override
  public boolean allowDuplicatedColumnNames() {
    return format.allowDuplicatedColumnNames();
  }

  @Override
  public Seq<StructField> metadataSchemaFields() {
    return format.metadataSchemaFields();
  }

  @Override
  public Map<String, Function1<PartitionedFile, Object>> fileConstantMetadataExtractors() {
    return format.fileConstantMetadataExtractors();
  }
}
