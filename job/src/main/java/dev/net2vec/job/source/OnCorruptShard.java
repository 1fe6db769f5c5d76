package dev.net2vec.job.source;

import java.util.Locale;

/** What is done with a file of the input that cannot be read to its end. */
public enum OnCorruptShard {
  /** The first one ends the evaluation. */
  FAIL,
  /** It is left out, all of its rows, and named with its reason. */
  SKIP;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
