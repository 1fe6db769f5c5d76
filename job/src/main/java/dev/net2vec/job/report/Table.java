package dev.net2vec.job.report;

import java.util.List;

/**
 * A table of the page.
 *
 * @param id unique on the page
 * @param caption names the table for those who do not see what stands around it
 * @param rows each with a cell per column; empty where there is no value
 */
record Table(String id, String caption, List<Column> columns, List<List<String>> rows) {
  /** What the cells of a column hold. */
  enum Kind {
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
  record Column(String label, Kind kind, boolean more) {
    static Column text(String label) {
      return new Column(label, Kind.TEXT, false);
    }

    static Column number(String label) {
      return new Column(label, Kind.NUMBER, false);
    }

    /** Returns the names of its cells' style classes; null if there are none. */
    String style() {
      String style = kind == Kind.TEXT ? "" : "n";
      return more ? (style + " more").strip() : style.isEmpty() ? null : style;
    }

    boolean isShare() {
      return kind == Kind.SHARE;
    }
  }

  /** Returns the width of a share's bar, in hundredths of the widest. */
  static String width(String share) {
    try {
      return Long.toString(Math.round(100 * Math.max(0, Math.min(1, Double.parseDouble(share)))));
    } catch (NumberFormatException e) {
      return "0"; // There is no value, or NaN.
    }
  }

  boolean hasMore() {
    return columns.stream().anyMatch(Column::more);
  }

  /** Returns whether sorting and filtering is of use. */
  boolean isLong() {
    return rows.size() > 5;
  }
}
