package dev.net2vec.mask;

import dev.net2vec.kpi.MaskErrors;
import dev.net2vec.kpi.MaskRole;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates the IDAT chunks of a PNG file, which hold one zlib stream, to a size known beforehand.
 *
 * <p>The JDK's own inflater is the one thing here that is not Java. It is part of the runtime, has
 * read untrusted JARs and HTTP bodies for decades, and writes only to the array that it is given.
 */
final class PngInflater {
  /** No deflated byte stands for more: 258 bytes in two bits (RFC 1951). */
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

  /** Takes the next IDAT chunk, which must follow the one before at once. */
  void add(PngChunks chunk) {
    if (isEmpty()) {
      first = chunk.start();
    } else if (chunk.start() != end) {
      throw MaskErrors.unreadable(
          role, "PNG chunk IDAT", "apart from the others", chunk.start(), "next to them");
    }
    end = chunk.end();
    deflated += chunk.length();
  }

  boolean isEmpty() {
    return end == 0;
  }

  /** Returns exactly {@code size} bytes, the whole of the stream. */
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
    // What comes after the last row: nothing, but the stream's end has to be read.
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
