package dev.net2vec.kpi;

/**
 * Thrown if a user's reduction fails to reduce a group; the cause is the reduction, not the data.
 */
public final class ReductionException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message names the reduction, its result or error, and the requirement
   * @param cause the reduction's exception, or null
   */
  public ReductionException(String message, Throwable cause) {
    super(message, cause);
  }
}
