package dev.net2vec.job;

import dev.net2vec.job.text.JsonLog;
import dev.net2vec.job.text.Log;
import dev.net2vec.job.text.TextLog;
import java.io.PrintWriter;
import java.util.List;

/** How progress and messages are written to standard error. */
enum LogFormat {
  TEXT,
  /** One JSON object a line, for a log aggregator. */
  JSON;

  static final String OPTION = "--log-format";

  /**
   * Returns standard error in the form that the arguments ask for, even those that are mistaken.
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
