package dev.net2vec.job;

import dev.net2vec.job.text.JsonLog;
import dev.net2vec.job.text.Log;
import dev.net2vec.job.text.TextLog;
import java.io.PrintWriter;
import java.util.List;

/** The format of progress and messages on standard error. */
enum LogFormat {
  TEXT,
  /** One JSON object per line, for a log aggregator. */
  JSON;

  static final String OPTION = "--log-format";

  /**
   * Returns the log in the format that the arguments ask for, even if they are otherwise invalid.
   */
  static Log of(List<String> arguments, PrintWriter err) {
    String before = "";
    for (String argument : arguments) {
      String given = before.equals(OPTION) ? OPTION + "=" + argument : argument;
      if (given.equalsIgnoreCase(OPTION + "=" + JSON)) {
        return new JsonLog(err);
      }
      before = argument;
    }
    return new TextLog(err);
  }
}
