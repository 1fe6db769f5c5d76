package dev.net2vec.mask;

import dev.net2vec.compat.ColumnFields;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;

/** Nested arrays whose items are contiguous, as after reading them from a file. */
final class ArrayRun {
  private ArrayRun() {}

  /**
   * Returns one array of all items and stores the length of each level in {@code dims}; null if the
   * items are not contiguous, arrays on one level differ in length, or an array may be NULL.
   */
  static ArrayData of(ArrayData outermost, int[] dims) {
    ColumnVector vector = ColumnFields.vector(outermost);
    if (vector == null) {
      return null;
    }
    int start = ColumnFields.offset(outermost);
    int count = outermost.numElements();
    dims[0] = count;
    for (int rank = 1; rank < dims.length; rank++) {
      if (count == 0 || vector.hasNull() || !(vector instanceof WritableColumnVector arrays)) {
        return null;
      }
      int first = arrays.getArrayOffset(start);
      int length = arrays.getArrayLength(start);
      for (int i = 1; i < count; i++) {
        if (arrays.getArrayLength(start + i) != length
            || arrays.getArrayOffset(start + i) != first + i * length) {
          return null;
        }
      }
      vector = arrays.getChild(0);
      start = first;
      count *= length;
      dims[rank] = length;
    }
    return new ColumnarArray(vector, start, count);
  }
}
