package dev.net2vec.job.error;

import dev.net2vec.job.text.Redaction;
import java.io.Serializable;

/**
 * A file of the input that cannot be read to its end.
 *
 * @param path as {@code _metadata.file_path} has it
 * @param reason one line
 */
public record CorruptShard(String path, String reason) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Spells a local path as {@code _metadata.file_path} does; Spark has more ways. */
  public CorruptShard {
    path = path.replaceFirst("^file:/+", "file:/");
  }

  public static CorruptShard of(String path, Throwable thrown) {
    // Some messages begin with the path.
    String reason = SparkErrors.rootLine(thrown).replaceFirst("^\\S*:/\\S* (?=is not an? )", "it ");
    return new CorruptShard(path, reason);
  }

  /** Returns it without the secrets that a path may have. */
  public CorruptShard redacted() {
    Redaction redaction = Redaction.current();
    return new CorruptShard(redaction.text(path), redaction.text(reason));
  }

  @Override
  public String toString() {
    return path + ": " + reason;
  }
}
