package dev.net2vec.job;

import dev.net2vec.job.text.Log;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;

/**
 * Says that a signal ends the process, and nothing else: what Spark's threads have to say of being
 * stopped at their work is of no use.
 */
final class Interruption implements Runnable {
  /** Before Spark stops, which is at 50, and all else. */
  private static final int FIRST = 100;

  private final Log log;

  private Interruption(Log log) {
    this.log = log;
  }

  /** Watches the process from now on. */
  static Interruption watch(Log log) {
    Interruption interruption = new Interruption(log);
    ShutdownHookManager.get().addShutdownHook(interruption, FIRST);
    return interruption;
  }

  /** Watches no more, as the process is about to end by itself. */
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

  /** Ends what Spark's threads say, such as of a task that is at work while Spark stops. */
  static void silence() {
    Configurator.setAllLevels("", Level.OFF);
    // What threads print that die of it.
    System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
  }
}
