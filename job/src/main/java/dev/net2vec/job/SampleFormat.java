package dev.net2vec.job;

import java.util.Locale;

/** How the masks of a synthetic dataset are stored. */
enum SampleFormat {
  /** Parquet with nested arrays: FLOAT predictions, TINYINT targets. */
  ARRAYS;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
