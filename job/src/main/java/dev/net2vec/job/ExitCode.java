package dev.net2vec.job;

/** What the process ends with; clear of Spark's own 3, 11, 50 to 52 and 101. */
final class ExitCode {
  static final int DONE = 0;
  static final int UNEXPECTED = 1;
  static final int USAGE = 2;

  /** A gate did not hold. */
  static final int GATE = 20;

  /** More invalid input than is allowed, whatever the gates say of the rest. */
  static final int INVALID_INPUT = 21;

  private ExitCode() {}
}
