package dev.net2vec.job.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * The canonical location of a path: symbolic links and relative parts are resolved, user and port
 * are dropped.
 *
 * @param store the file system
 * @param path within it, without a slash at its end
 */
public record Place(String store, String path) {
  /** Schemes that mean the same object store. */
  private static final Set<String> S3 = Set.of("s3", "s3a", "s3n");

  /**
   * Resolves a path, or as much of it as exists.
   *
   * @throws IllegalArgumentException if it is not a valid path
   */
  public static Place of(Path path, Configuration hadoop) throws IOException {
    FileSystem files = path.getFileSystem(hadoop);
    Path resolved = resolve(files, files.makeQualified(path));
    URI uri = resolved.toUri();
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    String authority = uri.getAuthority() == null ? "" : uri.getAuthority();
    String host = authority.replaceFirst("^.*@", "").replaceFirst(":\\d+$", "");
    return new Place(
        (S3.contains(scheme) ? "s3" : scheme) + "://" + host.toLowerCase(Locale.ROOT),
        uri.getPath().replaceFirst("/+$", ""));
  }

  /** Returns the path without symbolic links. */
  static Path resolve(FileSystem files, Path qualified) throws IOException {
    boolean local = files instanceof LocalFileSystem || files instanceof RawLocalFileSystem;
    try {
      if (local) {
        java.nio.file.Path real = java.nio.file.Path.of(qualified.toUri().getPath()).toRealPath();
        return new Path(qualified.toUri().getScheme(), null, real.toString());
      }
      return files.resolvePath(qualified);
    } catch (FileNotFoundException | java.nio.file.FileSystemException e) {
      // If it cannot be created, the command that creates it reports why.
      Path parent = qualified.getParent();
      return parent == null ? qualified : child(resolve(files, parent), qualified.getName());
    }
  }

  /**
   * Returns a path in a directory. The name may contain a colon, which {@link Path} alone would
   * take for a scheme's.
   */
  static Path child(Path directory, String name) {
    URI uri = directory.toUri();
    return new Path(uri.getScheme(), uri.getAuthority(), uri.getPath() + "/" + name);
  }

  /** Returns whether the other place is this one or lies in it. */
  public boolean holds(Place other) {
    return store.equals(other.store)
        && (other.path.equals(path) || other.path.startsWith(path + "/"));
  }
}
