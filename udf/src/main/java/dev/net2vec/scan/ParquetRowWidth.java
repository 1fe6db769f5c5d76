package dev.net2vec.scan;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.spark.sql.types.StructType;

/**
 * The width of Parquet rows: the bytes of fixed-width values, and the uncompressed size of others.
 */
final class ParquetRowWidth implements RowWidth {
  /** For a value in an array, Spark also stores two levels, both INT. */
  private static final int LEVELS = 2 * Integer.BYTES;

  @Override
  public double of(FileStatus file, StructType columns, Configuration hadoop) throws IOException {
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    names.addAll(Set.of(columns.fieldNames()));
    double widest = 0;
    ParquetMetadata footer = footer(file, hadoop);
    for (BlockMetaData rowGroup : footer.getBlocks()) {
      if (rowGroup.getRowCount() > 0) {
        widest = Math.max(widest, bytes(rowGroup, names, footer) / rowGroup.getRowCount());
      }
    }
    return widest;
  }

  private static ParquetMetadata footer(FileStatus file, Configuration hadoop) throws IOException {
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            HadoopInputFile.fromStatus(file, hadoop),
            HadoopReadOptions.builder(hadoop, file.getPath()).build())) {
      return reader.getFooter();
    }
  }

  private static double bytes(BlockMetaData rowGroup, Set<String> names, ParquetMetadata footer) {
    MessageType schema = footer.getFileMetaData().getSchema();
    double bytes = 0;
    for (ColumnChunkMetaData chunk : rowGroup.getColumns()) {
      String[] path = chunk.getPath().toArray();
      if (names.contains(path[0])) {
        ColumnDescriptor column = schema.getColumnDescription(path);
        int width = width(chunk.getPrimitiveType());
        bytes +=
            width > 0 ? (double) width * chunk.getValueCount() : chunk.getTotalUncompressedSize();
        bytes += column.getMaxRepetitionLevel() > 0 ? (double) LEVELS * chunk.getValueCount() : 0;
      }
    }
    return bytes;
  }

  /** Returns the bytes of one value; 0 if they vary. */
  private static int width(PrimitiveType type) {
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> 1;
      case INT32, FLOAT -> Integer.BYTES;
      case INT64, DOUBLE -> Long.BYTES;
      case INT96 -> 12;
      case FIXED_LEN_BYTE_ARRAY -> type.getTypeLength();
      case BINARY -> 0;
    };
  }
}
