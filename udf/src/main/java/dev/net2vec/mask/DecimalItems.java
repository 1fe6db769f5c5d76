package dev.net2vec.mask;

import org.apache.spark.sql.catalyst.util.ArrayData;

/** Items of a DECIMAL type, as the nearest double. SQL's literals such as {@code 0.25} are such. */
record DecimalItems(int precision, int scale) implements ArrayItems {
  @Override
  public void copy(ArrayData array, int from, int count, double[] block, int at) {
    for (int i = 0; i < count; i++) {
      block[at + i] = array.getDecimal(from + i, precision, scale).toDouble();
    }
  }
}
