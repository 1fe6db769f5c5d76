package dev.net2vec.job.text;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Makes text from data safe to show: on one line, and without characters that act on a terminal.
 */
public final class Shown {
  /** The cell of a table for a missing value. */
  public static final String NULL = "NULL";

  /** The name of the group of all instances in a table. */
  public static final String ALL = "(all)";

  /** The most characters in a cell. */
  static final int WIDEST = 60;

  /** The most characters of a message. */
  static final int LONGEST = 300;

  private static final String CUT = "…";

  private Shown() {}

  /**
   * Returns the text with line breaks, escape codes, and other invisible characters that affect the
   * display, escaped as in JSON: {@code \u001b}.
   */
  static String line(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point -> {
              if (acts(point) && point != '\t') {
                escape(shown, point);
              } else {
                shown.appendCodePoint(point);
              }
            });
    return shown.toString();
  }

  /**
   * Returns a value as a cell of a table: on one line, shortened if it is long, and quoted if it
   * could be mistaken for something else.
   *
   * @param value or null
   */
  public static String cell(String value) {
    if (value == null) {
      return NULL;
    }
    boolean plain =
        !value.equals(NULL)
            && !value.equals(ALL)
            && !value.startsWith("\"")
            && value.equals(value.strip())
            && !value.isEmpty();
    String text = value.replace("\\", "\\\\");
    return cut(tabless(line(plain ? text : '"' + text.replace("\"", "\\\"") + '"')), WIDEST);
  }

  /** Returns a message on one line, cut if it is long. */
  public static String message(String text) {
    return cut(line(text), LONGEST);
  }

  /** Returns a JSON value as a cell of a table; values other than text and null, as JSON. */
  public static String cell(JsonNode value) {
    if (value.isNull()) {
      return NULL;
    }
    return value.isTextual() ? cell(value.textValue()) : cut(line(value.toString()), WIDEST);
  }

  private static String tabless(String text) {
    return text.replace("\t", "\\t");
  }

  /** Cuts out the middle, as names often start alike. */
  private static String cut(String text, int most) {
    int points = text.codePointCount(0, text.length());
    if (points <= most) {
      return text;
    }
    int head = (most - CUT.length()) / 2;
    int tail = most - CUT.length() - head;
    return text.substring(0, text.offsetByCodePoints(0, head))
        + CUT
        + text.substring(text.offsetByCodePoints(text.length(), -tail));
  }

  /**
   * Returns whether a character is invisible but affects the display: controls, formats,
   * separators.
   */
  static boolean acts(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }

  private static void escape(StringBuilder shown, int point) {
    switch (point) {
      case '\n' -> shown.append("\\n");
      case '\r' -> shown.append("\\r");
      default -> {
        for (char unit : Character.toChars(point)) {
          shown.append(String.format("\\u%04x", (int) unit));
        }
      }
    }
  }
}
