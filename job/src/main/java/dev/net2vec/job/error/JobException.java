package dev.net2vec.job.error;

/** An end of the job that its message explains in full, so that no trace is shown. */
public final class JobException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private JobException(int exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** A mistake in the options, the config file or the names they give. */
  public static JobException usage(String message) {
    return usage(message, null);
  }

  public static JobException usage(String message, Throwable cause) {
    return new JobException(ExitCode.USAGE, message, cause);
  }

  /** Data that cannot be evaluated, or more invalid rows than are allowed. */
  public static JobException invalidInput(String message) {
    return invalidInput(message, null);
  }

  public static JobException invalidInput(String message, Throwable cause) {
    return new JobException(ExitCode.INVALID_INPUT, message, cause);
  }

  public int exitCode() {
    return exitCode;
  }
}
