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
 * The items of all arrays of a batch, in a Spark vector.
 *
 * <p>Like Spark's own reader, it keeps dictionary ids if all items of a batch are
 * dictionary-encoded.
 */
final class ItemVector {
  private final WritableColumnVector vector;
  private final DataType type;

  private Dictionary dictionary;

  /** The source of the current page's values: one of these is null. */
  private RunLengthDecoder ids;

  private Items items;

  private int size;
  private int pending;

  /** The number of the page's values that were read or skipped. */
  private int taken;

  /** Whether the batch is empty, has dictionary ids or has items. */
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

  /** Returns the number of items in the batch, including NULLs. */
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

  /** Checks that the page has no more values and returns how many it had. */
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

  /** Adds the next values of the page as items; they are read by {@link #flush}. */
  void add(int count) {
    size += count;
    pending += count;
  }

  /** Adds a NULL item. */
  void addNull() {
    flush();
    vector.reserve(size + 1);
    vector.putNull(size++);
  }

  /** Skips the next values of the page. */
  void skip(int count) {
    flush();
    taken += count;
    if (ids != null) {
      ids.skip(count);
    } else {
      items.skip(count);
    }
  }

  /** Reads the added values. */
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
    throw new ParquetDecodingException("unsupported encoding of values: " + page.encoding());
  }

  /** Replaces dictionary ids of the batch by their items. */
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
      throw new ParquetDecodingException("unsupported dictionary of " + type.simpleString());
    }
  }
}
