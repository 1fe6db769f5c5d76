package dev.net2vec.mask;

import dev.net2vec.kpi.MaskErrors;
import dev.net2vec.kpi.MaskRole;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates the IDAT chunks of a PNG file, which form one zlib stream, to a known size.
 *
 * <p>The JDK's Inflater is the only native code here. It is part of the runtime, has read untrusted
 * JARs and HTTP bodies for decades, and writes only to the given array.
 */
final class PngInflater {
  /** DEFLATE spends at least 2 bits on a match of at most 258 bytes, hence 1032:1 (RFC 1951). */
  private static final long MOST_PER_BYTE = 1032;

  private final MaskRole role;
  private final byte[] bytes;
  private int first;
  private int end;
  private long deflated;

  PngInflater(MaskRole role, byte[] bytes) {
    this.role = role;
    this.bytes = bytes;
  }

  /** Adds the next IDAT chunk, which must directly follow the previous one. */
  void add(PngChunks chunk) {
    if (isEmpty()) {
      first = chunk.start();
    } else if (chunk.start() != end) {
      throw MaskErrors.unreadable(
          role, "PNG chunk IDAT", "apart from the others", chunk.start(), "consecutive");
    }
    end = chunk.end();
    deflated += chunk.length();
  }

  boolean isEmpty() {
    return end == 0;
  }

  /** Returns the complete inflated stream, which must have exactly {@code size} bytes. */
  byte[] inflate(int size) {
    if (deflated * MOST_PER_BYTE < size) {
      throw incomplete(size);
    }
    byte[] rows = new byte[size];
    Inflater inflater = new Inflater();
    try {
      inflate(inflater, rows);
    } catch (DataFormatException e) {
      throw MaskErrors.unreadable(role, "PNG data", "damaged", first, "one zlib stream (RFC 1950)");
    } finally {
      inflater.end();
    }
    return rows;
  }

  private void inflate(Inflater inflater, byte[] rows) throws DataFormatException {
    // Receives bytes after the last row, which are an error; the stream's end must be read, too.
    byte[] beyond = new byte[1];
    int done = 0;
    int chunk = first;
    while (!inflater.finished()) {
      if (inflater.needsInput()) {
        if (chunk == end) {
          throw incomplete(rows.length);
        }
        int length = (int) PngChunks.u4(bytes, chunk);
        inflater.setInput(bytes, chunk + 8, length);
        chunk += 12 + length;
        continue;
      }
      if (done < rows.length) {
        done += inflater.inflate(rows, done, rows.length - done);
      } else if (inflater.inflate(beyond) > 0) {
        throw surplus("inflated", rows.length);
      }
      if (inflater.needsDictionary()) {
        throw new DataFormatException();
      }
    }
    if (done < rows.length) {
      throw incomplete(rows.length);
    }
    if (inflater.getRemaining() > 0 || hasData(chunk)) {
      throw surplus("deflated", rows.length);
    }
  }

  private boolean hasData(int from) {
    int chunk = from;
    while (chunk < end) {
      long length = PngChunks.u4(bytes, chunk);
      if (length > 0) {
        return true;
      }
      chunk += 12;
    }
    return false;
  }

  private RuntimeException incomplete(int size) {
    return MaskErrors.unreadable(
        role, "PNG data", "incomplete", first, size + " bytes long when inflated");
  }

  private RuntimeException surplus(String kind, int size) {
    return MaskErrors.unreadable(
        role,
        "PNG data",
        "followed by more " + kind + " bytes",
        first,
        size + " bytes long when inflated");
  }
}
