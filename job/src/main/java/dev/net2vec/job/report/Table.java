package dev.net2vec.job.report;

import java.util.List;

/**
 * A table of the page.
 *
 * @param id unique on the page
 * @param caption names the table, unlike any other on the page
 * @param tools whether it can be sorted and filtered
 * @param rows each with a cell per column; empty where there is no value
 */
public record Table(
    String id, String caption, boolean tools, List<Column> columns, List<List<String>> rows) {
  Table(String id, String caption, List<Column> columns, List<List<String>> rows) {
    this(id, caption, rows.size() > 5, columns, rows);
  }

  /** What the cells of a column hold. */
  public enum Kind {
    TEXT,
    NUMBER,
    /** A number in [0, 1], which is also drawn. */
    SHARE
  }

  /**
   * A column.
   *
   * @param more whether the column is shown only on request
   */
  public record Column(String label, Kind kind, boolean more) {
    static Column text(String label) {
      return new Column(label, Kind.TEXT, false);
    }

    static Column number(String label) {
      return new Column(label, Kind.NUMBER, false);
    }

    /** Returns the names of its cells' style classes; null if there are none. */
    public String style() {
      String style = kind == Kind.TEXT ? "" : "n";
      return more ? (style + " more").strip() : style.isEmpty() ? null : style;
    }

    public boolean isShare() {
      return kind == Kind.SHARE;
    }
  }

  /** Returns the width of a share's bar, in hundredths of the widest. */
  public static String width(String share) {
    try {
      return Long.toString(Math.round(100 * Math.max(0, Math.min(1, Double.parseDouble(share)))));
    } catch (NumberFormatException e) {
      return "0"; // There is no value, or NaN.
    }
  }

  public boolean hasMore() {
    return columns.stream().anyMatch(Column::more);
  }
}
