package dev.net2vec.job;

import java.io.IOException;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A directory that a command makes. It is written beside its place and moved there once it is
 * whole; an older one is replaced only then.
 */
final class NewDirectory implements AutoCloseable {
  private final FileSystem files;
  private final Path directory;
  private final Path staging;

  NewDirectory(String output, Configuration hadoop) throws IOException {
    Path path = new Path(output);
    this.files = path.getFileSystem(hadoop);
    this.directory = files.makeQualified(path);
    String name = "." + directory.getName() + "-" + UUID.randomUUID().toString().substring(0, 8);
    this.staging = new Path(directory.getParent(), name);
  }

  /**
   * Checks that a command may write to its {@code --output}.
   *
   * @throws JobException if there is something and it may not be replaced
   */
  static void require(String output, boolean overwrite, Configuration hadoop) throws IOException {
    Path path = new Path(output);
    if (!overwrite && path.getFileSystem(hadoop).exists(path)) {
      throw JobException.usage(
          "--output is "
              + output
              + ", which exists, but must be a new directory; --overwrite replaces it");
    }
  }

  /** Returns where its files are written to. */
  Path staging() {
    return staging;
  }

  /** Puts what was written in its place. */
  void publish() throws IOException {
    files.delete(directory, true);
    if (!files.rename(staging, directory)) {
      throw new IOException("cannot rename " + staging + " to " + directory);
    }
  }

  /** Removes what was written and not published. */
  @Override
  public void close() throws IOException {
    files.delete(staging, true);
  }
}
