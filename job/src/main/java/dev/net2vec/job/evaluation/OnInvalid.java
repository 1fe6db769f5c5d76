package dev.net2vec.job.evaluation;

import java.util.Locale;

/** What is done with a row that cannot be scored. */
public enum OnInvalid {
  /** It is put apart with its reason; the rest is evaluated. */
  QUARANTINE,
  /** The first one ends the evaluation. */
  FAIL;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
