package dev.net2vec.parquet;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.io.ParquetDecodingException;

/** The bytes of a page, one after the other: all of them in an array, or a window on a stream. */
final class PageBytes {
  /** As many bytes lie in the array at once, where a stream has more. */
  private static final int WINDOW = 1 << 16;

  private final byte[] array;
  private int at;
  private int end;

  /** What follows those in the array, and how many bytes that is; null where nothing does. */
  private final InputStream stream;

  private int streamed;

  private PageBytes(byte[] array, int from, int end, InputStream stream, int streamed) {
    Objects.checkFromToIndex(from, end, array.length);
    this.array = array;
    this.at = from;
    this.end = end;
    this.stream = stream;
    this.streamed = streamed;
  }

  static PageBytes of(byte[] array, int from, int end) {
    return new PageBytes(array, from, end, null, 0);
  }

  /** Returns bytes that are not copied, if they lie in an array. */
  static PageBytes of(BytesInput input) throws IOException {
    ByteBufferInputStream stream = input.toInputStream();
    ByteBuffer buffer = stream.slice(stream.available());
    if (!buffer.hasArray()) {
      byte[] copy = new byte[buffer.remaining()];
      buffer.get(copy);
      return of(copy, 0, copy.length);
    }
    int from = buffer.arrayOffset() + buffer.position();
    return of(buffer.array(), from, from + buffer.remaining());
  }

  /** Returns the bytes that a stream has, as many as it is said to have. */
  static PageBytes of(InputStream stream, int size, PageBuffers buffers) {
    return new PageBytes(buffers.take(WINDOW), 0, 0, stream, size);
  }

  /** Tells whether all bytes are in the array. */
  boolean areWhole() {
    return stream == null;
  }

  /** Returns the array that bytes are taken from, the same at all times. */
  byte[] array() {
    return array;
  }

  /** Returns how many bytes are left. */
  int left() {
    return end - at + streamed;
  }

  /** Returns how many bytes may be taken at once. */
  int most() {
    return areWhole() ? Integer.MAX_VALUE : WINDOW;
  }

  /** Goes on by as many bytes, up to {@link #most}, and returns where in the array they start. */
  int take(int count) {
    Objects.checkFromIndexSize(0, count, left());
    if (count > end - at) {
      Objects.checkFromIndexSize(0, count, WINDOW);
      fill(count);
    }
    at += count;
    return at - count;
  }

  /** Returns the next four bytes as a number. */
  int takeInt() {
    int from = take(Integer.BYTES);
    return ByteBuffer.wrap(array, from, Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).getInt();
  }

  /** Goes on by as many bytes, and puts them into another array. */
  void take(int count, byte[] to) {
    Objects.checkFromIndexSize(0, count, left());
    int here = Math.min(count, end - at);
    System.arraycopy(array, at, to, 0, here);
    at += here;
    read(to, here, count - here);
  }

  /** Goes on by as many bytes, and returns them: for good, if these here are not whole. */
  PageBytes part(int count) {
    if (areWhole()) {
      int from = take(count);
      return of(array, from, from + count);
    }
    Objects.checkFromIndexSize(0, count, left());
    byte[] copy = new byte[count];
    take(count, copy);
    return of(copy, 0, count);
  }

  /** Goes on by as many bytes. */
  void skip(long count) {
    Objects.checkFromIndexSize(0, count, (long) left());
    for (long rest = count; rest > 0; ) {
      int step = (int) Math.min(rest, most());
      take(step);
      rest -= step;
    }
  }

  /**
   * Checks that no bytes are left, and goes on to the end.
   *
   * @param of what the bytes are
   * @param padding how many bytes of 0 may be left, nevertheless
   */
  void checkEnd(String of, int padding) {
    int left = left();
    boolean padded = left == padding;
    if (padded) {
      int from = take(left);
      padded = Arrays.equals(array, from, from + left, new byte[left], 0, left);
    }
    if (left > 0 && !padded) {
      throw new ParquetDecodingException(left + " bytes of " + of + " follow the last entry");
    }
  }

  /** Has as many bytes in the array, at least, and as many as fit if they are there. */
  private void fill(int count) {
    System.arraycopy(array, at, array, 0, end - at);
    end -= at;
    at = 0;
    int more = Math.min(WINDOW - end, streamed);
    read(array, end, more);
    end += more;
    Objects.checkFromToIndex(0, count, end);
  }

  private void read(byte[] to, int from, int count) {
    try {
      if (count > 0 && stream.readNBytes(to, from, count) < count) {
        throw new EOFException("a page has fewer bytes than its header says");
      }
      streamed -= count;
      if (count > 0 && streamed == 0) {
        stream.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
