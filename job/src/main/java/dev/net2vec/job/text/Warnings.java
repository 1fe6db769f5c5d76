package dev.net2vec.job.text;

import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Prints a run's warnings to standard error, each once, and keeps them for the summary. */
public final class Warnings {
  private final PrintWriter err;
  private final Set<Warning> said = new LinkedHashSet<>();

  public Warnings(PrintWriter err) {
    this.err = err;
  }

  public void say(Warning warning) {
    if (!said.add(warning)) {
      return;
    }
    if (err instanceof JsonLog log) {
      log.log("WARN", warning.message(), Map.of("code", warning.code().name()));
    } else {
      note(warning.message());
    }
  }

  /** Prints a note, which does not count as a warning. */
  public void note(String text) {
    err.println("net2vec-eval: " + text);
  }

  /** Returns the warnings printed so far. */
  public List<Warning> said() {
    return List.copyOf(said);
  }
}
