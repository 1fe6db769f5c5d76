package dev.net2vec.job.source;

import dev.net2vec.job.error.JobException;
import java.util.ArrayList;
import java.util.HashMap;
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
record FilePair(
    List<String> key, MaskFileListing prediction, MaskFileListing target, String problem) {

  /**
   * Pairs files: first all predictions with a key, in order, then targets without a prediction,
   * then files without a key.
   *
   * @throws JobException if two files of one side have the same key
   */
  static List<FilePair> of(
      PathKey key, List<MaskFileListing> predictions, List<MaskFileListing> targets) {
    List<FilePair> strays = new ArrayList<>();
    Map<List<String>, MaskFileListing> predictionsByKey = new LinkedHashMap<>();
    for (MaskFileListing file : predictions) {
      if (!put("--predictions", key, file, predictionsByKey)) {
        strays.add(new FilePair(null, file, null, unmatched("prediction")));
      }
    }
    Map<List<String>, MaskFileListing> targetsByKey = new HashMap<>();
    for (MaskFileListing file : targets) {
      if (!put("--targets", key, file, targetsByKey)) {
        strays.add(new FilePair(null, null, file, unmatched("target")));
      }
    }
    List<FilePair> pairs = new ArrayList<>();
    predictionsByKey.forEach(
        (parts, prediction) -> {
          MaskFileListing target = targetsByKey.remove(parts);
          String problem = target == null ? alone("prediction", "target", key.text(parts)) : null;
          pairs.add(new FilePair(parts, prediction, target, problem));
        });
    for (MaskFileListing target : targets) {
      List<String> parts = key.of(target.path());
      if (parts != null && targetsByKey.containsKey(parts)) {
        String problem = alone("target", "prediction", key.text(parts));
        pairs.add(new FilePair(parts, null, target, problem));
      }
    }
    pairs.addAll(strays);
    return pairs;
  }

  private static boolean put(
      String option, PathKey key, MaskFileListing file, Map<List<String>, MaskFileListing> byKey) {
    List<String> parts = key.of(file.path());
    if (parts == null) {
      return false;
    }
    MaskFileListing other = byKey.put(parts, file);
    if (other != null) {
      throw JobException.invalidInput(
          "%s has two files with the %s: %s and %s%s"
              .formatted(
                  option,
                  key.text(parts),
                  other.path(),
                  file.path(),
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
    return (prediction == null ? 0 : prediction.bytes()) + (target == null ? 0 : target.bytes());
  }

  String predictionPath() {
    return prediction == null ? null : prediction.path();
  }

  String targetPath() {
    return target == null ? null : target.path();
  }
}
