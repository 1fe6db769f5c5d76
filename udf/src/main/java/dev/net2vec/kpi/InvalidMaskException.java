package dev.net2vec.kpi;

/**
 * A mask that has no Net2Vec value, with the reason as a fixed code.
 *
 * <p>The message says what, where and what would be right, never the mask's contents beyond the
 * first offending item. There is no stack trace: a dataset may hold millions of invalid masks, and
 * the message already names the place that matters, which is in the data.
 */
public final class InvalidMaskException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** Why a mask is invalid. The names are part of the job's output. */
  public enum Reason {
    /** The whole mask is NULL. */
    NULL_MASK,
    /** An item, or a row of items, is NULL. */
    NULL_ITEM,
    /** An item is NaN. */
    NAN,
    /** A prediction's item lies outside [0, 1]. */
    OUT_OF_RANGE,
    /** Prediction and target differ in rank or in a dimension. */
    SHAPE_MISMATCH,
    /** Rows of one mask differ in length. */
    RAGGED,
    /** No pixel at all, or none that counts. */
    EMPTY,
    /** The bytes are damaged. */
    UNREADABLE,
    /** A valid mask of a kind that is not read. */
    UNSUPPORTED,
    /** More pixels than are allowed. */
    TOO_LARGE,
    /** One of the two masks of an instance is missing from its dataset. */
    UNPAIRED
  }

  private final Reason reason;

  /** Creates the exception; {@link MaskErrors} words the message. */
  public InvalidMaskException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** Returns why the mask is invalid. */
  public Reason reason() {
    return reason;
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
