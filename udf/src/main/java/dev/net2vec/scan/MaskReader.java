package dev.net2vec.scan;

import dev.net2vec.parquet.MaskFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.network.util.JavaUtils;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import scala.Function1;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction1;

/** Reads a file: its masks by our own reader, all other columns by Spark's. */
final class MaskReader extends AbstractFunction1<PartitionedFile, Iterator<InternalRow>>
    implements java.io.Serializable {
  private static final long serialVersionUID = 1L;

  private final Function1<PartitionedFile, Iterator<InternalRow>> all;
  private final Function1<PartitionedFile, Iterator<InternalRow>> others;
  private final StructType schema;
  private final int capacity;
  private final Broadcast<SerializableConfiguration> hadoop;

  /**
   * Makes a reader.
   *
   * @param all reads all columns of a file, where its masks are not for us
   * @param others reads those of the columns that are no masks, and the partition's
   * @param schema all columns of a file
   * @param capacity how many rows a batch has, at most
   */
  MaskReader(
      Function1<PartitionedFile, Iterator<InternalRow>> all,
      Function1<PartitionedFile, Iterator<InternalRow>> others,
      StructType schema,
      int capacity,
      Broadcast<SerializableConfiguration> hadoop) {
    this.all = all;
    this.others = others;
    this.schema = schema;
    this.capacity = capacity;
    this.hadoop = hadoop;
  }

  /** Tells whether a reader of these columns would have masks to read. */
  static boolean hasMasks(StructType schema) {
    return Arrays.stream(schema.fields()).anyMatch(MaskFile::reads);
  }

  /** Returns the columns that Spark reads. */
  static StructType others(StructType schema) {
    return new StructType(
        Arrays.stream(schema.fields())
            .filter(field -> !MaskFile.reads(field))
            .toArray(StructField[]::new));
  }

  /** Batches pass for rows, as all of Spark's columnar readers have it. */
  @Override
  @SuppressWarnings("unchecked")
  public Iterator<InternalRow> apply(PartitionedFile file) {
    Optional<MaskFile> masks = open(file);
    if (masks.isEmpty()) {
      return all.apply(file);
    }
    Iterator<InternalRow> rows = null;
    try {
      rows = others.apply(file);
    } finally {
      if (rows == null) {
        JavaUtils.closeQuietly(masks.get());
      }
    }
    return (Iterator<InternalRow>) (Iterator<?>) new MaskBatches(rows, masks.get(), places());
  }

  private Optional<MaskFile> open(PartitionedFile file) {
    Configuration conf = hadoop.value().value();
    List<StructField> fields = Arrays.stream(schema.fields()).filter(MaskFile::reads).toList();
    try {
      return MaskFile.open(file.toPath(), file.start(), file.length(), fields, capacity, conf);
    } catch (IOException | RuntimeException e) {
      // What is wrong with the file is told by Spark, in its words.
      return Optional.empty();
    }
  }

  /** Whether each column of a batch is a mask. */
  private List<Boolean> places() {
    List<Boolean> places = new ArrayList<>();
    for (StructField field : schema.fields()) {
      places.add(MaskFile.reads(field));
    }
    return places;
  }
}
