package dev.net2vec.job.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The process that a driver runs in.
 *
 * @param scope in which {@code pid} is unique: the machine's boot id and the container's PID
 *     namespace; null if the platform does not provide them
 * @param started start time in milliseconds since 1970; 0 if the platform does not provide it
 */
record DriverProcess(String scope, long pid, long started) {
  /** The state of a process, as far as it is known. */
  enum State {
    RUNS,
    ENDED,
    UNKNOWN
  }

  /** The kernel counts start times from its boot, and the clock may have been set since. */
  private static final Duration TOLERANCE = Duration.ofSeconds(10);

  static DriverProcess current() {
    ProcessHandle process = ProcessHandle.current();
    return new DriverProcess(currentScope(), process.pid(), started(process));
  }

  private static long started(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  private static String currentScope() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip()
          + " "
          + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
    } catch (IOException | UnsupportedOperationException e) {
      return null;
    }
  }

  /** Returns the state of the process; unknown if this process cannot see it. */
  State state() {
    if (scope == null || started == 0 || !scope.equals(currentScope())) {
      return State.UNKNOWN;
    }
    // The pid may have been reused.
    Optional<Long> found = ProcessHandle.of(pid).map(DriverProcess::started);
    return found.isPresent() && Math.abs(found.get() - started) <= TOLERANCE.toMillis()
        ? State.RUNS
        : State.ENDED;
  }
}
