package dev.net2vec.kpi;

/** Tells that a user's reduction cannot give a group its value; the data are not to blame. */
public final class ReductionException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message names the reduction, what it did, and what it should have done
   * @param cause what the reduction threw, or null
   */
  public ReductionException(String message, Throwable cause) {
    super(message, cause);
  }
}
