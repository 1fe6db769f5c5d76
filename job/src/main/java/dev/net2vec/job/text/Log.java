package dev.net2vec.job.text;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.Locale;

/**
 * Standard error, line by line: each call prints one line, whatever data its text contains, and
 * redacts secrets.
 */
public abstract class Log extends PrintWriter {
  private boolean ended;

  Log(Writer out) {
    super(out, true);
  }

  /** Writes a line; the text may contain any characters. */
  abstract void line(String text);

  /** Writes a line, and ignores all later ones. */
  public final void last(String text) {
    synchronized (lock) {
      println(text);
      ended = true;
    }
  }

  /** Returns whether the last line has been written. */
  final boolean ended() {
    synchronized (lock) {
      return ended;
    }
  }

  @Override
  public final void println(String text) {
    synchronized (lock) {
      if (!ended) {
        line(Redaction.current().text(text));
        flush();
      }
    }
  }

  @Override
  public final void println(Object value) {
    println(String.valueOf(value));
  }

  @Override
  public final PrintWriter format(String format, Object... arguments) {
    return format(Locale.ROOT, format, arguments);
  }

  @Override
  public final PrintWriter format(Locale locale, String format, Object... arguments) {
    String text = String.format(locale, format, arguments);
    String end = System.lineSeparator();
    println(text.endsWith(end) ? text.substring(0, text.length() - end.length()) : text);
    return this;
  }
}
