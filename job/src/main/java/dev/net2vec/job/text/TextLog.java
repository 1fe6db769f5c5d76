package dev.net2vec.job.text;

import java.io.PrintWriter;

/** Standard error as text. */
public final class TextLog extends Log {
  private static final String ERASE_LINE = "\r\u001b[K";

  private boolean status;

  public TextLog(PrintWriter out) {
    super(out);
  }

  /** Shows a status line on a terminal, until the next line. */
  public void status(String text) {
    synchronized (lock) {
      if (!ended()) {
        print(ERASE_LINE + Shown.line(text));
        flush();
        status = true;
      }
    }
  }

  /** Erases the status line, if one is shown. */
  public void clearStatus() {
    synchronized (lock) {
      if (status) {
        print(ERASE_LINE);
        flush();
        status = false;
      }
    }
  }

  @Override
  void line(String text) {
    clearStatus();
    print(Shown.line(text) + System.lineSeparator());
  }
}
