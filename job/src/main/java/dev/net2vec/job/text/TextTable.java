package dev.net2vec.job.text;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/** A table with columns as wide as their cells: words are aligned left, numbers right. */
public final class TextTable {
  private static final String GAP = "  ";

  private final List<String> header;
  private final int words;
  private final int kept;
  private final int[] widths;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * Starts a table.
   *
   * @param words number of leading columns that hold words
   */
  public TextTable(List<String> header, int words) {
    this(header, words, header.size());
  }

  /**
   * Starts a table that can be narrowed.
   *
   * @param words number of leading columns that hold words
   * @param kept number of leading columns that are never left out
   */
  public TextTable(List<String> header, int words, int kept) {
    this.header = List.copyOf(header);
    this.words = words;
    this.kept = kept;
    this.widths = header.stream().mapToInt(String::length).toArray();
  }

  public void add(List<String> row) {
    rows.add(List.copyOf(row));
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], row.get(i).length());
    }
  }

  /** Returns a figure with this number of decimals; for null, an empty cell. */
  public static String figure(Double value, int decimals) {
    return value == null ? "" : String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  /** Returns the whole table; every line ends with a line break. */
  @Override
  public String toString() {
    return text(all());
  }

  /**
   * Returns the table without the columns that do not fit, which a line below names.
   *
   * @param width in characters
   * @param elsewhere tells where all columns are
   */
  public String fitted(int width, String elsewhere) {
    BitSet shown = new BitSet();
    int used = 0;
    List<String> left = new ArrayList<>();
    for (int i = 0; i < header.size(); i++) {
      int wider = used + (i == 0 ? 0 : GAP.length()) + widths[i];
      if (i < kept || wider <= width) {
        shown.set(i);
        used = wider;
      } else {
        left.add(header.get(i));
      }
    }
    return left.isEmpty()
        ? text(shown)
        : text(shown) + "Too wide to show: " + String.join(", ", left) + elsewhere + "\n";
  }

  /** Returns the whole table in GitHub's Markdown, what it would take for markup escaped. */
  public String markdown() {
    StringBuilder text = new StringBuilder();
    markdown(text, header);
    text.append('|');
    for (int i = 0; i < header.size(); i++) {
      text.append(i < words ? "---|" : "---:|");
    }
    text.append('\n');
    rows.forEach(row -> markdown(text, row));
    return text.toString();
  }

  private static void markdown(StringBuilder text, List<String> cells) {
    text.append('|');
    for (String cell : cells) {
      text.append(' ');
      text.append(cell.replace("&", "&amp;").replace("<", "&lt;").replace("|", "\\|"));
      text.append(" |");
    }
    text.append('\n');
  }

  private BitSet all() {
    BitSet all = new BitSet();
    all.set(0, header.size());
    return all;
  }

  private String text(BitSet shown) {
    StringBuilder text = new StringBuilder();
    append(text, shown, header);
    rows.forEach(row -> append(text, shown, row));
    return text.toString();
  }

  private void append(StringBuilder text, BitSet shown, List<String> row) {
    StringBuilder line = new StringBuilder();
    for (int i = shown.nextSetBit(0); i >= 0; i = shown.nextSetBit(i + 1)) {
      String cell = row.get(i);
      String padding = " ".repeat(widths[i] - cell.length());
      line.append(line.isEmpty() ? "" : GAP);
      line.append(i < words ? cell + padding : padding + cell);
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }
}
