package dev.net2vec.job.error;

/** Ends the job with a message that explains the cause in full, so that no stack trace is shown. */
public final class JobException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private JobException(int exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /**
   * Returns an exception for a mistake in the options, the config file or the names that they give.
   */
  public static JobException usage(String message) {
    return usage(message, null);
  }

  public static JobException usage(String message, Throwable cause) {
    return new JobException(ExitCode.USAGE, message, cause);
  }

  /** Returns an exception for data that cannot be evaluated. */
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
