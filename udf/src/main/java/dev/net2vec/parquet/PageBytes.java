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

/** The bytes of a page, read in order: all in an array, or a window on a stream. */
final class PageBytes {
  /** The number of bytes in the array at once, if a stream has more. */
  private static final int WINDOW = 1 << 16;

  private final byte[] array;
  private int at;
  private int end;

  /** The stream of the bytes after those in the array, or null, and the number of its bytes. */
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

  /** Returns the bytes of an input, without a copy if they are in an array. */
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

  /** Returns the bytes of a stream of the given size. */
  static PageBytes of(InputStream stream, int size, PageBuffers buffers) {
    return new PageBytes(buffers.take(WINDOW), 0, 0, stream, size);
  }

  /** Returns whether all bytes are in the array. */
  boolean areWhole() {
    return stream == null;
  }

  /** Returns the array that bytes are taken from; it never changes. */
  byte[] array() {
    return array;
  }

  /** Returns the number of bytes left. */
  int left() {
    return end - at + streamed;
  }

  /** Returns the maximum number of bytes for one {@link #take(int)}. */
  int most() {
    return areWhole() ? Integer.MAX_VALUE : WINDOW;
  }

  /** Takes up to {@link #most} bytes and returns their offset in the array. */
  int take(int count) {
    Objects.checkFromIndexSize(0, count, left());
    if (count > end - at) {
      Objects.checkFromIndexSize(0, count, WINDOW);
      fill(count);
    }
    at += count;
    return at - count;
  }

  /** Takes four bytes as a little-endian int. */
  int takeInt() {
    int from = take(Integer.BYTES);
    return ByteBuffer.wrap(array, from, Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).getInt();
  }

  /** Takes bytes and copies them into another array. */
  void take(int count, byte[] to) {
    Objects.checkFromIndexSize(0, count, left());
    int here = Math.min(count, end - at);
    System.arraycopy(array, at, to, 0, here);
    at += here;
    read(to, here, count - here);
  }

  /** Takes bytes and returns them; copied if these come from a stream. */
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

  /** Skips bytes. */
  void skip(long count) {
    Objects.checkFromIndexSize(0, count, (long) left());
    for (long rest = count; rest > 0; ) {
      int step = (int) Math.min(rest, most());
      take(step);
      rest -= step;
    }
  }

  /**
   * Checks that no bytes are left, and skips padding.
   *
   * @param of the name of the bytes in the error
   * @param padding the number of zero bytes that may be left
   */
  void checkEnd(String of, int padding) {
    int left = left();
    boolean padded = left == padding;
    if (padded) {
      int from = take(left);
      padded = Arrays.equals(array, from, from + left, new byte[left], 0, left);
    }
    if (left > 0 && !padded) {
      throw new ParquetDecodingException(left + " unexpected bytes after the " + of);
    }
  }

  /**
   * Refills the window to at least the given number of bytes, and to its full size if the stream
   * has that many.
   */
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
