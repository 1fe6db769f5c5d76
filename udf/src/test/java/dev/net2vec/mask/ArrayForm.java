package dev.net2vec.mask;

import java.util.Arrays;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.execution.datasources.parquet.ParquetDictionary;
import org.apache.spark.sql.execution.vectorized.OffHeapColumnVector;
import org.apache.spark.sql.execution.vectorized.OnHeapColumnVector;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;

/** The forms in which Spark hands arrays over. */
enum ArrayForm {
  OBJECTS,
  UNSAFE,
  ON_HEAP,
  OFF_HEAP,
  DICTIONARY,
  DICTIONARY_OFF_HEAP;

  /** What lies before a mask in its vector. */
  static final int BEFORE = 7;

  boolean holds(ItemType type) {
    // Parquet has none of booleans.
    return type != ItemType.BOOLEAN || (this != DICTIONARY && this != DICTIONARY_OFF_HEAP);
  }

  ArrayData array(ItemType type, double... items) {
    return switch (this) {
      case OBJECTS -> new GenericArrayData(Arrays.stream(items).mapToObj(type::item).toArray());
      case UNSAFE -> unsafe(type, items);
      case ON_HEAP -> vector(new OnHeapColumnVector(1, type.type()), type, items);
      case OFF_HEAP -> vector(new OffHeapColumnVector(1, type.type()), type, items);
      case DICTIONARY ->
          dictionary(
              new OnHeapColumnVector(BEFORE + items.length, type.type()), type.dictionary(), items);
      case DICTIONARY_OFF_HEAP ->
          dictionary(
              new OffHeapColumnVector(BEFORE + items.length, type.type()),
              type.dictionary(),
              items);
    };
  }

  private static ArrayData unsafe(ItemType type, double[] items) {
    return switch (type) {
      case BOOLEAN -> {
        boolean[] array = new boolean[items.length];
        for (int i = 0; i < array.length; i++) {
          array[i] = items[i] != 0;
        }
        yield UnsafeArrayData.fromPrimitiveArray(array);
      }
      case TINYINT -> {
        byte[] array = new byte[items.length];
        for (int i = 0; i < array.length; i++) {
          array[i] = (byte) items[i];
        }
        yield UnsafeArrayData.fromPrimitiveArray(array);
      }
      case SMALLINT -> {
        short[] array = new short[items.length];
        for (int i = 0; i < array.length; i++) {
          array[i] = (short) items[i];
        }
        yield UnsafeArrayData.fromPrimitiveArray(array);
      }
      case FLOAT -> {
        float[] array = new float[items.length];
        for (int i = 0; i < array.length; i++) {
          array[i] = (float) items[i];
        }
        yield UnsafeArrayData.fromPrimitiveArray(array);
      }
      case INT ->
          UnsafeArrayData.fromPrimitiveArray(
              Arrays.stream(items).mapToInt(item -> (int) item).toArray());
      case BIGINT ->
          UnsafeArrayData.fromPrimitiveArray(
              Arrays.stream(items).mapToLong(item -> (long) item).toArray());
      case DOUBLE -> UnsafeArrayData.fromPrimitiveArray(items);
    };
  }

  private static ArrayData vector(WritableColumnVector vector, ItemType type, double[] items) {
    for (int i = 0; i < BEFORE; i++) {
      type.append(vector, 0);
    }
    for (double item : items) {
      type.append(vector, item);
    }
    return new ColumnarArray(vector, BEFORE, items.length);
  }

  static ArrayData dictionary(WritableColumnVector vector, ItemDictionary all, double[] items) {
    WritableColumnVector ids = vector.reserveDictionaryIds(BEFORE + items.length);
    for (int i = 0; i < items.length; i++) {
      ids.putInt(BEFORE + i, all.id(items[i]));
    }
    vector.setDictionary(new ParquetDictionary(all, false));
    return new ColumnarArray(vector, BEFORE, items.length);
  }
}
