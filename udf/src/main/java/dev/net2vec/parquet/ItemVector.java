package dev.net2vec.parquet;

import java.io.IOException;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.spark.sql.execution.datasources.parquet.ParquetDictionary;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;

/**
 * The items of all arrays of a batch, in a vector of Spark's.
 *
 * <p>As Spark's own reader does, it leaves items in the dictionary where all of a batch are there.
 */
final class ItemVector {
  private final WritableColumnVector vector;
  private final DataType type;

  private Dictionary dictionary;

  /** Of the page at hand: one of the two. */
  private Runs ids;

  private Items items;

  private int size;
  private int pending;

  /** How many values of the page are read or left out. */
  private int taken;

  /** Whether the batch has items already, and if so, whether they are numbers in the dictionary. */
  private State state = State.EMPTY;

  private enum State {
    EMPTY,
    NUMBERS,
    ITEMS
  }

  ItemVector(WritableColumnVector vector) {
    this.vector = vector;
    this.type = vector.dataType();
  }

  /** Returns how many items the batch has, absent ones too. */
  int size() {
    return size;
  }

  void startRowGroup(ColumnDescriptor column, DictionaryPage page) throws IOException {
    dictionary = page == null ? null : Dictionaries.numbers(page, column);
    ids = null;
    items = null;
  }

  void startPage(Page page) {
    flush();
    ids =
        page.encoding().usesDictionary()
            ? page.ids(dictionary == null ? 0 : dictionary.getMaxId() + 1)
            : null;
    items = ids == null ? items(page) : null;
    taken = 0;
  }

  /** Checks that the page has no more values, and returns how many it had. */
  int endPage() {
    flush();
    if (ids == null) {
      items.checkEnd();
    } else if (taken > 0) {
      ids.checkEnd("values");
    }
    return taken;
  }

  void startBatch() {
    vector.setDictionary(null);
    size = 0;
    pending = 0;
    state = State.EMPTY;
  }

  /** Has the next values of the page follow as items. */
  void add(int count) {
    size += count;
    pending += count;
  }

  /** Has an absent item follow. */
  void addNull() {
    flush();
    vector.reserve(size + 1);
    vector.putNull(size++);
  }

  /** Leaves the next values of the page out. */
  void skip(int count) {
    flush();
    taken += count;
    if (ids != null) {
      ids.skip(count);
    } else {
      items.skip(count);
    }
  }

  /** Reads what was added. */
  void flush() {
    if (pending == 0) {
      return;
    }
    int from = size - pending;
    taken += pending;
    vector.reserve(size);
    if (ids == null) {
      if (state == State.NUMBERS) {
        decode(0, from);
        vector.setDictionary(null);
      }
      items.read(pending, vector, from);
      state = State.ITEMS;
    } else {
      WritableColumnVector numbers = numbers();
      ids.read(pending, numbers, from);
      if (state == State.ITEMS) {
        decode(from, size);
      } else if (state == State.EMPTY) {
        vector.setDictionary(new ParquetDictionary(dictionary, false));
        state = State.NUMBERS;
      }
    }
    pending = 0;
  }

  private WritableColumnVector numbers() {
    WritableColumnVector numbers = vector.getDictionaryIds();
    if (numbers == null) {
      return vector.reserveDictionaryIds(size);
    }
    numbers.reserve(size);
    return numbers;
  }

  private Items items(Page page) {
    boolean truth = type instanceof BooleanType;
    if (page.encoding() == Encoding.PLAIN) {
      return truth ? new BooleanItems(page) : PlainItems.of(page, type);
    } else if (page.encoding() == Encoding.RLE && truth) {
      return new BooleanRuns(page);
    } else if (page.encoding() == Encoding.BYTE_STREAM_SPLIT && !truth) {
      return PlainItems.ofSplit(page, type);
    }
    throw new ParquetDecodingException("values are encoded as " + page.encoding());
  }

  /** Looks items up that the batch has as numbers. */
  private void decode(int from, int to) {
    WritableColumnVector numbers = vector.getDictionaryIds();
    for (int i = from; i < to; i++) {
      if (!vector.isNullAt(i)) {
        put(i, numbers.getDictId(i));
      }
    }
  }

  private void put(int row, int id) {
    if (type instanceof FloatType) {
      vector.putFloat(row, dictionary.decodeToFloat(id));
    } else if (type instanceof DoubleType) {
      vector.putDouble(row, dictionary.decodeToDouble(id));
    } else if (type instanceof LongType) {
      vector.putLong(row, dictionary.decodeToLong(id));
    } else if (type instanceof IntegerType) {
      vector.putInt(row, dictionary.decodeToInt(id));
    } else if (type instanceof ShortType) {
      vector.putShort(row, (short) dictionary.decodeToInt(id));
    } else if (type instanceof ByteType) {
      vector.putByte(row, (byte) dictionary.decodeToInt(id));
    } else {
      throw new ParquetDecodingException("a dictionary of " + type.simpleString());
    }
  }
}
