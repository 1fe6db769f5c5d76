package dev.net2vec.mask;

import dev.net2vec.compat.ColumnFields;
import dev.net2vec.kpi.Pixels;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.execution.vectorized.Dictionary;
import org.apache.spark.sql.vectorized.ColumnVector;

/**
 * Targets that lie as ints which tell foreground from background: the items themselves, or the
 * numbers that a Parquet file has for them in a dictionary, so that no pixel is looked up.
 */
final class ForegroundInts {
  /** The most items of a dictionary; a target has few, and each is looked up once for a mask. */
  private static final int ITEMS = 64;

  private ForegroundInts() {}

  /** Returns the ints; null where there are none, or none that divides them. */
  static Pixels.Ints of(ArrayData array, ArrayItems items, double targetThresh) {
    ColumnVector vector = ColumnFields.vector(array);
    if (vector == null) {
      return null;
    }
    Dictionary dictionary = ColumnFields.dictionary(vector);
    if (dictionary != null) {
      return ids(array, vector, dictionary, items, targetThresh);
    }
    int[] ints = items == PrimitiveItems.INT ? ColumnFields.ints(vector) : null;
    return ints == null || targetThresh < Integer.MIN_VALUE
        ? null
        : new Pixels.Ints(ints, ColumnFields.offset(array), (int) Math.floor(targetThresh));
  }

  private static Pixels.Ints ids(
      ArrayData array,
      ColumnVector vector,
      Dictionary dictionary,
      ArrayItems items,
      double targetThresh) {
    int size = ColumnFields.size(dictionary);
    int[] ids = size == 0 || size > ITEMS ? null : ColumnFields.ids(vector);
    if (ids == null) {
      return null;
    }
    int background = 0;
    for (int id = 0; id < size; id++) {
      double item = items.decode(dictionary, id);
      if (item <= targetThresh && background == id) {
        background++;
      } else if (!(item > targetThresh)) {
        return null;
      }
    }
    return new Pixels.Ints(ids, ColumnFields.offset(array), background - 1);
  }
}
