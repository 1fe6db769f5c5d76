package dev.net2vec.mask;

import java.io.Serializable;
import org.apache.spark.sql.catalyst.util.ArrayData;
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
 * <p>Items are asked for one by one. The bulk methods of {@code ArrayData} are no alternative: they
 * allocate, take NULL for 0, and read garbage where the array holds another type or a Parquet page
 * is dictionary-encoded.
 */
interface ArrayItems extends Serializable {
  /** Copies {@code count} items, none of which is NULL, to {@code block} from {@code at} on. */
  void copy(ArrayData array, int from, int count, double[] block, int at);

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
