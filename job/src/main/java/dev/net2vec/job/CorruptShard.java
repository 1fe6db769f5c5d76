package dev.net2vec.job;

import java.io.Serializable;

/**
 * A file of the input that cannot be read to its end.
 *
 * @param path as {@code _metadata.file_path} has it
 * @param reason one line
 */
record CorruptShard(String path, String reason) implements Serializable {
  private static final long serialVersionUID = 1L;

  static CorruptShard of(String path, Throwable thrown) {
    // Some messages begin with the path, in one of several spellings.
    String reason = SparkErrors.rootLine(thrown).replaceFirst("^\\S*:/\\S* (?=is not an? )", "it ");
    return new CorruptShard(path, reason);
  }

  @Override
  public String toString() {
    return path + ": " + reason;
  }
}
