package dev.net2vec.job.evaluation;

import java.util.Locale;

/** How rows that cannot be scored are handled. */
public enum OnInvalid {
  /** Set them apart with their reasons, and use the rest. */
  QUARANTINE,
  /** End the run at the first one. */
  FAIL;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
