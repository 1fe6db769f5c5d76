package dev.net2vec.parquet;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.zip.CRC32;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.io.SeekableInputStream;

/** The compressed bytes of a page, a part of a stream that continues behind it. */
final class CompressedPage extends InputStream {
  private final SeekableInputStream stream;

  /** The checksum of the bytes read; null if it is not verified. */
  private final CRC32 sum;

  private final int expected;
  private int left;

  /** The minimum of {@code left} so far, so that bytes that are read again are summed once. */
  private int least;

  private long marked;
  private int leftAtMark;
  private boolean closed;

  /**
   * Starts at the stream's position.
   *
   * @param verified whether to verify the checksum, if the header has one
   */
  CompressedPage(SeekableInputStream stream, PageHeader header, boolean verified) {
    this.stream = stream;
    this.left = header.getCompressed_page_size();
    this.least = left;
    this.sum = verified && header.isSetCrc() ? new CRC32() : null;
    this.expected = header.getCrc();
  }

  /** Returns the number of unread bytes. */
  int left() {
    return left;
  }

  /** Reads the given number of bytes. */
  void readFully(byte[] to, int count) throws IOException {
    stream.readFully(to, 0, count);
    counted(to, 0, count);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] to, int from, int count) throws IOException {
    int read = left == 0 && count > 0 ? -1 : stream.read(to, from, Math.min(count, left));
    counted(to, from, Math.max(0, read));
    return read;
  }

  private void counted(byte[] bytes, int from, int count) {
    left -= count;
    int fresh = Math.min(count, least - left);
    if (sum != null && fresh > 0) {
      sum.update(bytes, from + count - fresh, fresh);
    }
    least = Math.min(least, left);
  }

  @Override
  public boolean markSupported() {
    return true;
  }

  @Override
  public synchronized void mark(int limit) {
    try {
      marked = stream.getPos();
      leftAtMark = left;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void reset() throws IOException {
    stream.seek(marked);
    left = leftAtMark;
  }

  /** Makes {@link #close} do nothing, because the file is no longer read. */
  void leave() {
    closed = true;
  }

  /** Moves the stream behind the page, after verifying all of it if required. */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    if (sum == null) {
      // Hadoop's streams drop their read-ahead on every seek, so this seeks only if it must.
      if (left > 0) {
        stream.seek(stream.getPos() + left);
      }
      return;
    }
    byte[] rest = new byte[Math.min(left, 1 << 16)];
    while (left > 0) {
      readFully(rest, Math.min(left, rest.length));
    }
    if ((int) sum.getValue() != expected) {
      throw new ParquetDecodingException(
          "could not verify page integrity, CRC checksum verification failed");
    }
  }
}
