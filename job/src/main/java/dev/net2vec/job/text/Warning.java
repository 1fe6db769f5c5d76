package dev.net2vec.job.text;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Input that is valid, yet hardly what its owner meant.
 *
 * @param message one line
 * @param details the message's names and numbers, typed
 */
public record Warning(Code code, String message, Map<String, Object> details) {
  /** The kinds, as {@code summary.json} and the JSON log name them. */
  public enum Code {
    NO_FOREGROUND,
    ALL_FOREGROUND,
    SWAPPED_MASKS,
    IDENTICAL_MASKS,
    CONSTANT_PREDICTIONS,
    FAINT_PREDICTIONS,
    METADATA_UNMATCHED,
    NULL_GROUP
  }

  public Warning {
    message = Redaction.current().text(message);
    // In one order, whatever map it was.
    details = Collections.unmodifiableMap(new TreeMap<>(Redaction.current().values(details)));
  }
}
