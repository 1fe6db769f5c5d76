package dev.net2vec.job.dataset;

import java.util.Locale;

/** How the masks of a synthetic dataset are stored. */
public enum SampleFormat {
  /** Parquet with nested arrays: FLOAT predictions, TINYINT targets. */
  ARRAYS;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
