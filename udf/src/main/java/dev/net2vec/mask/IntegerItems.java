package dev.net2vec.mask;

import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;

/** Reads items of one integer type from Spark's arrays. */
enum IntegerItems {
  BYTE {
    @Override
    long item(ArrayData array, int index) {
      return array.getByte(index);
    }
  },
  SHORT {
    @Override
    long item(ArrayData array, int index) {
      return array.getShort(index);
    }
  },
  INT {
    @Override
    long item(ArrayData array, int index) {
      return array.getInt(index);
    }
  },
  LONG {
    @Override
    long item(ArrayData array, int index) {
      return array.getLong(index);
    }
  };

  abstract long item(ArrayData array, int index);

  /** Returns the reader of an item type; null if it is not an integer type. */
  static IntegerItems of(DataType type) {
    if (type instanceof ByteType) {
      return BYTE;
    } else if (type instanceof ShortType) {
      return SHORT;
    } else if (type instanceof IntegerType) {
      return INT;
    } else if (type instanceof LongType) {
      return LONG;
    }
    return null;
  }
}
