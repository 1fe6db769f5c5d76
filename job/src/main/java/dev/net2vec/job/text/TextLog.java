package dev.net2vec.job.text;

import java.io.PrintWriter;

/** Standard error as text. */
public final class TextLog extends Log {
  private static final String ERASE_LINE = "\r\u001b[K";

  private boolean status;

  public TextLog(PrintWriter out) {
    super(out);
  }

  /** Shows a line on a terminal until the next one comes. */
  public void status(String text) {
    synchronized (lock) {
      if (!ended()) {
        print(ERASE_LINE + Shown.line(text));
        flush();
        status = true;
      }
    }
  }

  /** Erases the line that the terminal shows. */
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
