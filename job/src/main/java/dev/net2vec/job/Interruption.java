package dev.net2vec.job;

import dev.net2vec.job.text.Log;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;

/**
 * Reports that a signal ended the process, and suppresses all later output: errors of Spark threads
 * that the shutdown interrupts are noise.
 */
final class Interruption implements Runnable {
  /** Priority of the shutdown hook: before Spark's, which has 50, and all others. */
  private static final int FIRST = 100;

  private final Log log;

  private Interruption(Log log) {
    this.log = log;
  }

  /** Registers the shutdown hook. */
  static Interruption watch(Log log) {
    Interruption interruption = new Interruption(log);
    ShutdownHookManager.get().addShutdownHook(interruption, FIRST);
    return interruption;
  }

  /** Removes the shutdown hook, as the process is about to exit by itself. */
  void unwatch() {
    if (!ShutdownHookManager.get().isShutdownInProgress()) {
      ShutdownHookManager.get().removeShutdownHook(this);
    }
  }

  @Override
  public void run() {
    log.last("net2vec-eval: interrupted");
    silence();
  }

  /** Suppresses output of Spark's threads, such as of a task that is running while Spark stops. */
  static void silence() {
    Configurator.setAllLevels("", Level.OFF);
    // Output of threads that die in the shutdown.
    System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
  }
}
