package dev.net2vec.job.results;

/** The outcome of a check against the baseline if there is no figure to compare with. */
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
