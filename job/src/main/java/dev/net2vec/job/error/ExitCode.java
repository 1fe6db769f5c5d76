package dev.net2vec.job.error;

/** Exit codes of the process, distinct from Spark's own: 3, 11, 50 to 52 and 101. */
public final class ExitCode {
  public static final int DONE = 0;
  public static final int UNEXPECTED = 1;
  public static final int USAGE = 2;

  /** A gate did not hold. */
  public static final int GATE = 20;

  /** More invalid input than is allowed, whatever the gates say of the rest. */
  public static final int INVALID_INPUT = 21;

  private ExitCode() {}
}
