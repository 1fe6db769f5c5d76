package dev.net2vec.job.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A text table with columns as wide as their cells: words are aligned left, numbers right. */
public final class TextTable {
  private final List<String> header;
  private final int words;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * Starts a table.
   *
   * @param words number of leading columns that hold words
   */
  public TextTable(List<String> header, int words) {
    this.header = List.copyOf(header);
    this.words = words;
  }

  public void add(List<String> row) {
    rows.add(List.copyOf(row));
  }

  /** Returns a figure with this number of decimals; for null, an empty cell. */
  public static String figure(Double value, int decimals) {
    return value == null ? "" : String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  /** Returns the table; every line ends with a line break. */
  @Override
  public String toString() {
    int[] widths = new int[header.size()];
    widen(widths, header);
    rows.forEach(row -> widen(widths, row));
    StringBuilder text = new StringBuilder();
    append(text, widths, header);
    rows.forEach(row -> append(text, widths, row));
    return text.toString();
  }

  private static void widen(int[] widths, List<String> row) {
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], row.get(i).length());
    }
  }

  private void append(StringBuilder text, int[] widths, List<String> row) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = row.get(i);
      String padding = " ".repeat(widths[i] - cell.length());
      line.append(i == 0 ? "" : "  ");
      line.append(i < words ? cell + padding : padding + cell);
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }
}
