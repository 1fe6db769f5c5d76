package dev.net2vec.job.source;

import dev.net2vec.job.error.JobException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files of a prediction and its target, or only one of them.
 *
 * @param key null if the file has none
 * @param prediction null if there is none
 * @param target null if there is none
 * @param problem why the files are not a pair; null if they are
 */
record FilePair(List<String> key, KeyedFile prediction, KeyedFile target, String problem) {
  /** Between the paths of a {@link #name}. */
  static final String NAMES = "\n";

  /**
   * Pairs files: first all predictions with a key, in order, then targets without a prediction,
   * then files without a key.
   *
   * @throws JobException if two files of one side have the same key
   */
  static List<FilePair> of(PathKey key, List<KeyedFile> predictions, List<KeyedFile> targets) {
    List<FilePair> strays = new ArrayList<>();
    Map<List<String>, KeyedFile> predictionsByKey = new LinkedHashMap<>();
    for (KeyedFile file : predictions) {
      if (!put("--predictions", key, file, predictionsByKey)) {
        strays.add(new FilePair(null, file, null, unmatched("prediction")));
      }
    }
    Map<List<String>, KeyedFile> targetsByKey = new LinkedHashMap<>();
    for (KeyedFile file : targets) {
      if (!put("--targets", key, file, targetsByKey)) {
        strays.add(new FilePair(null, null, file, unmatched("target")));
      }
    }
    List<FilePair> pairs = new ArrayList<>();
    predictionsByKey.forEach(
        (parts, prediction) -> {
          KeyedFile target = targetsByKey.remove(parts);
          String problem = target == null ? alone("prediction", "target", key.text(parts)) : null;
          pairs.add(new FilePair(parts, prediction, target, problem));
        });
    targetsByKey.forEach(
        (parts, target) -> {
          String problem = alone("target", "prediction", key.text(parts));
          pairs.add(new FilePair(parts, null, target, problem));
        });
    pairs.addAll(strays);
    return pairs;
  }

  private static boolean put(
      String option, PathKey key, KeyedFile file, Map<List<String>, KeyedFile> byKey) {
    if (file.key() == null) {
      return false;
    }
    KeyedFile other = byKey.put(file.key(), file);
    if (other != null) {
      throw JobException.invalidInput(
          "%s has two files with the %s: %s and %s%s"
              .formatted(
                  option,
                  key.text(file.key()),
                  other,
                  file,
                  key.pattern() == null ? "; --join-on can tell them apart by their paths" : ""));
    }
    return true;
  }

  private static String alone(String role, String other, String key) {
    return "%s has no %s with the same %s".formatted(role, other, key);
  }

  private static String unmatched(String role) {
    return role + "'s path does not match --join-on";
  }

  /** Returns the total size of both files in bytes. */
  long bytes() {
    return bytes(prediction) + bytes(target);
  }

  private static long bytes(KeyedFile file) {
    return file == null ? 0 : file.file().bytes();
  }

  /** Returns the pair's name among all pairs: the paths of its files. */
  String name() {
    return (prediction == null ? "" : prediction.file().path())
        + NAMES
        + (target == null ? "" : target.file().path());
  }

  /** Returns whether both files are as they were, as a text that changes if one does. */
  String stamp() {
    return stamp(prediction) + NAMES + stamp(target);
  }

  private static String stamp(KeyedFile file) {
    return file == null ? "" : file.file().stamp() + "#" + file.index();
  }

  String predictionPath() {
    return prediction == null ? null : prediction.file().path();
  }

  /** Returns the index of the prediction in its file; null for the whole file. */
  Long predictionIndex() {
    return prediction == null ? null : prediction.index();
  }

  String targetPath() {
    return target == null ? null : target.file().path();
  }
}
