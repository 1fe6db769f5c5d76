package dev.net2vec.job.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.net2vec.job.text.Json;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The list of a directory's files, which a command writes into it last. It shows that the directory
 * is the command's own and whole.
 *
 * @param madeBy the command
 * @param files their paths within the directory
 */
record MadeFiles(String madeBy, Set<String> files) {
  /** Spark does not read files as data if their names start with an underscore. */
  static final String NAME = "_net2vec.json";

  /** Writes the list of a directory's files into it. */
  static void write(String madeBy, Path directory, Storage storage) throws IOException {
    MadeFiles made = new MadeFiles(madeBy, found(directory, storage));
    storage.rewrite(new Path(directory, NAME), Json.text(made) + "\n");
  }

  private static Optional<MadeFiles> read(Path directory, Storage storage) throws IOException {
    Optional<String> text = storage.text(new Path(directory, NAME));
    try {
      return text.isEmpty()
          ? Optional.empty()
          : Optional.of(Json.read(text.get(), MadeFiles.class));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** Returns whether a directory has its list, and all files on the list. */
  static boolean whole(Path directory, Storage storage) throws IOException {
    Optional<MadeFiles> made = read(directory, storage);
    return made.isPresent() && found(directory, storage).containsAll(made.get().files());
  }

  /**
   * Returns why a directory must not be deleted, as a relative clause for a message; empty if a
   * command made all of it, or if it has no files.
   */
  static Optional<String> foreign(Path directory, Storage storage) throws IOException {
    if (!storage.files().getFileStatus(directory).isDirectory()) {
      return Optional.of("which is a file");
    }
    Set<String> found = found(directory, storage);
    Optional<MadeFiles> made = read(directory, storage);
    if (made.isEmpty()) {
      return found.isEmpty()
          ? Optional.empty()
          : Optional.of("which net2vec-eval did not create (it has no " + NAME + ")");
    }
    found.removeAll(made.get().files());
    return found.stream()
        .findFirst()
        .map(file -> "which contains " + file + ", a file that net2vec-eval did not create");
  }

  /** Returns a directory's files, except the list and checksums of existing files. */
  private static Set<String> found(Path directory, Storage storage) throws IOException {
    Set<String> names = new TreeSet<>();
    addBelow(directory, "", storage, names);
    Set<String> checksums = new HashSet<>();
    for (String name : names) {
      int file = name.lastIndexOf('/') + 1;
      checksums.add(name.substring(0, file) + "." + name.substring(file) + ".crc");
    }
    names.removeAll(checksums);
    names.removeAll(List.of(NAME));
    return names;
  }

  private static void addBelow(Path directory, String prefix, Storage storage, Set<String> names)
      throws IOException {
    for (FileStatus status : storage.list(directory)) {
      String name = prefix + status.getPath().getName();
      if (status.isDirectory()) {
        addBelow(status.getPath(), name + "/", storage, names);
      } else {
        names.add(name);
      }
    }
  }
}
