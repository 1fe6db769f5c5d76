package dev.net2vec.mask;

import org.apache.spark.sql.catalyst.util.ArrayData;

/** DECIMAL items as the nearest double. SQL literals such as {@code 0.25} have this type. */
record DecimalItems(int precision, int scale) implements ArrayItems {
  @Override
  public void copy(ArrayData array, int from, int count, double[] block, int at) {
    for (int i = 0; i < count; i++) {
      block[at + i] = array.getDecimal(from + i, precision, scale).toDouble();
    }
  }
}
