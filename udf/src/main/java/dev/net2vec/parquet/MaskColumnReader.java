package dev.net2vec.parquet;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterPredicate;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.execution.datasources.parquet.ParquetUtils;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.vectorized.ColumnVector;

/** The mask columns in a part of a Parquet file, read in batches. */
public final class MaskColumnReader implements Closeable {
  /**
   * Pages usually have a megabyte, but Spark's writer puts a hundred masks of any size into one.
   */
  private static final int LARGE_PAGE = 8 << 20;

  /** The supported encodings of values and levels. */
  @SuppressWarnings("deprecation") // Used in old files.
  private static final Set<Encoding> ENCODINGS =
      Set.of(
          Encoding.PLAIN,
          Encoding.PLAIN_DICTIONARY,
          Encoding.RLE_DICTIONARY,
          Encoding.RLE,
          Encoding.BIT_PACKED,
          Encoding.BYTE_STREAM_SPLIT);

  private static final Set<DataType> ITEMS =
      Set.of(
          DataTypes.BooleanType,
          DataTypes.ByteType,
          DataTypes.ShortType,
          DataTypes.IntegerType,
          DataTypes.LongType,
          DataTypes.FloatType,
          DataTypes.DoubleType);

  private final HadoopInputFile input;
  private final FileVersion version;
  private final ParquetFileReader reader;
  private final RowGroups rowGroups;
  private final List<MaskColumn> columns;

  /** The index of the row group's first row in the file. */
  private long first;

  private long count;

  private MaskColumnReader(
      HadoopInputFile input,
      FileVersion version,
      ParquetFileReader reader,
      RowGroups rowGroups,
      List<MaskColumn> columns) {
    this.input = input;
    this.version = version;
    this.reader = reader;
    this.rowGroups = rowGroups;
    this.columns = columns;
  }

  /** Returns whether columns of this field's type can be read here. */
  public static boolean reads(StructField field) {
    DataType type = field.dataType();
    if (ParquetUtils.hasFieldId(field)) {
      return false; // Spark may match it by field id instead of by name.
    } else if (type instanceof BinaryType) {
      return true;
    }
    int depth = 0;
    for (; type instanceof ArrayType array; depth++) {
      type = array.elementType();
    }
    return depth > 0 && ITEMS.contains(type);
  }

  /**
   * Opens a part of a file.
   *
   * @param file the file as it was listed, with its length and modification time
   * @param start the first byte of the part, which has the row groups whose midpoint is in it
   * @param length the number of bytes in the part
   * @param fields the columns to read, all of which {@link #reads} accepts
   * @param lent the BINARY columns whose cells are overwritten by the next access
   * @param capacity the maximum number of rows in a batch
   * @param filter returns the predicate that skips rows of the file
   * @return empty if Spark must read the columns, because of their encoding or form
   */
  public static Optional<MaskColumnReader> open(
      FileStatus file,
      long start,
      long length,
      List<StructField> fields,
      Set<String> lent,
      int capacity,
      Function<FileMetaData, Optional<FilterPredicate>> filter,
      Configuration hadoop)
      throws IOException {
    return open(file, start, length, fields, lent, capacity, filter, hadoop, LARGE_PAGE);
  }

  /** Like the method above, with the minimum size in bytes of pages that are streamed. */
  static Optional<MaskColumnReader> open(
      FileStatus file,
      long start,
      long length,
      List<StructField> fields,
      Set<String> lent,
      int capacity,
      Function<FileMetaData, Optional<FilterPredicate>> filter,
      Configuration hadoop,
      int large)
      throws IOException {
    PageBuffers buffers = new PageBuffers();
    PageCodecs codecs = new PageCodecs(new CodecFactory(hadoop, 0), buffers);
    HadoopReadOptions.Builder options = HadoopReadOptions.builder(hadoop, file.getPath());
    options.withRange(start, start + length);
    options.withCodecFactory(codecs);
    HadoopInputFile input = HadoopInputFile.fromStatus(file, hadoop);
    ParquetFileReader reader = ParquetFileReader.open(input, options.build());
    FileVersion version = new FileVersion(file, hadoop);
    Optional<MaskColumnReader> masks = Optional.empty();
    try {
      ParquetMetadata footer = reader.getFooter();
      Optional<FilterPredicate> rows = filter.apply(footer.getFileMetaData());
      if (rows.isPresent()) {
        options.withRecordFilter(FilterCompat.get(rows.get()));
        reader.close();
        reader = new ParquetFileReader(hadoop, file.getPath(), footer, options.build());
      }
      Optional<List<MaskColumn>> columns = columns(reader, fields, lent, capacity, buffers);
      if (columns.isPresent()) {
        ParquetFileReader indexed = reader;
        RowGroups rowGroups =
            isLocal(file.getPath(), hadoop)
                ? new StreamedRowGroups(
                    input,
                    version,
                    reader.getRowGroups(),
                    codecs,
                    buffers,
                    large,
                    options.build().usePageChecksumVerification(),
                    rows.isPresent()
                        ? indexed::readOffsetIndex
                        : StreamedRowGroups.PageIndexes.NONE)
                : new LoadedRowGroups(reader);
        masks = Optional.of(new MaskColumnReader(input, version, reader, rowGroups, columns.get()));
      }
    } finally {
      if (masks.isEmpty()) {
        reader.close();
      }
    }
    return masks;
  }

  /**
   * Returns whether a file is local; elsewhere, a read may be a request, so few large ones are
   * better.
   */
  private static boolean isLocal(Path path, Configuration hadoop) throws IOException {
    return "file".equals(path.getFileSystem(hadoop).getUri().getScheme());
  }

  private static Optional<List<MaskColumn>> columns(
      ParquetFileReader reader,
      List<StructField> fields,
      Set<String> lent,
      int capacity,
      PageBuffers buffers) {
    FileMetaData meta = reader.getFooter().getFileMetaData();
    if (meta.getEncryptionType() != FileMetaData.EncryptionType.UNENCRYPTED) {
      return Optional.empty();
    }
    List<MaskColumn> columns = new ArrayList<>();
    for (StructField field : fields) {
      Optional<MaskColumn> column =
          column(meta.getSchema(), field, lent.contains(field.name()), capacity, buffers);
      if (column.isEmpty()) {
        return Optional.empty();
      }
      columns.add(column.get());
    }
    for (BlockMetaData rowGroup : reader.getRowGroups()) {
      if (rowGroup.getRowCount() == 0 || !encoded(rowGroup, columns)) {
        return Optional.empty();
      }
    }
    // Makes the reader compute the filtered rows while it still has the filter's columns.
    reader.getFilteredRecordCount();
    reader.setRequestedSchema(requested(meta.getSchema(), fields));
    return Optional.of(columns);
  }

  private static MessageType requested(MessageType schema, List<StructField> fields) {
    List<Type> columns = fields.stream().map(field -> schema.getType(field.name())).toList();
    return new MessageType(schema.getName(), columns);
  }

  private static Optional<MaskColumn> column(
      MessageType schema, StructField field, boolean lent, int capacity, PageBuffers buffers) {
    long named =
        schema.getFields().stream()
            .filter(type -> type.getName().equalsIgnoreCase(field.name()))
            .count();
    // Names that differ only in case are left to Spark.
    if (named != 1 || !schema.containsField(field.name())) {
      return Optional.empty();
    }
    Type type = schema.getType(field.name());
    if (!(field.dataType() instanceof BinaryType)) {
      return ListLevels.of(schema, field.name(), field.dataType())
          .map(levels -> new ArrayColumn(levels, field.dataType(), capacity, buffers));
    } else if (type.isPrimitive()
        && !type.isRepetition(Type.Repetition.REPEATED)
        && type.asPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BINARY) {
      return Optional.of(
          new BinaryColumn(
              schema.getColumnDescription(new String[] {field.name()}),
              new BinaryVector(lent),
              buffers));
    }
    return Optional.empty();
  }

  private static boolean encoded(BlockMetaData rowGroup, List<MaskColumn> columns) {
    for (MaskColumn column : columns) {
      String[] path = column.column().getPath();
      for (ColumnChunkMetaData chunk : rowGroup.getColumns()) {
        if (Arrays.equals(path, chunk.getPath().toArray())
            && !ENCODINGS.containsAll(chunk.getEncodings())) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * Reads rows.
   *
   * @param rows their ascending indices in the file, all in one row group, after those of the last
   *     batch
   */
  public void read(long[] rows) throws IOException {
    if (count == 0) {
      checkLength();
    }
    while (rows.length > 0 && rows[0] >= first + count) {
      nextRowGroup(rows[0]);
    }
    long[] inGroup = new long[rows.length];
    for (int i = 0; i < rows.length; i++) {
      inGroup[i] = rows[i] - first;
    }
    for (MaskColumn column : columns) {
      try {
        column.read(inGroup);
      } catch (IOException | RuntimeException e) {
        throw DamagedPage.error(e, input.getPath(), column, first);
      }
    }
  }

  /**
   * Throws if a column exceeds the file, because Parquet's reader allocates the size in the footer.
   */
  private void checkLength() {
    for (BlockMetaData rowGroup : reader.getRowGroups()) {
      for (MaskColumn column : columns) {
        for (ColumnChunkMetaData chunk : rowGroup.getColumns()) {
          long end = chunk.getStartingPos() + chunk.getTotalSize();
          if (Arrays.equals(column.column().getPath(), chunk.getPath().toArray())
              && (chunk.getTotalSize() < 0 || end < 0 || end > input.getLength())) {
            throw new ParquetDecodingException(
                "%s: column %s of the row group at row %d has %d bytes from byte %d, but the file has %d"
                    .formatted(
                        input.getPath(),
                        chunk.getPath().toDotString(),
                        rowGroup.getRowIndexOffset(),
                        chunk.getTotalSize(),
                        chunk.getStartingPos(),
                        input.getLength()));
          }
        }
      }
    }
  }

  private void nextRowGroup(long row) throws IOException {
    first = rowGroups.next();
    if (first < 0) {
      throw new ParquetDecodingException("the split ends before row " + row);
    }
    count = rowsFrom(first);
    for (MaskColumn column : columns) {
      try {
        column.startRowGroup(rowGroups.pages(column.column()), count);
      } catch (IOException | RuntimeException e) {
        throw DamagedPage.error(e, input.getPath(), column, first);
      }
    }
  }

  /**
   * Returns the number of rows, including skipped ones, in the row group that starts at a row of
   * the file.
   */
  private long rowsFrom(long row) {
    for (BlockMetaData meta : reader.getRowGroups()) {
      if (meta.getRowIndexOffset() == row) {
        return meta.getRowCount();
      }
    }
    throw new ParquetDecodingException("no row group starts at row " + row);
  }

  /**
   * Checks that the file is still the listed version.
   *
   * @throws IOException if it was replaced
   */
  public void checkVersion() throws IOException {
    version.check();
  }

  /** Returns the vectors with the rows of the last batch, one per field. */
  public List<ColumnVector> vectors() {
    return columns.stream().map(MaskColumn::vector).toList();
  }

  @Override
  public void close() throws IOException {
    try (reader) {
      rowGroups.close();
    }
    columns.forEach(column -> column.vector().close());
  }
}
