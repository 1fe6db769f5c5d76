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
 * The file operations that results of runs need, and what each kind of file system guarantees.
 *
 * <table>
 *   <caption>Guarantees</caption>
 *   <tr><th>operation<th>local disk<th>HDFS<th>object stores (S3, GCS, …)<th>others (ABFS, …)
 *   <tr><td>{@link #put}: a file is seen whole or not at all
 *       <td>rename, which replaces <td>rename with OVERWRITE, which replaces
 *       <td>a file is visible once it is closed
 *       <td>a new file: rename; a file that is replaced is missing for a moment, but never partial
 *   <tr><td>{@link #create}: of two processes that create the same file, one succeeds
 *       <td>O_EXCL <td>by the name node <td>only where the store has conditional writes <td>mostly
 *   <tr><td>{@link #take}: of two processes that take the same file, one succeeds
 *       <td>rename <td>rename <td>no: a rename is a copy and a deletion <td>mostly
 * </table>
 *
 * <p>Publishing a run renames no directory and relies on no atomic deletion of one, so that it
 * works alike on all of them.
 */
public record Storage(FileSystem files, Configuration hadoop) {
  /** Schemes where a file is invisible while it is written, and a rename is slow and not atomic. */
  private static final Set<String> OBJECT_STORES =
      Set.of("s3", "s3a", "s3n", "gs", "oss", "cosn", "obs");

  public static Storage of(Path directory, Configuration hadoop) throws IOException {
    FileSystem files = directory.getFileSystem(hadoop);
    // Checksum files would not be replaced in the same step as their files.
    return new Storage(
        files instanceof LocalFileSystem local ? local.getRawFileSystem() : files, hadoop);
  }

  /** Creates a directory and its parents, unless they exist. */
  public void makeDirectory(Path directory) throws IOException {
    if (files instanceof RawLocalFileSystem local) {
      // Hadoop's mkdirs does not report why it fails.
      Files.createDirectories(local.pathToFile(directory).toPath());
    } else if (!files.mkdirs(directory)) {
      throw new IOException("cannot create " + directory);
    }
  }

  /** Creates a file; returns whether it did not exist before. */
  public boolean create(Path file, String text) throws IOException {
    try {
      if (files instanceof RawLocalFileSystem local) {
        // Hadoop's create is not atomic: it checks, then creates.
        Files.writeString(local.pathToFile(file).toPath(), text, StandardOpenOption.CREATE_NEW);
      } else {
        write(file, text, Overwrite.NO);
      }
      return true;
    } catch (FileAlreadyExistsException | java.nio.file.FileAlreadyExistsException e) {
      return false;
    }
  }

  /** Overwrites a file, which may be seen partially written. */
  void rewrite(Path file, String text) throws IOException {
    write(file, text, Overwrite.YES);
  }

  /**
   * Creates or replaces a file in one step: it is seen whole or as it was before.
   *
   * @param scratch the temporary file that is written first
   */
  public void put(Path file, String text, Path scratch) throws IOException {
    if (OBJECT_STORES.contains(files.getUri().getScheme())) {
      write(file, text, Overwrite.YES);
      return;
    }
    write(scratch, text, Overwrite.YES);
    if (files instanceof RawLocalFileSystem) {
      // POSIX rename replaces the file; FileContext deletes it first on local disks.
      if (!files.rename(scratch, file)) {
        throw new IOException("cannot rename " + scratch + " to " + file);
      }
    } else {
      FileContext.getFileContext(files.getUri(), hadoop)
          .rename(scratch, file, Options.Rename.OVERWRITE);
    }
  }

  /** Renames a file; returns whether it still existed to be renamed. */
  public boolean take(Path from, Path to) throws IOException {
    try {
      return files.rename(from, to);
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  /** Returns a file's content; empty if there is no such file. */
  public Optional<String> text(Path file) throws IOException {
    try (InputStream in = files.open(file)) {
      return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns a file's modification time, by the file system's clock; empty if there is no such file.
   */
  Optional<Long> modified(Path file) throws IOException {
    try {
      return Optional.of(files.getFileStatus(file).getModificationTime());
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  /** Returns a directory's entries; empty if there is no such directory. */
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

  /** Deletes a file or directory, if it exists. */
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
    } catch (FSError | IOException e) { // Not all of them name the file.
      FileSystemException told =
          new FileSystemException(file.toString(), null, SparkErrors.rootLine(e));
      told.addSuppressed(e);
      throw told;
    }
  }
}
