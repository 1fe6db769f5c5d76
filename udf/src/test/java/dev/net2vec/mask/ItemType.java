package dev.net2vec.mask;

import dev.net2vec.kpi.Pixels;
import java.util.stream.IntStream;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** The items of masks that are arrays. */
@SuppressWarnings("ImmutableEnumChecker") // Spark's types are immutable, unannotated.
enum ItemType {
  BOOLEAN(DataTypes.BooleanType, Pixels.Items.BYTES, 0, 1),
  TINYINT(DataTypes.ByteType, Pixels.Items.BYTES, -128, -1, 0, 1, 127),
  SMALLINT(DataTypes.ShortType, Pixels.Items.INTS, -32768, 0, 1, 32767),
  INT(DataTypes.IntegerType, Pixels.Items.INTS, Integer.MIN_VALUE, 0, 1, Integer.MAX_VALUE),
  BIGINT(DataTypes.LongType, Pixels.Items.DOUBLES, -0x1p62, 0, 1, 0x1p53),
  FLOAT(DataTypes.FloatType, Pixels.Items.FLOATS, 0, 0.1f, 0.25, 1, 0x1p-149),
  DOUBLE(DataTypes.DoubleType, Pixels.Items.DOUBLES, 0, 0.1, 0.25, 1, 0x1p-1074);

  /** More than the kernel's block, and not a multiple of it. */
  static final int PIXELS = 1500;

  private final DataType type;
  private final Pixels.Items width;
  private final double[] items;

  ItemType(DataType type, Pixels.Items width, double... items) {
    this.type = type;
    this.width = width;
    this.items = items;
  }

  DataType type() {
    return type;
  }

  Pixels.Items width() {
    return width;
  }

  /** Returns a dictionary of all items of this type. */
  ItemDictionary dictionary() {
    return new ItemDictionary(items);
  }

  Object item(double item) {
    return switch (this) {
      case BOOLEAN -> item != 0;
      case TINYINT -> (byte) item;
      case SMALLINT -> (short) item;
      case INT -> (int) item;
      case BIGINT -> (long) item;
      case FLOAT -> (float) item;
      case DOUBLE -> item;
    };
  }

  void append(WritableColumnVector vector, double item) {
    switch (this) {
      case BOOLEAN -> vector.appendBoolean(item != 0);
      case TINYINT -> vector.appendByte((byte) item);
      case SMALLINT -> vector.appendShort((short) item);
      case INT -> vector.appendInt((int) item);
      case BIGINT -> vector.appendLong((long) item);
      case FLOAT -> vector.appendFloat((float) item);
      case DOUBLE -> vector.appendDouble(item);
    }
  }

  /** Some 1500 items, in no order. */
  double[] mask() {
    return IntStream.range(0, PIXELS).mapToDouble(i -> items[i * i % 31 % items.length]).toArray();
  }
}
