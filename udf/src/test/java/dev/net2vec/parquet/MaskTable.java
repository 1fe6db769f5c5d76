package dev.net2vec.parquet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;

/**
 * Rows of one column or more, written by Parquet's own writer and read by ours.
 *
 * @param schema the columns, as the format's text has them
 * @param types what Spark reads the columns as
 * @param rows by column, what the rows have: null, a list, a number, a truth value, or bytes as a
 *     string
 */
record MaskTable(MessageType schema, List<DataType> types, List<List<Object>> rows) {
  private static final Configuration HADOOP = Storage.configuration();

  static MaskTable of(String column, DataType type, List<Object> rows) {
    return new MaskTable(
        MessageTypeParser.parseMessageType("message masks { " + column + " }"),
        List.of(type),
        List.of(rows));
  }

  /** Returns a type of lists in lists. */
  static DataType nested(int depth, DataType item) {
    return depth == 0 ? item : DataTypes.createArrayType(nested(depth - 1, item));
  }

  List<StructField> fields() {
    List<StructField> fields = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      fields.add(new StructField(schema.getFieldName(i), types.get(i), true, Metadata.empty()));
    }
    return fields;
  }

  Path write(Path file, UnaryOperator<ExampleParquetWriter.Builder> options) throws IOException {
    ExampleParquetWriter.Builder builder =
        ExampleParquetWriter.builder(new LocalOutputFile(file)).withType(schema);
    try (ParquetWriter<Group> writer = options.apply(builder).build()) {
      for (int row = 0; row < rows.get(0).size(); row++) {
        Group group = new SimpleGroup(schema);
        for (int column = 0; column < types.size(); column++) {
          add(group, column, rows.get(column).get(row));
        }
        writer.write(group);
      }
    }
    return file;
  }

  private static void add(Group group, int at, Object value) {
    if (value == null) {
      return;
    }
    Type type = group.getType().getType(at);
    if (type.isPrimitive()) {
      add(group, at, type.asPrimitiveType(), value);
      return;
    }
    Group list = group.addGroup(at);
    GroupType repeated = (GroupType) type;
    for (Object item : (List<?>) value) {
      if (repeated.getType(0).isPrimitive()) {
        add(list, 0, item);
      } else {
        add(list.addGroup(0), 0, item);
      }
    }
  }

  private static void add(Group group, int at, PrimitiveType type, Object value) {
    switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> group.add(at, (boolean) value);
      case INT32 -> group.add(at, ((Number) value).intValue());
      case INT64 -> group.add(at, ((Number) value).longValue());
      case FLOAT -> group.add(at, (float) value);
      case DOUBLE -> group.add(at, (double) value);
      case BINARY, FIXED_LEN_BYTE_ARRAY, INT96 ->
          group.add(at, Binary.fromConstantByteArray(((String) value).getBytes(ISO_8859_1)));
    }
  }

  Optional<MaskColumnReader> open(Storage storage, Path file) throws IOException {
    return open(storage, file, 0, Long.MAX_VALUE / 2);
  }

  Optional<MaskColumnReader> open(Storage storage, Path file, long start, long length)
      throws IOException {
    return open(HADOOP, storage, file, start, length);
  }

  Optional<MaskColumnReader> open(
      Configuration hadoop, Storage storage, Path file, long start, long length)
      throws IOException {
    return MaskColumnReader.open(
        storage.status(file, hadoop),
        start,
        length,
        fields(),
        Set.of(),
        4,
        meta -> Optional.empty(),
        hadoop,
        storage.large());
  }

  /** Reads all columns of all rows that a part of a file has, as many of them at once. */
  List<List<Object>> read(Storage storage, Path file, int batch) throws IOException {
    return read(storage, file, 0, Long.MAX_VALUE / 2, batch);
  }

  List<List<Object>> read(Storage storage, Path file, long start, long length, int batch)
      throws IOException {
    List<List<Object>> read = new ArrayList<>();
    types.forEach(type -> read.add(new ArrayList<>()));
    try (MaskColumnReader masks = open(storage, file, start, length).orElseThrow()) {
      for (BlockMetaData group : rowGroups(file, start, length)) {
        long end = group.getRowIndexOffset() + group.getRowCount();
        for (long row = group.getRowIndexOffset(); row < end; row += batch) {
          read(masks, LongStream.range(row, Math.min(row + batch, end)).toArray(), read);
        }
      }
    }
    return read;
  }

  /** Reads rows by their places in the file. */
  void read(MaskColumnReader masks, long[] rows, List<List<Object>> read) throws IOException {
    masks.read(rows);
    for (int column = 0; column < types.size(); column++) {
      ColumnVector vector = masks.vectors().get(column);
      read.get(column).addAll(values(vector, rows.length, types.get(column)));
    }
  }

  private static List<BlockMetaData> rowGroups(Path file, long start, long length)
      throws IOException {
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            new LocalInputFile(file),
            HadoopReadOptions.builder(HADOOP).withRange(start, start + length).build())) {
      return reader.getRowGroups();
    }
  }

  private static List<Object> values(ColumnVector vector, int count, DataType type) {
    List<Object> values = new ArrayList<>();
    int nulls = 0;
    for (int i = 0; i < count; i++) {
      nulls += vector.isNullAt(i) ? 1 : 0;
      if (vector.isNullAt(i)) {
        values.add(null);
      } else if (type instanceof BinaryType) {
        values.add(new String(vector.getBinary(i), ISO_8859_1));
      } else {
        values.add(items(vector.getArray(i), (ArrayType) type));
      }
    }
    if (vector.hasNull() != (nulls > 0) || vector.numNulls() != nulls) {
      throw new AssertionError(nulls + " NULLs, not " + vector.numNulls());
    }
    return values;
  }

  /** Item by item, and as rows are copied. */
  private static List<Object> items(ColumnarArray array, ArrayType type) {
    List<Object> items = items((ArrayData) array, type);
    if (!(type.elementType() instanceof ArrayType)) {
      List<Object> copied = items(array.copy(), type);
      if (!items.equals(copied)) {
        throw new AssertionError(items + " was copied as " + copied);
      }
    }
    return items;
  }

  private static List<Object> items(ArrayData array, ArrayType type) {
    List<Object> items = new ArrayList<>(array.numElements());
    for (int i = 0; i < array.numElements(); i++) {
      if (array.isNullAt(i)) {
        items.add(null);
      } else if (type.elementType() instanceof ArrayType inner) {
        items.add(items((ColumnarArray) array.getArray(i), inner));
      } else {
        items.add(array.get(i, type.elementType()));
      }
    }
    return Collections.unmodifiableList(items);
  }
}
