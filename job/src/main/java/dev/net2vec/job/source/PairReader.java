package dev.net2vec.job.source;

import dev.net2vec.job.error.SparkErrors;
import dev.net2vec.kpi.InvalidMaskException.Reason;
import dev.net2vec.mask.MaskDecoder;
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

  /** Number of columns at the end of an input row: both paths and the problem. */
  private static final int TAIL = 3;

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
    Object[] values = new Object[pair.size() + 2];
    for (int i = 0; i < head + 2; i++) {
      values[i] = pair.get(i);
    }
    Object problem = pair.get(head + 2);
    if (problem == null) {
      try {
        values[head + 2] = read("prediction", pair.getString(head));
        values[head + 3] = read("target", pair.getString(head + 1));
      } catch (UnreadableException e) {
        values[head + 2] = null;
        problem = Problem.row(e.reason, e.getMessage());
      }
    }
    values[head + 4] = problem;
    return RowFactory.create(values);
  }

  private byte[] read(String role, String name) throws IOException, UnreadableException {
    try {
      Path path = new Path(name);
      FileSystem files = path.getFileSystem(hadoop.value().value());
      // The length may have changed since the files were listed.
      long bytes = files.getFileStatus(path).getLen();
      if (bytes > maxBytes) {
        throw new UnreadableException(
            Reason.TOO_LARGE,
            "%s has %d bytes, but must have at most %d".formatted(role, bytes, maxBytes));
      }
      byte[] content = new byte[(int) bytes];
      try (FSDataInputStream in = files.open(path)) {
        in.readFully(content);
      }
      return content;
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
