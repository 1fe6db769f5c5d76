package dev.net2vec.job.text;

import java.util.Locale;

/** How the rows of a result are written on standard output. */
public enum OutputFormat {
  /** Aligned columns for a terminal, with rounded figures. */
  TABLE,
  /** RFC 4180 with a header and all digits; an empty cell is a missing value. */
  CSV,
  /** An array with one object per row, and all digits. */
  JSON,
  /** A table of GitHub's Markdown, with rounded figures. */
  MARKDOWN;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
