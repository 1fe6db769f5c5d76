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
 * @param scope within which {@code pid} names one process: this boot of this machine, and the
 *     container's own process ids; null where the platform cannot tell
 * @param started in milliseconds since 1970; 0 where the platform cannot tell
 */
record DriverProcess(String scope, long pid, long started) {
  /** What is known of a process. */
  enum State {
    RUNS,
    ENDED,
    UNKNOWN
  }

  /** The kernel counts from its start, and its clock may be set meanwhile. */
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

  /** Tells whether the process runs, where this one can see that. */
  State state() {
    if (scope == null || started == 0 || !scope.equals(currentScope())) {
      return State.UNKNOWN;
    }
    // An id may have been given to another process since.
    Optional<Long> found = ProcessHandle.of(pid).map(DriverProcess::started);
    return found.isPresent() && Math.abs(found.get() - started) <= TOLERANCE.toMillis()
        ? State.RUNS
        : State.ENDED;
  }
}
