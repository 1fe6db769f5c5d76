package dev.net2vec.job.source;

import dev.net2vec.job.error.JobException;
import dev.net2vec.job.error.SparkErrors;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * A file from a listing of masks.
 *
 * @param path with its scheme
 * @param bytes its size
 */
record MaskFileListing(String path, long bytes) {

  /**
   * Lists files, all files below directories, and matches of globs; each file once, sorted by path.
   *
   * <p>Names that start with a dot or an underscore are skipped, as in Spark, unless given
   * explicitly.
   *
   * @param option that gave the paths; messages start with it
   * @throws JobException if a path matches nothing or cannot be listed, or there are no files
   */
  static List<MaskFileListing> list(String option, List<String> paths, Configuration hadoop) {
    Map<String, MaskFileListing> found = new TreeMap<>();
    for (FileStatus root : roots(option, paths, hadoop)) {
      if (!root.isDirectory()) {
        add(root, found);
        continue;
      }
      try {
        addBelow(root.getPath(), hadoop, found);
      } catch (IOException e) {
        throw JobException.usage(option + " " + root.getPath() + ": " + SparkErrors.rootLine(e), e);
      }
    }
    if (found.isEmpty()) {
      throw JobException.usage(
          option + " " + String.join(" ", paths) + ": no files were found there");
    }
    return List.copyOf(found.values());
  }

  /**
   * Returns the files and directories that paths and globs name.
   *
   * @throws JobException if a path matches nothing or cannot be accessed
   */
  static List<FileStatus> roots(String option, List<String> paths, Configuration hadoop) {
    List<FileStatus> roots = new ArrayList<>();
    for (String path : paths) {
      try {
        roots.addAll(statuses(path, hadoop));
      } catch (FileNotFoundException e) {
        throw JobException.usage(option + " " + path + ": no such file or directory", e);
      } catch (IOException | IllegalArgumentException e) {
        throw JobException.usage(option + " " + path + ": " + SparkErrors.rootLine(e), e);
      }
    }
    return roots;
  }

  private static List<FileStatus> statuses(String path, Configuration hadoop) throws IOException {
    Path pattern = new Path(path);
    FileSystem files = pattern.getFileSystem(hadoop);
    if (files.exists(pattern)) {
      // Its name may contain glob characters.
      return List.of(files.getFileStatus(pattern));
    }
    List<FileStatus> matched = new ArrayList<>();
    FileStatus[] statuses = files.globStatus(pattern);
    if (statuses == null || statuses.length == 0) {
      throw new FileNotFoundException(path);
    }
    for (FileStatus status : statuses) {
      if (!isHidden(status.getPath())) {
        matched.add(status);
      }
    }
    return matched;
  }

  private static void addBelow(
      Path directory, Configuration hadoop, Map<String, MaskFileListing> found) throws IOException {
    FileSystem files = directory.getFileSystem(hadoop);
    if (files.getUri().getScheme().equals("file")) {
      addBelow(files, directory, found);
      return;
    }
    // An object store lists everything beneath a prefix at once.
    RemoteIterator<LocatedFileStatus> below = files.listFiles(directory, true);
    while (below.hasNext()) {
      FileStatus status = below.next();
      if (!isHiddenBelow(status.getPath(), directory)) {
        add(status, found);
      }
    }
  }

  /** Walks a local directory: there a LocatedFileStatus starts a process for each file. */
  private static void addBelow(FileSystem files, Path directory, Map<String, MaskFileListing> found)
      throws IOException {
    for (FileStatus status : files.listStatus(directory)) {
      if (isHidden(status.getPath())) {
        continue;
      }
      if (status.isDirectory()) {
        addBelow(files, status.getPath(), found);
      } else {
        add(status, found);
      }
    }
  }

  private static void add(FileStatus status, Map<String, MaskFileListing> found) {
    String path = status.getPath().toString();
    found.put(path, new MaskFileListing(path, status.getLen()));
  }

  private static boolean isHiddenBelow(Path file, Path directory) {
    for (Path path = file; path != null && !path.equals(directory); path = path.getParent()) {
      if (isHidden(path)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isHidden(Path path) {
    return path.getName().startsWith(".") || path.getName().startsWith("_");
  }
}
