package dev.net2vec.job.source;

import java.util.List;

/**
 * A file, or one index of a file's first dimension, with the key that pairs it.
 *
 * @param key null if its path has none
 * @param index null for the whole file
 */
record KeyedFile(List<String> key, MaskFileListing file, Long index) {
  static List<KeyedFile> of(PathKey key, List<MaskFileListing> files) {
    return files.stream().map(file -> new KeyedFile(key.of(file.path()), file, null)).toList();
  }

  @Override
  public String toString() {
    return index == null ? file.path() : file.path() + " at index " + index;
  }
}
