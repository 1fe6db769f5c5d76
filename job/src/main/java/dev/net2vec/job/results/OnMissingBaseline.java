package dev.net2vec.job.results;

/** What becomes of a check against the baseline where there is nothing to hold a figure against. */
public enum OnMissingBaseline {
  /** It fails. */
  REQUIRE,
  /** It passes. */
  PASS;

  @Override
  public String toString() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
