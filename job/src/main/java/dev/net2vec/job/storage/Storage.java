package dev.net2vec.job.storage;

import dev.net2vec.job.error.SparkErrors;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * What the results of runs ask of a file system, and what each kind of it guarantees.
 *
 * <table>
 *   <caption>Guarantees</caption>
 *   <tr><th>asked for<th>local disk<th>HDFS<th>object stores (S3, GCS, …)<th>others (ABFS, …)
 *   <tr><td>{@link #put}: a file is seen whole or not at all
 *       <td>rename, which replaces <td>rename with OVERWRITE, which replaces
 *       <td>a file is seen once it is closed
 *       <td>a new file: rename; one that is replaced is gone for a moment, never half there
 *   <tr><td>{@link #create}: one of two that make the same file succeeds
 *       <td>O_EXCL <td>by the name node <td>only where the store has conditional writes <td>mostly
 *   <tr><td>{@link #take}: one of two that take the same file succeeds
 *       <td>rename <td>rename <td>no: a rename is a copy and a deletion <td>mostly
 * </table>
 *
 * <p>No directory is ever renamed and none is expected to be deleted at once, so a run is published
 * alike on all of them.
 */
public record Storage(FileSystem files, Configuration hadoop) {
  /** Where a file that is being written is not seen, and a rename is slow and no single step. */
  private static final Set<String> OBJECT_STORES =
      Set.of("s3", "s3a", "s3n", "gs", "oss", "cosn", "obs");

  public static Storage of(Path directory, Configuration hadoop) throws IOException {
    FileSystem files = directory.getFileSystem(hadoop);
    // Checksum files would not be replaced in the same move as what they are for.
    return new Storage(
        files instanceof LocalFileSystem local ? local.getRawFileSystem() : files, hadoop);
  }

  /** Makes a directory, and those above it, where they are not there. */
  public void makeDirectory(Path directory) throws IOException {
    if (files instanceof RawLocalFileSystem local) {
      // Hadoop's own does not say why it cannot.
      Files.createDirectories(local.pathToFile(directory).toPath());
    } else if (!files.mkdirs(directory)) {
      throw new IOException("cannot make " + directory);
    }
  }

  /** Makes a new file; tells whether there was none. */
  public boolean create(Path file, String text) throws IOException {
    try {
      if (files instanceof RawLocalFileSystem local) {
        // Hadoop's own looks and then creates.
        Files.writeString(local.pathToFile(file).toPath(), text, StandardOpenOption.CREATE_NEW);
      } else {
        write(file, text, Overwrite.NO);
      }
      return true;
    } catch (FileAlreadyExistsException | java.nio.file.FileAlreadyExistsException e) {
      return false;
    }
  }

  /** Writes a file anew, which may be seen half written. */
  void rewrite(Path file, String text) throws IOException {
    write(file, text, Overwrite.YES);
  }

  /**
   * Makes or replaces a file in one step: it is seen whole or as it was before.
   *
   * @param scratch where it is written to first
   */
  public void put(Path file, String text, Path scratch) throws IOException {
    if (OBJECT_STORES.contains(files.getUri().getScheme())) {
      write(file, text, Overwrite.YES);
      return;
    }
    write(scratch, text, Overwrite.YES);
    if (files instanceof RawLocalFileSystem) {
      // POSIX's rename replaces; the FileContext of local files deletes first.
      if (!files.rename(scratch, file)) {
        throw new IOException("cannot rename " + scratch + " to " + file);
      }
    } else {
      FileContext.getFileContext(files.getUri(), hadoop)
          .rename(scratch, file, Options.Rename.OVERWRITE);
    }
  }

  /** Renames a file; tells whether it was there to be renamed. */
  public boolean take(Path from, Path to) throws IOException {
    try {
      return files.rename(from, to);
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  /** Returns what a file says; nothing where there is none. */
  public Optional<String> text(Path file) throws IOException {
    try (InputStream in = files.open(file)) {
      return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  /** Returns when a file was last written, by the clock of the file system. */
  Optional<Long> modified(Path file) throws IOException {
    try {
      return Optional.of(files.getFileStatus(file).getModificationTime());
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  /** Returns what lies in a directory; nothing where there is none. */
  public List<FileStatus> list(Path directory) throws IOException {
    try {
      return List.of(files.listStatus(directory));
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }

  public boolean exists(Path path) throws IOException {
    return files.exists(path);
  }

  /** Deletes a file or directory where it is there. */
  public void delete(Path path) throws IOException {
    files.delete(path, true);
    if (files.exists(path)) {
      throw new IOException("cannot delete " + path);
    }
  }

  private enum Overwrite {
    YES,
    NO
  }

  private void write(Path file, String text, Overwrite overwrite) throws IOException {
    try (OutputStream out = files.create(file, overwrite == Overwrite.YES)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (FSError | IOException e) { // They do not all name the file.
      FileSystemException told =
          new FileSystemException(file.toString(), null, SparkErrors.rootLine(e));
      told.addSuppressed(e);
      throw told;
    }
  }
}
