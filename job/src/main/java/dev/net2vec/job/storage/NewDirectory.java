package dev.net2vec.job.storage;

import dev.net2vec.job.error.JobException;
import dev.net2vec.job.error.SparkErrors;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A directory that a command creates. It is written beside its final place, as {@code
 * .NAME-ID.new}, and renamed once it is whole. An existing directory is renamed to {@code
 * .NAME-ID.old}, and deleted once the new one is in place.
 *
 * <p>A {@link Claim}, {@code .NAME-ID.claim}, shows that a driver is at work. If it is killed
 * between the renames, the next command with the same output finishes them.
 */
public final class NewDirectory implements AutoCloseable {
  private final String output;
  private final boolean overwrite;
  private final Storage storage;
  private final Path directory;
  private final String id = UUID.randomUUID().toString().substring(0, 8);
  private final Claim claim;

  private NewDirectory(String output, boolean overwrite, Storage storage, Path directory)
      throws IOException {
    this.output = output;
    this.overwrite = overwrite;
    this.storage = storage;
    this.directory = directory;
    storage.makeDirectory(directory.getParent());
    this.claim = Claim.make(storage, beside(id, "claim"));
  }

  /**
   * Claims the directory, and cleans up after killed commands.
   *
   * @param overwrite whether an existing directory may be replaced if a command made it
   * @param err receives messages about the clean-up
   * @throws JobException if something exists there that may not be replaced
   */
  public static NewDirectory open(
      String output, boolean overwrite, Configuration hadoop, PrintWriter err) {
    try {
      Path path = new Path(output);
      FileSystem files = path.getFileSystem(hadoop);
      Path directory = Place.resolve(files, files.makeQualified(path));
      if (directory.getParent() == null) {
        throw JobException.usage("--output is " + output + ", but must be a new directory");
      }
      Storage storage = Storage.of(directory, hadoop);
      NewDirectory made = new NewDirectory(output, overwrite, storage, directory);
      try {
        made.sweep(err);
        made.requireReplaceable();
        return made;
      } catch (IOException | RuntimeException e) {
        made.close();
        throw e;
      }
    } catch (IOException | IllegalArgumentException e) {
      throw JobException.usage(
          "--output " + output + ": cannot create the directory: " + SparkErrors.rootLine(e), e);
    }
  }

  private Path beside(String of, String what) {
    return Place.child(directory.getParent(), "." + directory.getName() + "-" + of + "." + what);
  }

  /** Returns the directory to write the files to. */
  public Path staging() {
    return beside(id, "new");
  }

  private void requireReplaceable() throws IOException {
    if (!storage.exists(directory)) {
      return;
    }
    if (!overwrite) {
      throw JobException.usage(
          "--output is "
              + output
              + ", which exists, but must be a new directory; --overwrite replaces it");
    }
    Optional<String> foreign = MadeFiles.foreign(directory, storage);
    if (foreign.isPresent()) {
      throw JobException.usage(
          "--output is %s, %s, but --overwrite replaces only directories that net2vec-eval created; delete it, or choose another"
              .formatted(output, foreign.get()));
    }
  }

  /**
   * Moves the written files to their final place.
   *
   * @param madeBy the command
   */
  public void publish(String madeBy) throws IOException {
    MadeFiles.write(madeBy, staging(), storage);
    if (!claim.held()) {
      throw new IOException("another command took this one for dead and cleared " + output);
    }
    // It may have changed while the new one was written.
    requireReplaceable();
    Path old = beside(id, "old");
    if (storage.exists(directory)) {
      move(directory, old);
    }
    try {
      move(staging(), directory);
    } catch (IOException e) {
      if (storage.exists(old) && !storage.exists(directory)) {
        move(old, directory);
      }
      throw e;
    }
    storage.delete(old);
  }

  private void move(Path from, Path to) throws IOException {
    // Otherwise it would be moved into the existing directory.
    if (storage.exists(to) || !storage.files().rename(from, to)) {
      throw new IOException("cannot rename " + from + " to " + to);
    }
  }

  private void sweep(PrintWriter err) throws IOException {
    Pattern claims =
        Pattern.compile("\\." + Pattern.quote(directory.getName()) + "-([0-9a-f]{8})\\.claim");
    for (FileStatus file : storage.list(directory.getParent())) {
      Matcher matcher = claims.matcher(file.getPath().getName());
      if (matcher.matches() && !matcher.group(1).equals(id) && claim.isDead(file.getPath())) {
        finish(matcher.group(1), err);
      }
    }
  }

  /** Cleans up after a killed command; the directory is then the old one or the new one. */
  private void finish(String killed, PrintWriter err) throws IOException {
    Path fresh = beside(killed, "new");
    Path old = beside(killed, "old");
    if (storage.exists(old) && !MadeFiles.whole(directory, storage)) {
      Path whole = MadeFiles.whole(fresh, storage) ? fresh : old;
      if (storage.exists(directory)) {
        if (!MadeFiles.whole(whole, storage) || MadeFiles.foreign(directory, storage).isPresent()) {
          err.printf(
              "net2vec-eval: a killed command left %s and %s beside %s; none was deleted%n",
              fresh, old, directory);
          return;
        }
        storage.delete(directory);
      }
      move(whole, directory);
      err.printf(
          "net2vec-eval: a command was killed while it replaced %s; the %s directory is now in"
              + " place%n",
          output, whole.equals(fresh) ? "new" : "old");
    }
    storage.delete(fresh);
    storage.delete(old);
    storage.delete(beside(killed, "claim"));
  }

  /** Deletes what was written but not published. */
  @Override
  public void close() throws IOException {
    if (storage.exists(beside(id, "old"))) {
      // The next command finishes what this one could not.
      claim.leave();
      return;
    }
    storage.delete(staging());
    claim.release();
  }
}
