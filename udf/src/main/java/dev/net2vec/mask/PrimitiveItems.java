package dev.net2vec.mask;

import dev.net2vec.compat.ColumnFields;
import dev.net2vec.kpi.Pixels;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.execution.vectorized.Dictionary;

/**
 * Items that Spark stores as Java primitives.
 *
 * <p>Each type has its own loop: in a shared loop with a call per item, the compiler could not
 * inline the getter.
 */
enum PrimitiveItems implements ArrayItems {
  BOOLEAN {
    @Override
    public Pixels.Items width() {
      return Pixels.Items.BYTES;
    }

    @Override
    public void copy(ArrayData array, int from, int count, byte[] block, int at) {
      byte[] items = ArrayBlocks.booleans(array);
      if (items != null) {
        System.arraycopy(items, ColumnFields.offset(array) + from, block, at, count);
      } else {
        for (int i = 0; i < count; i++) {
          block[at + i] = (byte) (array.getBoolean(from + i) ? 1 : 0);
        }
      }
    }

    @Override
    public void copy(ArrayData array, int from, int count, double[] block, int at) {
      for (int i = 0; i < count; i++) {
        block[at + i] = array.getBoolean(from + i) ? 1 : 0;
      }
    }
  },
  BYTE {
    @Override
    public double decode(Dictionary dictionary, int id) {
      return dictionary.decodeToInt(id);
    }

    @Override
    public Pixels.Items width() {
      return Pixels.Items.BYTES;
    }

    @Override
    public void copy(ArrayData array, int from, int count, byte[] block, int at) {
      ArrayBlocks.copy(array, from, count, block, at);
    }

    @Override
    public void copy(ArrayData array, int from, int count, double[] block, int at) {
      for (int i = 0; i < count; i++) {
        block[at + i] = array.getByte(from + i);
      }
    }
  },
  SHORT {
    @Override
    public double decode(Dictionary dictionary, int id) {
      return dictionary.decodeToInt(id);
    }

    @Override
    public Pixels.Items width() {
      return Pixels.Items.INTS;
    }

    @Override
    public void copy(ArrayData array, int from, int count, int[] block, int at) {
      short[] items = ArrayBlocks.shorts(array);
      if (items != null) {
        int start = ColumnFields.offset(array) + from;
        for (int i = 0; i < count; i++) {
          block[at + i] = items[start + i];
        }
      } else {
        for (int i = 0; i < count; i++) {
          block[at + i] = array.getShort(from + i);
        }
      }
    }

    @Override
    public void copy(ArrayData array, int from, int count, double[] block, int at) {
      for (int i = 0; i < count; i++) {
        block[at + i] = array.getShort(from + i);
      }
    }
  },
  INT {
    @Override
    public double decode(Dictionary dictionary, int id) {
      return dictionary.decodeToInt(id);
    }

    @Override
    public Pixels.Items width() {
      return Pixels.Items.INTS;
    }

    @Override
    public void copy(ArrayData array, int from, int count, int[] block, int at) {
      for (int i = 0; i < count; i++) {
        block[at + i] = array.getInt(from + i);
      }
    }

    @Override
    public void copy(ArrayData array, int from, int count, double[] block, int at) {
      for (int i = 0; i < count; i++) {
        block[at + i] = array.getInt(from + i);
      }
    }
  },
  LONG {
    @Override
    public double decode(Dictionary dictionary, int id) {
      return dictionary.decodeToLong(id);
    }

    @Override
    public void copy(ArrayData array, int from, int count, double[] block, int at) {
      for (int i = 0; i < count; i++) {
        block[at + i] = array.getLong(from + i);
      }
    }
  },
  FLOAT {
    @Override
    public double decode(Dictionary dictionary, int id) {
      return dictionary.decodeToFloat(id);
    }

    @Override
    public Pixels.Items width() {
      return Pixels.Items.FLOATS;
    }

    @Override
    public void copy(ArrayData array, int from, int count, double[] block, int at) {
      for (int i = 0; i < count; i++) {
        block[at + i] = array.getFloat(from + i);
      }
    }
  },
  DOUBLE {
    @Override
    public double decode(Dictionary dictionary, int id) {
      return dictionary.decodeToDouble(id);
    }

    @Override
    public void copy(ArrayData array, int from, int count, double[] block, int at) {
      ArrayBlocks.copy(array, from, count, block, at);
    }
  }
}
