package dev.net2vec.mask;

import dev.net2vec.kpi.Pixels;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.execution.vectorized.Dictionary;
import org.apache.spark.sql.vectorized.ColumnVector;

/**
 * Targets that Parquet holds as numbers in a dictionary: those numbers tell foreground from
 * background, so that no pixel needs to be looked up.
 */
final class ForegroundIds {
  /** The most items of a dictionary; a target has few, and each is looked up once for a mask. */
  private static final int ITEMS = 64;

  private ForegroundIds() {}

  /** Returns the numbers; null where there are none, or none that divides them. */
  static Pixels.Ints of(ArrayData array, ArrayItems items, double targetThresh) {
    ColumnVector vector = ColumnFields.vector(array);
    Dictionary dictionary = vector == null ? null : ColumnFields.dictionary(vector);
    int size = dictionary == null ? 0 : ColumnFields.size(dictionary);
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
