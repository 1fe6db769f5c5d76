package dev.net2vec.job.error;

import dev.net2vec.job.text.Redaction;
import java.io.Serializable;

/**
 * A file of the input that cannot be read to its end.
 *
 * @param path in the form of {@code _metadata.file_path}
 * @param reason one line
 */
public record CorruptShard(String path, String reason) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Normalises a local path to the form of {@code _metadata.file_path}, as Spark uses several. */
  public CorruptShard {
    path = path.replaceFirst("^file:/+", "file:/");
  }

  public static CorruptShard of(String path, Throwable thrown) {
    // Some messages start with the path.
    String reason = SparkErrors.rootLine(thrown).replaceFirst("^\\S*:/\\S* (?=is not an? )", "it ");
    return new CorruptShard(path, reason);
  }

  /** Returns the shard with the secrets in its path and reason redacted. */
  public CorruptShard redacted() {
    Redaction redaction = Redaction.current();
    return new CorruptShard(redaction.text(path), redaction.text(reason));
  }

  @Override
  public String toString() {
    return path + ": " + reason;
  }
}
