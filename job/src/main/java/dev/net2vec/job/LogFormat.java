package dev.net2vec.job;

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
  static PrintWriter of(List<String> arguments, PrintWriter err) {
    int option = arguments.indexOf(OPTION);
    String value =
        option >= 0 && option + 1 < arguments.size()
            ? arguments.get(option + 1)
            : arguments.contains(OPTION + "=json") ? "json" : "";
    return value.equalsIgnoreCase(JSON.name()) ? new JsonLog(err) : err;
  }
}
