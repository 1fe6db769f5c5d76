package dev.net2vec.mask;

import java.util.Arrays;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.column.Encoding;

/** A dictionary of a Parquet file. */
final class ItemDictionary extends Dictionary {
  private final double[] items;

  ItemDictionary(double... items) {
    super(Encoding.PLAIN);
    this.items = items;
  }

  int id(double item) {
    return Arrays.stream(items).boxed().toList().indexOf(item);
  }

  @Override
  public int getMaxId() {
    return items.length - 1;
  }

  @Override
  public int decodeToInt(int id) {
    return (int) items[id];
  }

  @Override
  public long decodeToLong(int id) {
    return (long) items[id];
  }

  @Override
  public float decodeToFloat(int id) {
    return (float) items[id];
  }

  @Override
  public double decodeToDouble(int id) {
    return items[id];
  }
}
