package dev.net2vec.parquet;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** Where files are, and whether a page is taken to memory at once. */
enum Storage {
  LOCAL("file", Integer.MAX_VALUE),
  LOCAL_IN_LARGE_PAGES("file", 1),
  /** Where a read may be a request. */
  REMOTE("remote", Integer.MAX_VALUE);

  private final String scheme;
  private final int large;

  Storage(String scheme, int large) {
    this.scheme = scheme;
    this.large = large;
  }

  /** Returns how many bytes a page has that is read a little at a time. */
  int large() {
    return large;
  }

  org.apache.hadoop.fs.Path path(Path file) {
    return new org.apache.hadoop.fs.Path(scheme + "://" + file.toUri().getRawPath());
  }

  FileStatus status(Path file, Configuration hadoop) throws IOException {
    return path(file).getFileSystem(hadoop).getFileStatus(path(file));
  }

  static Configuration configuration() {
    Configuration hadoop = new Configuration(false);
    hadoop.setClass("fs.remote.impl", Remote.class, Remote.class);
    return hadoop;
  }

  /** Local files by another name. */
  static final class Remote extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("remote:///");
    }

    @Override
    public String getScheme() {
      return "remote";
    }
  }
}
