package dev.net2vec.parquet;

import java.net.URI;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** Where files are: on a disk of this machine, or where a read may be a request. */
enum Storage {
  LOCAL("file"),
  REMOTE("remote");

  private final String scheme;

  Storage(String scheme) {
    this.scheme = scheme;
  }

  org.apache.hadoop.fs.Path path(Path file) {
    return new org.apache.hadoop.fs.Path(scheme + "://" + file.toUri().getRawPath());
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
