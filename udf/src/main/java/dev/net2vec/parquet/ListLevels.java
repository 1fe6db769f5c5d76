package dev.net2vec.parquet;

import java.util.Arrays;
import java.util.Optional;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * The meaning of the levels of a column of nested lists.
 *
 * @param column the items' column
 * @param present by depth, the definition level of an empty list; lower is absent, higher has items
 */
@SuppressWarnings("ArrayRecordComponent")
record ListLevels(ColumnDescriptor column, int[] present) {
  /** The maximum depth of nested lists: masks have up to four dims. */
  private static final int DEPTH = 4;

  /** Returns the depth of the nested lists. */
  int depth() {
    return present.length;
  }

  /**
   * Returns the levels of a column that Spark reads as {@code type}; empty if the column does not
   * have the standard form of lists, or if Spark would convert its items.
   */
  static Optional<ListLevels> of(MessageType schema, String name, DataType type) {
    int[] present = new int[DEPTH];
    String[] path = new String[1 + 2 * DEPTH];
    Type at = schema.getType(name);
    DataType items = type;
    int depth = 0;
    int definition = 0;
    path[0] = name;
    while (items instanceof ArrayType array) {
      if (depth == DEPTH || !isList(at)) {
        return Optional.empty();
      }
      definition += at.isRepetition(Repetition.OPTIONAL) ? 1 : 0;
      GroupType repeated = at.asGroupType().getType(0).asGroupType();
      present[depth] = definition++;
      at = repeated.getType(0);
      path[2 * depth + 1] = repeated.getName();
      path[2 * depth + 2] = at.getName();
      items = array.elementType();
      depth++;
    }
    if (depth == 0 || !holds(at, items)) {
      return Optional.empty();
    }
    String[] whole = Arrays.copyOf(path, 1 + 2 * depth);
    return Optional.of(
        new ListLevels(schema.getColumnDescription(whole), Arrays.copyOf(present, depth)));
  }

  /**
   * Returns whether a type is a LIST of one repeated group of one field; older forms are left to
   * Spark.
   */
  private static boolean isList(Type type) {
    if (type.isPrimitive()
        || type.isRepetition(Repetition.REPEATED)
        || !(type.getLogicalTypeAnnotation()
            instanceof LogicalTypeAnnotation.ListLogicalTypeAnnotation)
        || type.asGroupType().getFieldCount() != 1) {
      return false;
    }
    Type repeated = type.asGroupType().getType(0);
    return repeated.isRepetition(Repetition.REPEATED)
        && !repeated.isPrimitive()
        && repeated.getLogicalTypeAnnotation() == null
        && repeated.asGroupType().getFieldCount() == 1
        && !repeated.getName().equals("array")
        && !repeated.getName().equals(type.getName() + "_tuple");
  }

  /** Returns whether the file stores exactly the item type that Spark reads. */
  private static boolean holds(Type item, DataType type) {
    if (!item.isPrimitive() || item.isRepetition(Repetition.REPEATED)) {
      return false;
    }
    PrimitiveType primitive = item.asPrimitiveType();
    LogicalTypeAnnotation annotation = primitive.getLogicalTypeAnnotation();
    return switch (primitive.getPrimitiveTypeName()) {
      case BOOLEAN -> type.equals(DataTypes.BooleanType) && annotation == null;
      case FLOAT -> type.equals(DataTypes.FloatType) && annotation == null;
      case DOUBLE -> type.equals(DataTypes.DoubleType) && annotation == null;
      case INT32 -> type.equals(integer(annotation, Integer.SIZE));
      case INT64 -> type.equals(integer(annotation, Long.SIZE));
      default -> false;
    };
  }

  /** Returns the integer type for an annotation; null for other annotations. */
  private static DataType integer(LogicalTypeAnnotation annotation, int stored) {
    int bits = stored;
    if (annotation instanceof IntLogicalTypeAnnotation integer) {
      // Spark reads unsigned integers as the next wider type.
      bits = integer.isSigned() ? integer.getBitWidth() : 2 * integer.getBitWidth();
      if (!integer.isSigned() && integer.getBitWidth() == stored) {
        return null;
      }
    } else if (annotation != null) {
      return null;
    }
    return switch (bits) {
      case 8 -> DataTypes.ByteType;
      case 16 -> DataTypes.ShortType;
      case 32 -> DataTypes.IntegerType;
      case 64 -> DataTypes.LongType;
      default -> null;
    };
  }
}
