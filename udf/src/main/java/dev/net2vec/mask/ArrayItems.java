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
 * Copies items of one type from Spark's arrays into a block of doubles.
 *
 * <p>This reads items one by one; {@link ArrayBlocks} has a faster way for the most common types.
 */
interface ArrayItems extends Serializable {
  /** Copies {@code count} non-NULL items to {@code block}, starting at {@code at}. */
  void copy(ArrayData array, int from, int count, double[] block, int at);

  /** Returns the type of the items; {@link ArrayBlocks} copies floats without conversion. */
  default Pixels.Items width() {
    return Pixels.Items.DOUBLES;
  }

  /** Like the method above, for items that are bytes. */
  default void copy(ArrayData array, int from, int count, byte[] block, int at) {
    throw new UnsupportedOperationException(toString());
  }

  /** Like the method above, for items that are ints. */
  default void copy(ArrayData array, int from, int count, int[] block, int at) {
    throw new UnsupportedOperationException(toString());
  }

  /** Returns an item of a dictionary; NaN if the type has no dictionaries. */
  default double decode(Dictionary dictionary, int id) {
    return Double.NaN;
  }

  /** Returns the reader of an item type; null if it is not numeric or BOOLEAN. */
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
