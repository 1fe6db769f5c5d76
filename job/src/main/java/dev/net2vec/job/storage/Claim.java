package dev.net2vec.job.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.net2vec.job.text.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import org.apache.hadoop.fs.Path;

/**
 * Shows that a driver is working on a run or directory: a file that names the driver's process and
 * is rewritten every {@link #BEAT}.
 *
 * <p>A claim is dead if its process has ended, where the reader can see that process (same boot of
 * the same machine, same container); otherwise if it has not been rewritten for {@link #LEASE}, by
 * the file system's clock. So a killed run is detected at once on the same machine, and after the
 * lease on another. A driver that hangs for the whole lease may be taken for dead; it then finds
 * its claim gone and publishes nothing.
 */
public final class Claim {
  static final Duration BEAT = Duration.ofSeconds(30);
  static final Duration LEASE = Duration.ofMinutes(10);

  private final Storage storage;
  private final Path file;
  private final String text = Json.text(DriverProcess.current());
  private final Timer clock = new Timer("claim", true);

  private Claim(Storage storage, Path file) {
    this.storage = storage;
    this.file = file;
  }

  /** Makes a claim, which is rewritten regularly until it is released or left. */
  public static Claim make(Storage storage, Path file) throws IOException {
    Claim claim = new Claim(storage, file);
    if (!storage.create(file, claim.text)) {
      throw new IOException("there is a claim already: " + file);
    }
    claim.clock.schedule(
        new TimerTask() {
          @Override
          public void run() {
            claim.beat();
          }
        },
        BEAT.toMillis(),
        BEAT.toMillis());
    return claim;
  }

  private synchronized void beat() {
    try {
      if (held()) {
        storage.rewrite(file, text);
      }
    } catch (IOException e) {
      // The next beat tries again; a lasting failure shows when the run is published.
    }
  }

  /** Returns whether the claim still exists. */
  public boolean held() throws IOException {
    return storage.exists(file);
  }

  /** Returns when it was last written, by the file system's clock. */
  long modified() throws IOException {
    return storage.modified(file).orElse(0L);
  }

  /** Returns whether another run's claim is dead. */
  public boolean isDead(Path other) throws IOException {
    Optional<String> text = storage.text(other);
    Optional<Long> written = storage.modified(other);
    if (text.isEmpty() || written.isEmpty()) {
      return false;
    }
    return switch (state(text.get())) {
      case RUNS -> false;
      case ENDED -> true;
      case UNKNOWN -> modified() - written.get() > LEASE.toMillis();
    };
  }

  private static DriverProcess.State state(String text) {
    try {
      return Json.read(text, DriverProcess.class).state();
    } catch (JsonProcessingException e) {
      // It is being written right now, or its driver died while writing it.
      return DriverProcess.State.UNKNOWN;
    }
  }

  /** Stops rewriting the claim, and deletes it. */
  public synchronized void release() throws IOException {
    clock.cancel();
    storage.delete(file);
  }

  /** Stops rewriting the claim, but keeps it, so that the next run does the remaining steps. */
  public synchronized void leave() {
    clock.cancel();
  }
}
