package dev.net2vec.mask;

import dev.net2vec.kpi.Pixels;
import java.io.Serializable;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.execution.vectorized.Dictionary;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;

/**
 * Copies the items of Spark's arrays of one item type into a block of doubles.
 *
 * <p>Items are asked for one by one; {@link ArrayBlocks} has a quicker way for the types that most
 * masks have.
 */
interface ArrayItems extends Serializable {
  /** Copies {@code count} items, none of which is NULL, to {@code block} from {@code at} on. */
  void copy(ArrayData array, int from, int count, double[] block, int at);

  /** Returns how narrow the items are: {@link ArrayBlocks} copies floats as they are. */
  default Pixels.Items width() {
    return Pixels.Items.DOUBLES;
  }

  /** Copies items that are bytes, none of which is NULL, as the others. */
  default void copy(ArrayData array, int from, int count, byte[] block, int at) {
    throw new UnsupportedOperationException(toString());
  }

  /** Copies items that are ints, none of which is NULL, as the others. */
  default void copy(ArrayData array, int from, int count, int[] block, int at) {
    throw new UnsupportedOperationException(toString());
  }

  /** Returns an item of a dictionary; NaN where the type has none. */
  default double decode(Dictionary dictionary, int id) {
    return Double.NaN;
  }

  /** Returns the reader for an item type; null where items of the type are no numbers. */
  static ArrayItems of(DataType type) {
    if (type instanceof FloatType) {
      return PrimitiveItems.FLOAT;
    } else if (type instanceof DoubleType) {
      return PrimitiveItems.DOUBLE;
    } else if (type instanceof ByteType) {
      return PrimitiveItems.BYTE;
    } else if (type instanceof BooleanType) {
      return PrimitiveItems.BOOLEAN;
    } else if (type instanceof ShortType) {
      return PrimitiveItems.SHORT;
    } else if (type instanceof IntegerType) {
      return PrimitiveItems.INT;
    } else if (type instanceof LongType) {
      return PrimitiveItems.LONG;
    } else if (type instanceof DecimalType decimal) {
      return new DecimalItems(decimal.precision(), decimal.scale());
    }
    return null;
  }
}
