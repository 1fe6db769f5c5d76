package dev.net2vec.job.evaluation;

import dev.net2vec.job.error.SparkErrors;
import dev.net2vec.job.image.Thumbnail;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Makes an image small where it lies: a row of a name and an image, its file or its path, becomes a
 * row of the name, the small image, and why there is none.
 */
final class ImageReader implements MapFunction<Row, Row> {
  private static final long serialVersionUID = 1L;

  static final String SCHEMA = "id STRING, image STRING, problem STRING";

  /** The largest file that is read. */
  private static final int MOST_BYTES = 1 << 26;

  private final Broadcast<SerializableConfiguration> hadoop;

  ImageReader(Broadcast<SerializableConfiguration> hadoop) {
    this.hadoop = hadoop;
  }

  @Override
  public Row call(Row row) {
    String path = row.get(1) instanceof String name ? name : null;
    String subject = path == null ? "the image" : path;
    try {
      byte[] file = path == null ? row.getAs(1) : file(new Path(path));
      if (file == null) {
        throw new IOException("it is NULL");
      }
      return RowFactory.create(row.getString(0), Thumbnail.url(file), null);
    } catch (IOException | IllegalArgumentException e) {
      return RowFactory.create(row.getString(0), null, subject + ": " + SparkErrors.line(e));
    }
  }

  private byte[] file(Path path) throws IOException {
    Configuration conf = hadoop.value().value();
    FileSystem files = path.getFileSystem(conf);
    long length = files.getFileStatus(path).getLen();
    if (length > MOST_BYTES) {
      throw new IOException(
          "it has %d bytes, but must have at most %d".formatted(length, MOST_BYTES));
    }
    try (InputStream in = files.open(path)) {
      return in.readNBytes((int) length);
    }
  }
}
