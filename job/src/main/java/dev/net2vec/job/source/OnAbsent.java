package dev.net2vec.job.source;

import java.util.Locale;

/** How the instances of a class that a label map lacks are handled. */
public enum OnAbsent {
  /** Evaluate them: their target is all background. */
  INCLUDE,
  /** Leave them out of all figures but their number. */
  SKIP;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
