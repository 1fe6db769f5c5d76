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
 * Says that a driver is at work on a run: a file that names the driver's process and is written
 * again every {@link #BEAT}.
 *
 * <p>A claim is dead when its process has ended, as far as the one who asks can see that process
 * (same boot of the same machine, same container); else when it was not written for {@link #LEASE}
 * by the file system's own clock. So a killed run is told at once on one machine, and after the
 * lease from another; a driver that hangs for the whole of the lease may be taken for dead, and
 * then finds its claim gone and publishes nothing.
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

  /** Makes a claim that is kept up until it is released or left. */
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
      // The next beat tries again; what lasts shows when the run is published.
    }
  }

  /** Tells whether nobody took the claim away. */
  public boolean held() throws IOException {
    return storage.exists(file);
  }

  /** Returns when it was last written, by the file system's clock. */
  long modified() throws IOException {
    return storage.modified(file).orElse(0L);
  }

  /** Tells whether a claim of another run is dead. */
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
      // It is being written right now, or was when its driver ended.
      return DriverProcess.State.UNKNOWN;
    }
  }

  /** Ends the claim. */
  public synchronized void release() throws IOException {
    clock.cancel();
    storage.delete(file);
  }

  /** Lets the claim die with this process, so that the next run finds what is left to do. */
  public synchronized void leave() {
    clock.cancel();
  }
}
