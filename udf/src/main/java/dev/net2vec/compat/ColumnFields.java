package dev.net2vec.compat;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.execution.datasources.parquet.ParquetDictionary;
import org.apache.spark.sql.execution.vectorized.Dictionary;
import org.apache.spark.sql.execution.vectorized.OnHeapColumnVector;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;

/**
 * Access to private fields of Spark's columnar arrays and of their column vectors.
 *
 * <p>Spark's own bulk methods allocate an array for all requested items and look up each item in a
 * Parquet page's dictionary, which takes longer than summing the items. If this Spark version has
 * other fields or a vector is off-heap, the methods here return null, and callers use Spark's
 * methods.
 */
public final class ColumnFields {
  private static final VarHandle VECTOR = field(ColumnarArray.class, "data", ColumnVector.class);
  private static final VarHandle OFFSET = field(ColumnarArray.class, "offset", int.class);
  private static final VarHandle DICTIONARY =
      field(WritableColumnVector.class, "dictionary", Dictionary.class);
  private static final VarHandle PARQUET_DICTIONARY =
      field(ParquetDictionary.class, "dictionary", org.apache.parquet.column.Dictionary.class);
  private static final VarHandle BYTES = heap("byteData", byte[].class);
  private static final VarHandle SHORTS = heap("shortData", short[].class);
  private static final VarHandle INTS = heap("intData", int[].class);
  private static final VarHandle FLOATS = heap("floatData", float[].class);
  private static final VarHandle DOUBLES = heap("doubleData", double[].class);

  private ColumnFields() {}

  private static VarHandle heap(String name, Class<?> type) {
    return field(OnHeapColumnVector.class, name, type);
  }

  private static VarHandle field(Class<?> owner, String name, Class<?> type) {
    try {
      return MethodHandles.privateLookupIn(owner, MethodHandles.lookup())
          .findVarHandle(owner, name, type);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null;
    }
  }

  /** Returns the vector behind an array, or null. */
  public static ColumnVector vector(ArrayData array) {
    return array instanceof ColumnarArray columnar && VECTOR != null && OFFSET != null
        ? (ColumnVector) VECTOR.get(columnar)
        : null;
  }

  /** Returns the start of an array in its vector; {@link #vector} must not be null. */
  public static int offset(ArrayData array) {
    return (int) OFFSET.get((ColumnarArray) array);
  }

  /** Returns the dictionary of a vector's items; null if they are not dictionary-encoded. */
  public static Dictionary dictionary(ColumnVector vector) {
    return vector instanceof WritableColumnVector writable && DICTIONARY != null
        ? (Dictionary) DICTIONARY.get(writable)
        : null;
  }

  /** Returns the number of entries in a dictionary; 0 if unknown. */
  public static int size(Dictionary dictionary) {
    return dictionary instanceof ParquetDictionary parquet && PARQUET_DICTIONARY != null
        ? ((org.apache.parquet.column.Dictionary) PARQUET_DICTIONARY.get(parquet)).getMaxId() + 1
        : 0;
  }

  /** Returns the dictionary ids, for a vector with a {@link #dictionary}. */
  public static int[] ids(ColumnVector vector) {
    return vector instanceof OnHeapColumnVector heap
            && INTS != null
            && heap.getDictionaryIds() instanceof OnHeapColumnVector ids
        ? (int[]) INTS.get(ids)
        : null;
  }

  /**
   * Returns the items of a TINYINT or BOOLEAN vector without a {@link #dictionary}. The methods
   * below do the same for other types.
   */
  public static byte[] bytes(ColumnVector vector) {
    return vector instanceof OnHeapColumnVector heap && BYTES != null
        ? (byte[]) BYTES.get(heap)
        : null;
  }

  public static short[] shorts(ColumnVector vector) {
    return vector instanceof OnHeapColumnVector heap && SHORTS != null
        ? (short[]) SHORTS.get(heap)
        : null;
  }

  public static int[] ints(ColumnVector vector) {
    return vector instanceof OnHeapColumnVector heap && INTS != null
        ? (int[]) INTS.get(heap)
        : null;
  }

  public static float[] floats(ColumnVector vector) {
    return vector instanceof OnHeapColumnVector heap && FLOATS != null
        ? (float[]) FLOATS.get(heap)
        : null;
  }

  public static double[] doubles(ColumnVector vector) {
    return vector instanceof OnHeapColumnVector heap && DOUBLES != null
        ? (double[]) DOUBLES.get(heap)
        : null;
  }
}
