package dev.net2vec.job.text;

import com.fasterxml.jackson.databind.JsonNode;

/** Text from data as people may see it: on its line, and without what acts on a terminal. */
public final class Shown {
  /** What a cell of a table shows of a value that is not there. */
  public static final String NULL = "NULL";

  /** What a table calls the group of all instances. */
  public static final String ALL = "(all)";

  /** The most characters of a cell. */
  static final int WIDEST = 60;

  private static final String CUT = "…";

  private Shown() {}

  /**
   * Returns the text with line breaks, escape codes, and all else that is not seen but changes what
   * is, written as JSON writes them: {@code \u001b}.
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
   * Returns a value as a cell of a table: as a line, cut where it is long, and in quotes where it
   * would be taken for something else.
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
    return cut(tabless(line(plain ? text : '"' + text.replace("\"", "\\\"") + '"')));
  }

  /** Returns a JSON value as a cell; what is neither text nor null, as JSON. */
  public static String cell(JsonNode value) {
    if (value.isNull()) {
      return NULL;
    }
    return value.isTextual() ? cell(value.textValue()) : cut(line(value.toString()));
  }

  private static String tabless(String text) {
    return text.replace("\t", "\\t");
  }

  /** Leaves out the middle: names often begin alike. */
  private static String cut(String text) {
    int points = text.codePointCount(0, text.length());
    if (points <= WIDEST) {
      return text;
    }
    int head = (WIDEST - CUT.length()) / 2;
    int tail = WIDEST - CUT.length() - head;
    return text.substring(0, text.offsetByCodePoints(0, head))
        + CUT
        + text.substring(text.offsetByCodePoints(text.length(), -tail));
  }

  /** Tells whether a character is not seen, but changes what is: controls, formats, separators. */
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
