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
 * Where a path leads, whatever it is called: symbolic links and relative parts are resolved, user
 * and port are left out.
 *
 * @param store the file system
 * @param path within it, without a slash at its end
 */
public record Place(String store, String path) {
  /** Several names of one object store. */
  private static final Set<String> S3 = Set.of("s3", "s3a", "s3n");

  /**
   * Resolves a path; what is not there yet is resolved as far as it is.
   *
   * @throws IllegalArgumentException if it is no path
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

  /** Returns the path with no symbolic link in it. */
  static Path resolve(FileSystem files, Path qualified) throws IOException {
    boolean local = files instanceof LocalFileSystem || files instanceof RawLocalFileSystem;
    try {
      if (local) {
        java.nio.file.Path real = java.nio.file.Path.of(qualified.toUri().getPath()).toRealPath();
        return new Path(qualified.toUri().getScheme(), null, real.toString());
      }
      return files.resolvePath(qualified);
    } catch (FileNotFoundException | java.nio.file.FileSystemException e) {
      // Whoever makes it will say why it cannot be.
      Path parent = qualified.getParent();
      return parent == null ? qualified : child(resolve(files, parent), qualified.getName());
    }
  }

  /**
   * Returns a path in a directory; its name may have a colon, which would be taken for a scheme's.
   */
  static Path child(Path directory, String name) {
    URI uri = directory.toUri();
    return new Path(uri.getScheme(), uri.getAuthority(), uri.getPath() + "/" + name);
  }

  /** Tells whether the other is this, or lies in it. */
  public boolean holds(Place other) {
    return store.equals(other.store)
        && (other.path.equals(path) || other.path.startsWith(path + "/"));
  }
}
