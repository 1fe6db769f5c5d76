package dev.net2vec.job.source;

import java.util.Locale;

/** How input files that cannot be read to their end are handled. */
public enum OnCorruptShard {
  /** End the run at the first one. */
  FAIL,
  /** Leave out all rows of each, and report it with its reason. */
  SKIP;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
