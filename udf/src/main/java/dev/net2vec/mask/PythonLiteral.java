package dev.net2vec.mask;

import dev.net2vec.kpi.InvalidMaskException;
import dev.net2vec.kpi.MaskErrors;
import dev.net2vec.kpi.MaskRole;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Parses the Python literals that occur in NPY headers. */
final class PythonLiteral {
  private static final int MAX_STRING = 24;

  private final MaskRole role;
  private final byte[] bytes;
  private final int end;
  private int at;

  PythonLiteral(MaskRole role, byte[] bytes, int from, int end) {
    this.role = role;
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  /** Returns the offset of the next literal. */
  int at() {
    skipSpace();
    return at;
  }

  /** Returns the next character that is not a space; 0 at the end. */
  char next() {
    skipSpace();
    return at < end ? (char) (bytes[at] & 0xff) : 0;
  }

  boolean skip(char expected) {
    boolean found = next() == expected;
    if (found) {
      at++;
    }
    return found;
  }

  void require(char expected) {
    if (!skip(expected)) {
      throw wrong("'" + expected + "'");
    }
  }

  void requireEnd() {
    skipSpace();
    if (at < end) {
      throw wrong("spaces and a newline to its end");
    }
  }

  /** Reads a quoted string of printable ASCII; no valid header needs escapes. */
  String string() {
    char quote = next();
    if (quote != '\'' && quote != '"') {
      throw wrong("a quoted string");
    }
    int from = at + 1;
    int to = from;
    while (to < end && bytes[to] != quote) {
      if (bytes[to] < ' ' || bytes[to] > '~' || bytes[to] == '\\' || to - from == MAX_STRING) {
        throw wrong("a string of at most " + MAX_STRING + " plain characters");
      }
      to++;
    }
    if (to == end) {
      throw wrong("a closed string");
    }
    at = to + 1;
    return new String(bytes, from, to - from, StandardCharsets.US_ASCII);
  }

  boolean bool() {
    if (skipWord("True")) {
      return true;
    } else if (skipWord("False")) {
      return false;
    }
    throw wrong("True or False");
  }

  /** Reads a tuple of non-negative integers; those too large for a long become its maximum. */
  long[] tuple() {
    require('(');
    long[] items = new long[4];
    int count = 0;
    boolean comma = true;
    while (!skip(')')) {
      if (!comma) {
        throw wrong("',' or ')'");
      }
      items = count == items.length ? Arrays.copyOf(items, 2 * count) : items;
      items[count++] = integer();
      comma = skip(',');
    }
    if (count == 1 && !comma) {
      throw wrong("a tuple, as in (5,)");
    }
    return Arrays.copyOf(items, count);
  }

  private long integer() {
    char first = next();
    int from = at;
    long value = 0;
    while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
      int digit = bytes[at] - '0';
      value = value <= (Long.MAX_VALUE - digit) / 10 ? 10 * value + digit : Long.MAX_VALUE;
      at++;
    }
    if (at == from || (first == '0' && at - from > 1)) {
      at = from;
      throw wrong("an integer of at least 0");
    }
    if (at < end && bytes[at] == 'L') {
      // Python 2 wrote long integers like this.
      at++;
    }
    return value;
  }

  private boolean skipWord(String word) {
    skipSpace();
    int length = word.length();
    boolean found =
        end - at >= length && new String(bytes, at, length, StandardCharsets.US_ASCII).equals(word);
    if (found) {
      at += length;
    }
    return found;
  }

  private void skipSpace() {
    while (at < end && (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\n')) {
      at++;
    }
  }

  private InvalidMaskException wrong(String allowed) {
    return MaskErrors.unreadable(
        role, "NPY header", at < end ? "malformed" : "incomplete", at, allowed);
  }
}
