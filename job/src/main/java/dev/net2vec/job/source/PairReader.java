package dev.net2vec.job.source;

import dev.net2vec.job.error.SparkErrors;
import dev.net2vec.kpi.InvalidMaskException;
import dev.net2vec.kpi.InvalidMaskException.Reason;
import dev.net2vec.kpi.MaskRole;
import dev.net2vec.mask.MaskDecoder;
import dev.net2vec.mask.NpySlice;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Reads the two files of each pair: a row that ends with both paths and the pair's problem gets the
 * files' bytes inserted before the problem, or nulls if it has a problem. A file that cannot be
 * read is a problem of its row, not of the job.
 */
final class PairReader implements Function<Row, Row> {
  private static final long serialVersionUID = 1L;

  /** Number of columns at the end of an input row: both paths, the index, and the problem. */
  private static final int TAIL = 4;

  private static final long LARGEST_ITEM = Double.BYTES;
  private static final long LARGEST_HEADER = 1 << 16;

  private final Broadcast<SerializableConfiguration> hadoop;
  private final long maxBytes;

  PairReader(Broadcast<SerializableConfiguration> hadoop, long maxBytes) {
    this.hadoop = hadoop;
    this.maxBytes = maxBytes;
  }

  /**
   * Returns the largest size, in bytes, of a file with a mask of this many pixels, in any format.
   */
  static long maxBytes(long maxPixels) {
    return Math.min(
        MaskDecoder.LARGEST_MAX_PIXELS, LARGEST_HEADER + LARGEST_ITEM * Math.max(1, maxPixels));
  }

  @Override
  public Row call(Row pair) throws IOException {
    int head = pair.size() - TAIL;
    Object[] values = new Object[pair.size() + 1];
    for (int i = 0; i < head + 2; i++) {
      values[i] = pair.get(i);
    }
    Object problem = pair.get(head + 3);
    if (problem == null) {
      try {
        values[head + 2] =
            pair.isNullAt(head + 2)
                ? read(MaskRole.PREDICTION, pair.getString(head))
                : read(MaskRole.PREDICTION, pair.getString(head), pair.getLong(head + 2));
        values[head + 3] = read(MaskRole.TARGET, pair.getString(head + 1));
      } catch (UnreadableException e) {
        values[head + 2] = null;
        problem = Problem.row(e.reason, e.getMessage());
      }
    }
    values[head + 4] = problem;
    return RowFactory.create(values);
  }

  private byte[] read(MaskRole role, String name) throws IOException, UnreadableException {
    return open(
        role,
        name,
        (in, bytes) -> {
          requireSize(role, bytes);
          byte[] content = new byte[(int) bytes];
          in.readFully(content);
          return content;
        });
  }

  /** Reads one index of a file's first dimension, and no more. */
  private byte[] read(MaskRole role, String name, long index)
      throws IOException, UnreadableException {
    return open(
        role,
        name,
        (in, bytes) -> {
          byte[] start = new byte[(int) Math.min(bytes, NpySlice.START)];
          in.readFully(0, start);
          try {
            NpySlice slice = NpySlice.of(start, bytes, index, role);
            requireSize(role, slice.length());
            byte[] items = new byte[slice.length()];
            in.readFully(slice.offset(), items);
            return slice.file(items);
          } catch (InvalidMaskException e) {
            throw new UnreadableException(e.reason(), e.getMessage());
          }
        });
  }

  private void requireSize(MaskRole role, long bytes) throws UnreadableException {
    if (bytes > maxBytes) {
      throw new UnreadableException(
          Reason.TOO_LARGE,
          "%s has %d bytes, but must have at most %d".formatted(role, bytes, maxBytes));
    }
  }

  private interface Content {
    byte[] of(FSDataInputStream in, long bytes) throws IOException, UnreadableException;
  }

  private byte[] open(MaskRole role, String name, Content content)
      throws IOException, UnreadableException {
    try {
      Path path = new Path(name);
      FileSystem files = path.getFileSystem(hadoop.value().value());
      // The length may have changed since the files were listed.
      long bytes = files.getFileStatus(path).getLen();
      try (FSDataInputStream in = files.open(path)) {
        return content.of(in, bytes);
      }
    } catch (IOException e) {
      TaskContext task = TaskContext.get();
      if (task != null && task.isInterrupted()) {
        throw e;
      }
      String what =
          e instanceof FileNotFoundException ? "the file does not exist" : SparkErrors.rootLine(e);
      throw new UnreadableException(
          Reason.UNREADABLE, "%s cannot be read: %s".formatted(role, what));
    }
  }

  /** Carries the reason to the row. */
  private static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    UnreadableException(Reason reason, String message) {
      super(message);
      this.reason = reason;
    }
  }
}
