package dev.net2vec.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.BytesUtils;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.io.ParquetDecodingException;

/**
 * A data page, taken apart.
 *
 * @param entries how many values and absent values it has
 * @param repetition where a list goes on, and on which level
 * @param definition how much of an entry is there
 * @param encoding how its values are encoded
 * @param values the bytes with its values
 * @param from where they start
 * @param end where they end
 */
@SuppressWarnings("ArrayRecordComponent") // Its bytes are read where they lie.
record Page(
    int entries,
    Runs repetition,
    Runs definition,
    Encoding encoding,
    byte[] values,
    int from,
    int end) {

  static Page of(DataPage page, ColumnDescriptor column) throws IOException {
    if (page.getValueCount() < 0) {
      throw new ParquetDecodingException("a page has " + page.getValueCount() + " values");
    } else if (page instanceof DataPageV1 first) {
      return of(first, column);
    } else if (page instanceof DataPageV2 second) {
      return of(second, column);
    }
    throw new ParquetDecodingException("an unknown kind of page: " + page);
  }

  /** One run of bytes: the levels, each after its length, and the values. */
  private static Page of(DataPageV1 page, ColumnDescriptor column) throws IOException {
    Slice slice = Slice.of(page.getBytes());
    int repetition = column.getMaxRepetitionLevel();
    int definition = column.getMaxDefinitionLevel();
    checkLevels(repetition, page.getRlEncoding());
    checkLevels(definition, page.getDlEncoding());
    int repetitionEnd = repetition == 0 ? slice.from() : slice.lengthAt(slice.from());
    int definitionEnd = definition == 0 ? repetitionEnd : slice.lengthAt(repetitionEnd);
    return new Page(
        page.getValueCount(),
        levels(
            slice.bytes(),
            Math.min(repetitionEnd, slice.from() + (repetition == 0 ? 0 : Integer.BYTES)),
            repetitionEnd,
            repetition),
        levels(
            slice.bytes(),
            Math.min(definitionEnd, repetitionEnd + (definition == 0 ? 0 : Integer.BYTES)),
            definitionEnd,
            definition),
        page.getValueEncoding(),
        slice.bytes(),
        definitionEnd,
        slice.end());
  }

  private static Page of(DataPageV2 page, ColumnDescriptor column) throws IOException {
    Slice repetition = Slice.of(page.getRepetitionLevels());
    Slice definition = Slice.of(page.getDefinitionLevels());
    Slice values = Slice.of(page.getData());
    return new Page(
        page.getValueCount(),
        levels(
            repetition.bytes(),
            repetition.from(),
            repetition.end(),
            column.getMaxRepetitionLevel()),
        levels(
            definition.bytes(),
            definition.from(),
            definition.end(),
            column.getMaxDefinitionLevel()),
        page.getDataEncoding(),
        values.bytes(),
        values.from(),
        values.end());
  }

  /** Returns the values as numbers in a dictionary of as many items; where all are absent, none. */
  Runs ids(int items) {
    if (items == 0 || from == end) {
      return new Runs(values, end, end, 1, 0);
    }
    return new Runs(values, from + 1, end, values[from], items - 1);
  }

  private static void checkLevels(int max, Encoding encoding) {
    if (max > 0 && encoding != Encoding.RLE) {
      throw new ParquetDecodingException("levels are encoded as " + encoding + ", not as RLE");
    }
  }

  private static Runs levels(byte[] bytes, int from, int end, int max) {
    return new Runs(bytes, from, end, BytesUtils.getWidthFromMaxInt(max), max);
  }

  /** Bytes within an array. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Slice(byte[] bytes, int from, int end) {
    static Slice of(BytesInput input) throws IOException {
      ByteBufferInputStream stream = input.toInputStream();
      ByteBuffer buffer = stream.slice(stream.available());
      if (!buffer.hasArray()) {
        byte[] copy = new byte[buffer.remaining()];
        buffer.duplicate().get(copy);
        return new Slice(copy, 0, copy.length);
      }
      int from = buffer.arrayOffset() + buffer.position();
      return new Slice(buffer.array(), from, from + buffer.remaining());
    }

    /** Returns where what has its length before it ends. */
    int lengthAt(int at) {
      Objects.checkFromIndexSize(at - from, Integer.BYTES, end - from);
      int length =
          ByteBuffer.wrap(bytes, at, Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).getInt();
      Objects.checkFromIndexSize(at + Integer.BYTES - from, length, end - from);
      return at + Integer.BYTES + length;
    }
  }
}
