package dev.net2vec.job.text;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A warning of valid but implausible input.
 *
 * @param message one line
 * @param details the names and numbers in the message, as typed values
 */
public record Warning(Code code, String message, Map<String, Object> details) {
  /** The kinds of warnings, as named in {@code summary.json} and the JSON log. */
  public enum Code {
    NO_FOREGROUND,
    ALL_FOREGROUND,
    SWAPPED_MASKS,
    IDENTICAL_MASKS,
    CONSTANT_PREDICTIONS,
    FAINT_PREDICTIONS,
    METADATA_UNMATCHED,
    CONCEPTS_UNMATCHED,
    NULL_GROUP
  }

  public Warning {
    message = Redaction.current().text(message);
    // Sorted, so that the order does not depend on the given map.
    details = Collections.unmodifiableMap(new TreeMap<>(Redaction.current().values(details)));
  }
}
