package dev.net2vec.mask;

import dev.net2vec.compat.ColumnFields;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.execution.vectorized.Dictionary;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.unsafe.Platform;

/** Bulk copies of items from Spark's arrays, without conversion. */
final class ArrayBlocks {
  private ArrayBlocks() {}

  /** Returns whether an array is known to have no NULL items. */
  static boolean hasNoNull(ArrayData array) {
    ColumnVector vector = ColumnFields.vector(array);
    return vector != null && !vector.hasNull();
  }

  /** Returns the Java array behind an array of FLOAT; null if there is none. */
  static float[] floats(ArrayData array) {
    ColumnVector vector = ColumnFields.vector(array);
    return vector == null || ColumnFields.dictionary(vector) != null
        ? null
        : ColumnFields.floats(vector);
  }

  /** Returns the Java array behind an array of DOUBLE; null if there is none. */
  static double[] doubles(ArrayData array) {
    ColumnVector vector = ColumnFields.vector(array);
    return vector == null || ColumnFields.dictionary(vector) != null
        ? null
        : ColumnFields.doubles(vector);
  }

  /** Returns the Java array behind an array of SMALLINT; null if there is none. */
  static short[] shorts(ArrayData array) {
    ColumnVector vector = ColumnFields.vector(array);
    return vector == null || ColumnFields.dictionary(vector) != null
        ? null
        : ColumnFields.shorts(vector);
  }

  /** Returns the Java array behind an array of BOOLEAN, 1 for true; null if there is none. */
  static byte[] booleans(ArrayData array) {
    ColumnVector vector = ColumnFields.vector(array);
    return vector == null ? null : ColumnFields.bytes(vector);
  }

  /** Copies non-NULL FLOAT items to {@code block}, starting at {@code at}. */
  static void copy(ArrayData array, int from, int count, float[] block, int at) {
    ColumnVector vector = ColumnFields.vector(array);
    if (vector != null) {
      int start = ColumnFields.offset(array) + from;
      Dictionary dictionary = ColumnFields.dictionary(vector);
      int[] ids = dictionary == null ? null : ColumnFields.ids(vector);
      float[] items = floats(array);
      if (ids != null) {
        decode(dictionary, ids, start, count, block, at);
      } else if (items != null) {
        System.arraycopy(items, start, block, at, count);
      } else {
        System.arraycopy(vector.getFloats(start, count), 0, block, at, count);
      }
    } else if (array instanceof UnsafeArrayData unsafe) {
      copy(unsafe, from, count, Float.BYTES, block, Platform.FLOAT_ARRAY_OFFSET, at);
    } else {
      for (int i = 0; i < count; i++) {
        block[at + i] = array.getFloat(from + i);
      }
    }
  }

  /** Copies non-NULL TINYINT items to {@code block}, starting at {@code at}. */
  static void copy(ArrayData array, int from, int count, byte[] block, int at) {
    ColumnVector vector = ColumnFields.vector(array);
    if (vector != null) {
      int start = ColumnFields.offset(array) + from;
      Dictionary dictionary = ColumnFields.dictionary(vector);
      int[] ids = dictionary == null ? null : ColumnFields.ids(vector);
      byte[] items = dictionary == null ? ColumnFields.bytes(vector) : null;
      if (ids != null) {
        decode(dictionary, ids, start, count, block, at);
      } else if (items != null) {
        System.arraycopy(items, start, block, at, count);
      } else {
        System.arraycopy(vector.getBytes(start, count), 0, block, at, count);
      }
    } else if (array instanceof UnsafeArrayData unsafe) {
      copy(unsafe, from, count, Byte.BYTES, block, Platform.BYTE_ARRAY_OFFSET, at);
    } else {
      for (int i = 0; i < count; i++) {
        block[at + i] = array.getByte(from + i);
      }
    }
  }

  /** Copies non-NULL DOUBLE items to {@code block}, starting at {@code at}. */
  static void copy(ArrayData array, int from, int count, double[] block, int at) {
    double[] items = doubles(array);
    if (items != null) {
      System.arraycopy(items, ColumnFields.offset(array) + from, block, at, count);
    } else if (array instanceof UnsafeArrayData unsafe) {
      copy(unsafe, from, count, Double.BYTES, block, Platform.DOUBLE_ARRAY_OFFSET, at);
    } else {
      for (int i = 0; i < count; i++) {
        block[at + i] = array.getDouble(from + i);
      }
    }
  }

  // Decodes each dictionary entry once, if there are far fewer entries than pixels.

  private static void decode(
      Dictionary dictionary, int[] ids, int start, int count, float[] block, int at) {
    int size = ColumnFields.size(dictionary);
    if (size > 0 && size < count / 4) {
      float[] items = new float[size];
      for (int id = 0; id < size; id++) {
        items[id] = dictionary.decodeToFloat(id);
      }
      for (int i = 0; i < count; i++) {
        block[at + i] = items[ids[start + i]];
      }
    } else {
      for (int i = 0; i < count; i++) {
        block[at + i] = dictionary.decodeToFloat(ids[start + i]);
      }
    }
  }

  private static void decode(
      Dictionary dictionary, int[] ids, int start, int count, byte[] block, int at) {
    int size = ColumnFields.size(dictionary);
    if (size > 0 && size < count / 4) {
      byte[] items = new byte[size];
      for (int id = 0; id < size; id++) {
        items[id] = (byte) dictionary.decodeToInt(id);
      }
      for (int i = 0; i < count; i++) {
        block[at + i] = items[ids[start + i]];
      }
    } else {
      for (int i = 0; i < count; i++) {
        block[at + i] = (byte) dictionary.decodeToInt(ids[start + i]);
      }
    }
  }

  private static void copy(
      UnsafeArrayData array, int from, int count, int width, Object block, long base, int at) {
    long items =
        array.getBaseOffset() + UnsafeArrayData.calculateHeaderPortionInBytes(array.numElements());
    Platform.copyMemory(
        array.getBaseObject(),
        items + (long) width * from,
        block,
        base + (long) width * at,
        (long) width * count);
  }
}
