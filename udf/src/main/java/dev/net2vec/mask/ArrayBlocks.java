package dev.net2vec.mask;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.apache.spark.unsafe.Platform;

/**
 * Copies many items of Spark's arrays at once, as they are.
 *
 * <p>The bulk methods of the arrays themselves copy all of an array into a new one. Those of the
 * column vector behind a columnar array take a part of it, and the vector knows whether it holds
 * any NULL; but the array keeps it to itself, so it is looked at. Where a Spark has other fields,
 * items are copied one by one.
 */
final class ArrayBlocks {
  private static final VarHandle VECTOR = field("data", ColumnVector.class);
  private static final VarHandle OFFSET = field("offset", int.class);

  private ArrayBlocks() {}

  private static VarHandle field(String name, Class<?> type) {
    try {
      return MethodHandles.privateLookupIn(ColumnarArray.class, MethodHandles.lookup())
          .findVarHandle(ColumnarArray.class, name, type);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null;
    }
  }

  private static boolean isOpen(ArrayData array) {
    return array instanceof ColumnarArray && VECTOR != null && OFFSET != null;
  }

  /** Tells whether an array is known to have no NULL among its items. */
  static boolean hasNoNull(ArrayData array) {
    return isOpen(array) && !((ColumnVector) VECTOR.get(array)).hasNull();
  }

  /** Copies items that are FLOATs, none of which is NULL, to {@code block} from {@code at} on. */
  static void copy(ArrayData array, int from, int count, float[] block, int at) {
    if (isOpen(array)) {
      ColumnVector vector = (ColumnVector) VECTOR.get(array);
      int start = (int) OFFSET.get(array) + from;
      System.arraycopy(vector.getFloats(start, count), 0, block, at, count);
    } else if (array instanceof UnsafeArrayData unsafe) {
      copy(
          unsafe,
          from,
          count,
          Float.BYTES,
          block,
          Platform.FLOAT_ARRAY_OFFSET + Float.BYTES * (long) at);
    } else {
      for (int i = 0; i < count; i++) {
        block[at + i] = array.getFloat(from + i);
      }
    }
  }

  /** Copies items that are TINYINTs, none of which is NULL, to {@code block} from {@code at} on. */
  static void copy(ArrayData array, int from, int count, byte[] block, int at) {
    if (isOpen(array)) {
      ColumnVector vector = (ColumnVector) VECTOR.get(array);
      int start = (int) OFFSET.get(array) + from;
      System.arraycopy(vector.getBytes(start, count), 0, block, at, count);
    } else if (array instanceof UnsafeArrayData unsafe) {
      copy(unsafe, from, count, Byte.BYTES, block, Platform.BYTE_ARRAY_OFFSET + (long) at);
    } else {
      for (int i = 0; i < count; i++) {
        block[at + i] = array.getByte(from + i);
      }
    }
  }

  private static void copy(
      UnsafeArrayData array, int from, int count, int width, Object block, long at) {
    long items =
        array.getBaseOffset() + UnsafeArrayData.calculateHeaderPortionInBytes(array.numElements());
    Platform.copyMemory(
        array.getBaseObject(), items + (long) width * from, block, at, (long) width * count);
  }
}
