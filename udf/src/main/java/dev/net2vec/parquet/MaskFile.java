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

/** The columns of masks in a part of a Parquet file, read batch by batch. */
public final class MaskFile implements Closeable {
  /** Pages are a megabyte, as a rule; Spark's writer has a hundred masks in one, of any size. */
  private static final int LARGE_PAGE = 8 << 20;

  /** How the values of a mask are encoded, and its levels. */
  @SuppressWarnings("deprecation") // Old files have them.
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

  /** The row group's first row in the file. */
  private long first;

  private long count;

  private MaskFile(
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

  /** Tells whether columns of a field's type can be read here. */
  public static boolean reads(StructField field) {
    DataType type = field.dataType();
    if (ParquetUtils.hasFieldId(field)) {
      return false; // Spark may find it by its number, not by its name.
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
   * @param file the file as it was listed: its length and time of modification
   * @param start the first byte of the part, whose row groups are those whose middle lies in it
   * @param length the bytes of the part
   * @param fields what to read, of those that can be
   * @param lent the columns of BINARY whose cells are overwritten by the next that is asked for
   * @param capacity how many rows a batch has, at most
   * @param filter what leaves out rows of the file
   * @return nothing where Spark has to read the columns, for their encoding or for their form
   */
  public static Optional<MaskFile> open(
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

  /**
   * As above, where pages are not taken to memory at once that have {@code large} bytes or more.
   */
  static Optional<MaskFile> open(
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
    Optional<MaskFile> masks = Optional.empty();
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
        // Hadoop's local streams open the file again, for reads in parts.
        boolean local = isLocal(file.getPath(), hadoop);
        RowGroups rowGroups =
            rows.isEmpty() && local
                ? new StreamedRowGroups(
                    input,
                    version,
                    reader.getRowGroups(),
                    codecs,
                    buffers,
                    large,
                    options.build().usePageChecksumVerification())
                : new LoadedRowGroups(reader, local ? version : null);
        masks = Optional.of(new MaskFile(input, version, reader, rowGroups, columns.get()));
      }
    } finally {
      if (masks.isEmpty()) {
        reader.close();
      }
    }
    return masks;
  }

  /** Elsewhere, a read may be a request: then a few large ones are better. */
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
    // Has the reader find out which rows are left while it knows the filter's columns.
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
    // Whose names differ by case are for Spark to tell apart.
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
   * @param rows their places in the file, ascending, all of one row group, from those of the last
   *     batch on
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

  /** Parquet's reader makes room for all bytes of a column that the footer tells. */
  private void checkLength() {
    for (BlockMetaData rowGroup : reader.getRowGroups()) {
      for (MaskColumn column : columns) {
        for (ColumnChunkMetaData chunk : rowGroup.getColumns()) {
          long end = chunk.getStartingPos() + chunk.getTotalSize();
          if (Arrays.equals(column.column().getPath(), chunk.getPath().toArray())
              && (chunk.getTotalSize() < 0 || end < 0 || end > input.getLength())) {
            throw new ParquetDecodingException(
                "%s: column %s of the row group at row %d has %d bytes from byte %d, but the file %d"
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
      throw new ParquetDecodingException("the file's part ends before row " + row);
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

  /** Returns how many rows the row group has that starts at a row of the file, left out or not. */
  private long rowsFrom(long row) {
    for (BlockMetaData meta : reader.getRowGroups()) {
      if (meta.getRowIndexOffset() == row) {
        return meta.getRowCount();
      }
    }
    throw new ParquetDecodingException("no row group starts at row " + row);
  }

  /**
   * Checks that the file is the one that was listed, whoever has opened it meanwhile.
   *
   * @throws IOException if it was replaced
   */
  public void checkVersion() throws IOException {
    version.check();
  }

  /** Returns what holds the rows of the batch that was read, a vector for each field. */
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
