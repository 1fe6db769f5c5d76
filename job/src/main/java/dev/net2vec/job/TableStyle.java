package dev.net2vec.job;

import dev.net2vec.job.text.TextTable;

/**
 * How tables are printed.
 *
 * @param isMarkdown whether as Markdown, not as text
 * @param width the most characters of a line of text
 */
record TableStyle(boolean isMarkdown, int width) {
  /** Whatever reads it can take lines of any length. */
  static final int UNLIMITED = Integer.MAX_VALUE;

  /** Returns a table. */
  String text(TextTable table) {
    return isMarkdown
        ? table.markdown()
        : table.fitted(width, "; --output-format csv has all columns");
  }

  /** Returns a remark below a table. */
  String note(String line) {
    return (isMarkdown ? "\n" : "") + line + "\n";
  }
}
