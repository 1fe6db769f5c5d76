package dev.net2vec.parquet;

import java.io.IOException;
import java.time.Instant;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;

/**
 * A version of a file: its length and modification time.
 *
 * <p>A file is opened several times while it is read; if it were replaced in between, rows would
 * mix both versions.
 */
record FileVersion(FileStatus status, Configuration hadoop) {
  /** Checks with one request that the file is unchanged. */
  void check() throws IOException {
    FileStatus now = status.getPath().getFileSystem(hadoop).getFileStatus(status.getPath());
    if (now.getLen() != status.getLen()
        || now.getModificationTime() != status.getModificationTime()) {
      throw new Replaced(
          "%s was replaced while it was read: it was listed with %s, but has %s"
              .formatted(status.getPath(), text(status), text(now)));
    }
  }

  /** A distinct subclass, so that it does not count as damage. */
  private static final class Replaced extends IOException {
    private static final long serialVersionUID = 1L;

    Replaced(String message) {
      super(message);
    }
  }

  private static String text(FileStatus of) {
    return of.getLen() + " bytes of " + Instant.ofEpochMilli(of.getModificationTime());
  }
}
