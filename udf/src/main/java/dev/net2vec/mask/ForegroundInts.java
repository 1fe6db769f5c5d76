package dev.net2vec.mask;

import dev.net2vec.compat.ColumnFields;
import dev.net2vec.kpi.Pixels;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.execution.vectorized.Dictionary;
import org.apache.spark.sql.vectorized.ColumnVector;

/**
 * Targets as ints in an array that separate foreground from background: the items themselves, or a
 * Parquet page's dictionary ids, so that no pixel needs a lookup.
 */
final class ForegroundInts {
  /**
   * The maximum size of a dictionary. Targets have few distinct items, each looked up once per
   * mask.
   */
  private static final int ITEMS = 64;

  private ForegroundInts() {}

  /**
   * Returns the ints; null if there are none, or if no threshold on them separates the foreground.
   */
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
