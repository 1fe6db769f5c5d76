package dev.net2vec.job;

import dev.net2vec.job.error.JobException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The values of a repeatable option of the form KEY=VALUE. */
final class Pairs {
  private Pairs() {}

  /**
   * Returns the values by their keys.
   *
   * @param option its name, for errors
   * @throws JobException if one is not of that form, or a key is given twice
   */
  static Map<String, String> of(String option, List<String> given) {
    Map<String, String> pairs = new TreeMap<>();
    for (String text : given) {
      int equals = text.indexOf('=');
      if (equals < 1) {
        throw JobException.usage(option + " is \"" + text + "\", but must be KEY=VALUE");
      }
      String key = text.substring(0, equals).strip();
      if (pairs.put(key, text.substring(equals + 1).strip()) != null) {
        throw JobException.usage(option + " has the key " + key + " twice");
      }
    }
    return pairs;
  }
}
