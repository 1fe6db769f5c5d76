package dev.net2vec.job.source;

import dev.net2vec.job.error.JobException;
import dev.net2vec.job.error.SparkErrors;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * Lists files, all files below directories, and matches of globs; each file once, sorted by path.
 *
 * <p>Names that start with a dot or an underscore are skipped, as in Spark, unless given
 * explicitly. The given directories are listed at the same time, then their subdirectories: in an
 * object store a listing mostly waits, for one request per thousand files.
 */
final class MaskFileSearch {
  private static final int REQUESTS_AT_ONCE = 16;

  private final String option;
  private final List<String> paths;
  private final Configuration hadoop;

  /**
   * Creates a search.
   *
   * @param option that gave the paths; messages start with it
   */
  MaskFileSearch(String option, List<String> paths, Configuration hadoop) {
    this.option = option;
    this.paths = paths;
    this.hadoop = hadoop;
  }

  /**
   * Returns the files.
   *
   * @throws JobException if a path matches nothing or cannot be listed, or there are no files
   */
  List<MaskFileListing> files() {
    Map<String, MaskFileListing> found = new TreeMap<>();
    ExecutorService pool = Executors.newFixedThreadPool(REQUESTS_AT_ONCE);
    try {
      List<FileStatus> children = listed(roots(), this::children, found, pool);
      listed(children, this::below, found, pool);
    } finally {
      pool.shutdownNow();
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
  List<FileStatus> roots() {
    List<FileStatus> roots = new ArrayList<>();
    for (String path : paths) {
      try {
        roots.addAll(statuses(path));
      } catch (FileNotFoundException e) {
        throw JobException.usage(option + " " + path + ": no such file or directory", e);
      } catch (IOException | IllegalArgumentException e) {
        throw JobException.usage(option + " " + path + ": " + SparkErrors.rootLine(e), e);
      }
    }
    return roots;
  }

  private List<FileStatus> statuses(String path) throws IOException {
    Path pattern = new Path(path);
    FileSystem files = pattern.getFileSystem(hadoop);
    if (files.exists(pattern)) {
      // Its name may contain glob characters.
      return List.of(files.getFileStatus(pattern));
    }
    FileStatus[] matched = files.globStatus(pattern);
    if (matched == null || matched.length == 0) {
      throw new FileNotFoundException(path);
    }
    return visible(matched);
  }

  private interface Listing {
    List<FileStatus> of(Path directory) throws IOException;
  }

  /** Adds the files, and returns what the directories list, without its files. */
  private List<FileStatus> listed(
      List<FileStatus> places,
      Listing listing,
      Map<String, MaskFileListing> found,
      ExecutorService pool) {
    Map<Path, Future<List<FileStatus>>> pending = new TreeMap<>();
    for (FileStatus place : places) {
      if (place.isDirectory()) {
        Callable<List<FileStatus>> list = () -> listing.of(place.getPath());
        pending.put(place.getPath(), pool.submit(list));
      } else {
        add(place, found);
      }
    }
    List<FileStatus> directories = new ArrayList<>();
    pending.forEach(
        (directory, list) -> {
          for (FileStatus status : await(directory, list)) {
            if (status.isDirectory()) {
              directories.add(status);
            } else {
              add(status, found);
            }
          }
        });
    return directories;
  }

  private List<FileStatus> await(Path directory, Future<List<FileStatus>> list) {
    try {
      return list.get();
    } catch (ExecutionException e) {
      throw JobException.usage(option + " " + directory + ": " + SparkErrors.rootLine(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw JobException.usage(option + " " + directory + ": interrupted", e);
    }
  }

  private List<FileStatus> children(Path directory) throws IOException {
    return visible(directory.getFileSystem(hadoop).listStatus(directory));
  }

  private List<FileStatus> below(Path directory) throws IOException {
    FileSystem files = directory.getFileSystem(hadoop);
    List<FileStatus> below = new ArrayList<>();
    if (files.getUri().getScheme().equals("file")) {
      walk(directory, below);
      return below;
    }
    // An object store lists everything beneath a prefix at once.
    RemoteIterator<LocatedFileStatus> statuses = files.listFiles(directory, true);
    while (statuses.hasNext()) {
      FileStatus status = statuses.next();
      if (!isHiddenBelow(status.getPath(), directory)) {
        below.add(status);
      }
    }
    return below;
  }

  /** Walks a local directory: there a LocatedFileStatus starts a process for each file. */
  private void walk(Path directory, List<FileStatus> below) throws IOException {
    for (FileStatus child : children(directory)) {
      if (child.isDirectory()) {
        walk(child.getPath(), below);
      } else {
        below.add(child);
      }
    }
  }

  private static void add(FileStatus status, Map<String, MaskFileListing> found) {
    String path = status.getPath().toString();
    found.put(path, new MaskFileListing(path, status.getLen(), InputStamps.of(status)));
  }

  private static List<FileStatus> visible(FileStatus[] statuses) {
    List<FileStatus> visible = new ArrayList<>();
    for (FileStatus status : statuses) {
      if (!isHidden(status.getPath())) {
        visible.add(status);
      }
    }
    return visible;
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
