package dev.net2vec.kpi;

/**
 * Thrown for a mask that has no Net2Vec value, with the reason as a fixed code.
 *
 * <p>The message says what is wrong, where, and what is allowed; it never contains items beyond the
 * first invalid one. There is no stack trace: a dataset may hold millions of invalid masks, and the
 * error is in the data, whose position the message gives.
 */
public final class InvalidMaskException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** The reason why a mask is invalid. The names are part of the job's output. */
  public enum Reason {
    /** The whole mask is NULL. */
    NULL_MASK,
    /** An item, or a row of items, is NULL. */
    NULL_ITEM,
    /** An item is NaN. */
    NAN,
    /** An item of a prediction is outside [0, 1]. */
    OUT_OF_RANGE,
    /** Prediction and target differ in rank or in a dimension. */
    SHAPE_MISMATCH,
    /** Rows of one mask differ in length. */
    RAGGED,
    /** There is no pixel, or none that counts. */
    EMPTY,
    /** The bytes are damaged. */
    UNREADABLE,
    /** The mask is valid, but of an unsupported kind. */
    UNSUPPORTED,
    /** There are more pixels or instances than allowed. */
    TOO_LARGE,
    /** One of the two masks of an instance is missing from its dataset. */
    UNPAIRED
  }

  private final Reason reason;

  /** Creates the exception; {@link MaskErrors} writes the message. */
  public InvalidMaskException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** Returns the reason why the mask is invalid. */
  public Reason reason() {
    return reason;
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
