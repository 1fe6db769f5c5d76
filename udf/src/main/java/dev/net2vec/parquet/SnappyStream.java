package dev.net2vec.parquet;

import java.io.IOException;
import java.io.InputStream;

/**
 * Decompresses a Snappy block while it is read, usually in constant memory.
 *
 * <p>Snappy's own library needs the whole block and the whole output in memory. Most compressors
 * work on chunks of 64 KB and copy only from within them. If a copy reaches further back, the block
 * is decompressed again from its start, and all output is kept.
 *
 * <p>Source: <a href="https://github.com/google/snappy/blob/main/format_description.txt">Snappy's
 * format</a>.
 */
final class SnappyStream extends InputStream {
  private static final int HISTORY = 1 << 16;

  private final InputStream input;
  private final byte[] packed = new byte[HISTORY];
  private int packedAt;
  private int packedEnd;

  /**
   * Decompressed bytes: those before {@code at} were read, those before {@code end} are available.
   */
  private byte[] history = new byte[3 * HISTORY];

  private int at;
  private int end;

  /** Whether all decompressed bytes are kept. */
  private boolean whole;

  private final int size;

  /** The number of bytes that are not decompressed yet. */
  private int left;

  /** The remaining bytes of the current element, and its offset backwards: 0 for a literal. */
  private int element;

  private int distance;

  /**
   * Starts a block.
   *
   * @param input must support reset to its current position
   * @param size the expected decompressed size
   */
  SnappyStream(InputStream input, int size) throws IOException {
    this.input = input;
    this.size = size;
    input.mark(Integer.MAX_VALUE);
    long actual = size();
    if (actual != size) {
      throw new IOException("a page has " + actual + " bytes, but its header says " + size);
    }
    this.left = size;
  }

  @Override
  public int read() throws IOException {
    return fill() ? history[at++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] to, int from, int count) throws IOException {
    if (count == 0) {
      return 0;
    } else if (!fill()) {
      return -1;
    }
    int read = Math.min(count, end - at);
    System.arraycopy(history, at, to, from, read);
    at += read;
    return read;
  }

  @Override
  public void close() throws IOException {
    input.close();
  }

  /** Decompresses until at least one byte can be read; returns false at the end of the block. */
  private boolean fill() throws IOException {
    if (at == end && left > 0) {
      if (!whole && history.length - end < HISTORY) {
        System.arraycopy(history, end - HISTORY, history, 0, HISTORY);
        at = HISTORY;
        end = HISTORY;
      }
      while (left > 0 && end - at < HISTORY) {
        if (element == 0) {
          element();
        } else if (distance == 0) {
          literal();
        } else {
          copy();
        }
      }
    }
    return at < end;
  }

  private void element() throws IOException {
    int tag = next();
    int number = tag >>> 2;
    switch (tag & 3) {
      case 0 -> {
        element = 1 + (number < 60 ? number : number(number - 59));
        distance = 0;
      }
      case 1 -> {
        element = 4 + (number & 7);
        distance = (tag >>> 5) << Byte.SIZE | next();
      }
      default -> {
        element = 1 + number;
        distance = number((tag & 3) == 2 ? Short.BYTES : Integer.BYTES);
      }
    }
    if (element <= 0 || element > left) {
      throw new IOException("a Snappy page is longer than its header says");
    } else if ((tag & 3) != 0 && (distance <= 0 || distance > size - left)) {
      throw new IOException(
          "a Snappy page has a copy offset of %d, but must have 1 to %d"
              .formatted(distance, size - left));
    } else if (distance > HISTORY && !whole) {
      restart();
    }
  }

  /**
   * Decompresses again from the start and keeps all output; bytes that were read are not read
   * again.
   */
  private void restart() throws IOException {
    at = size - left - (end - at);
    end = 0;
    left = size;
    element = 0;
    history = new byte[size];
    whole = true;
    input.reset();
    packedEnd = 0;
    packedAt = 0;
    size();
  }

  private void literal() throws IOException {
    if (packedAt == packedEnd) {
      load();
    }
    int count = Math.min(Math.min(element, packedEnd - packedAt), history.length - end);
    System.arraycopy(packed, packedAt, history, end, count);
    packedAt += count;
    produced(count);
  }

  /** A copy whose offset is shorter than its length repeats its own output. */
  private void copy() {
    int from = end - distance;
    for (int room = history.length - end; element > 0 && room > 0; room = history.length - end) {
      int count = Math.min(Math.min(element, end - from), room);
      System.arraycopy(history, from, history, end, count);
      produced(count);
    }
  }

  private void produced(int count) {
    end += count;
    element -= count;
    left -= count;
  }

  private long size() throws IOException {
    long size = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += 7) {
      int next = next();
      size |= (long) (next & 0x7F) << shift;
      if (next < 0x80) {
        return size;
      }
    }
    throw new IOException("the size of a Snappy page has more than 32 bits");
  }

  private int number(int bytes) throws IOException {
    int number = 0;
    for (int i = 0; i < bytes; i++) {
      number |= next() << (Byte.SIZE * i);
    }
    return number;
  }

  private int next() throws IOException {
    if (packedAt == packedEnd) {
      load();
    }
    return packed[packedAt++] & 0xFF;
  }

  private void load() throws IOException {
    packedAt = 0;
    packedEnd = Math.max(0, input.read(packed, 0, packed.length));
    if (packedEnd == 0) {
      throw new IOException("a Snappy page ends before its uncompressed length is reached");
    }
  }
}
