package dev.net2vec.scan;

import dev.net2vec.parquet.MaskColumnReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.network.util.JavaUtils;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.util.SerializableConfiguration;
import scala.Function1;
import scala.collection.Iterator;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction1;

/**
 * Reads a file: its masks with {@link MaskColumnReader}, all other columns with Spark's reader.
 *
 * <p>Spark's reader decides which rows are read and returns their row indices.
 */
final class MaskReader extends AbstractFunction1<PartitionedFile, Iterator<InternalRow>>
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The column in which Spark's reader returns the row index. */
  private static final String ROW_INDEX = ParquetFileFormat.ROW_INDEX_TEMPORARY_COLUMN_NAME();

  private final Function1<PartitionedFile, Iterator<InternalRow>> all;
  private final Function1<PartitionedFile, Iterator<InternalRow>> others;
  private final StructType schema;
  private final Set<String> lent;
  private final int capacity;
  private final PushedFilters filters;
  private final Broadcast<SerializableConfiguration> hadoop;

  /**
   * Creates a reader.
   *
   * @param all reads all columns of a file if {@link MaskColumnReader} cannot read its masks
   * @param others reads {@link #others} and the partition columns
   * @param schema all columns of a file
   * @param lent the columns whose cells are overwritten by the next row's
   * @param capacity the maximum number of rows in a batch
   */
  MaskReader(
      Function1<PartitionedFile, Iterator<InternalRow>> all,
      Function1<PartitionedFile, Iterator<InternalRow>> others,
      StructType schema,
      Set<String> lent,
      int capacity,
      PushedFilters filters,
      Broadcast<SerializableConfiguration> hadoop) {
    this.all = all;
    this.others = others;
    this.schema = schema;
    this.lent = lent;
    this.capacity = capacity;
    this.filters = filters;
    this.hadoop = hadoop;
  }

  /** Returns whether any of these columns is a mask column. */
  static boolean hasMasks(StructType schema) {
    return Arrays.stream(schema.fields()).anyMatch(MaskColumnReader::reads);
  }

  /** Returns the columns that Spark reads, including the row index. */
  static StructType others(StructType schema) {
    StructType others =
        new StructType(
            Arrays.stream(schema.fields())
                .filter(field -> !MaskColumnReader.reads(field))
                .toArray(StructField[]::new));
    return others.getFieldIndex(ROW_INDEX).isDefined()
        ? others
        : others.add(ROW_INDEX, DataTypes.LongType);
  }

  /** Returns the filters that do not refer to a mask column. */
  static Seq<Filter> filtersOfOthers(Seq<Filter> filters, StructType schema) {
    Set<String> masks = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (StructField field : schema.fields()) {
      if (MaskColumnReader.reads(field)) {
        masks.add(field.name());
      }
    }
    List<Filter> others = new ArrayList<>();
    for (Filter filter : CollectionConverters.asJava(filters)) {
      if (Arrays.stream(filter.references()).noneMatch(masks::contains)) {
        others.add(filter);
      }
    }
    return CollectionConverters.asScala(others).toSeq();
  }

  /** Returns batches cast to rows, as all of Spark's columnar readers do. */
  @Override
  @SuppressWarnings("unchecked")
  public Iterator<InternalRow> apply(PartitionedFile file) {
    Optional<MaskColumnReader> masks = open(file);
    if (masks.isEmpty()) {
      return all.apply(file);
    }
    Closeable open = masks.get();
    MaskBatches batches = null;
    try {
      batches = new MaskBatches(others.apply(file), masks.get(), columns(), rowFilter());
      open = batches;
      masks.get().checkVersion();
      open = null;
    } catch (IOException e) {
      Platform.throwException(e);
    } finally {
      JavaUtils.closeQuietly(open);
    }
    return (Iterator<InternalRow>) (Iterator<?>) batches;
  }

  private RowFilter rowFilter() {
    return RowFilter.of(filters.filters(), others(schema), filters.caseSensitive()).orElse(null);
  }

  private Optional<MaskColumnReader> open(PartitionedFile file) {
    List<StructField> fields =
        Arrays.stream(schema.fields()).filter(MaskColumnReader::reads).toList();
    try {
      return MaskColumnReader.open(
          status(file),
          file.start(),
          file.length(),
          fields,
          lent,
          capacity,
          filters::in,
          hadoop.value().value());
    } catch (IOException | RuntimeException e) {
      // Spark's reader will report the error in its own words.
      return Optional.empty();
    }
  }

  /**
   * Returns the status from the listing: a new request would cost time and hide changes since then.
   */
  private FileStatus status(PartitionedFile file) throws IOException {
    Path path = file.toPath();
    return file.fileSize() > 0 && file.modificationTime() > 0
        ? new FileStatus(file.fileSize(), false, 0, 0, file.modificationTime(), path)
        : path.getFileSystem(hadoop.value().value()).getFileStatus(path);
  }

  private BatchColumns columns() {
    StructType others = others(schema);
    int[] places = new int[schema.size()];
    int masks = 0;
    for (int i = 0; i < places.length; i++) {
      StructField field = schema.fields()[i];
      places[i] = MaskColumnReader.reads(field) ? -1 - masks++ : others.fieldIndex(field.name());
    }
    return new BatchColumns(places, others.fieldIndex(ROW_INDEX), others.size());
  }
}
