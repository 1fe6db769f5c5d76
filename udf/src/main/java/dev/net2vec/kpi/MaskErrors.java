package dev.net2vec.kpi;

import dev.net2vec.kpi.InvalidMaskException.Reason;
import java.util.StringJoiner;

/** Creates every error about a mask; the messages give the subject, the actual and the allowed. */
public final class MaskErrors {
  private MaskErrors() {}

  /** A mask is NULL. */
  public static InvalidMaskException nullMask(MaskRole role) {
    return new InvalidMaskException(Reason.NULL_MASK, role + " is NULL, but must be a mask");
  }

  /** An item or a row of items at {@code position} is NULL. */
  public static InvalidMaskException nullItem(MaskRole role, String position) {
    return new InvalidMaskException(
        Reason.NULL_ITEM,
        "%s is NULL at %s, but every item must be a number".formatted(role, position));
  }

  /** Rows of different lengths; {@code position} is the first that differs. */
  public static InvalidMaskException ragged(MaskRole role, String position, int length, int first) {
    return new InvalidMaskException(
        Reason.RAGGED,
        "%s has %d items at %s and %d in its first row, but all rows must have the same length%s"
            .formatted(role, length, position, first, Remedies.ofRagged(length, first)));
  }

  /** A mask without pixels. */
  public static InvalidMaskException empty(MaskRole role, Shape shape) {
    return new InvalidMaskException(
        Reason.EMPTY, "%s has shape %s, but must have at least one pixel".formatted(role, shape));
  }

  /** A mask without pixels, whose dimensions may exceed those of a {@link Shape}. */
  public static InvalidMaskException empty(MaskRole role, long... dims) {
    StringJoiner shape = new StringJoiner("x");
    for (long dim : dims) {
      shape.add(Long.toString(dim));
    }
    return new InvalidMaskException(
        Reason.EMPTY, "%s has shape %s, but must have at least one pixel".formatted(role, shape));
  }

  /** Damaged bytes or text: the given {@code part} of the mask is invalid. */
  public static InvalidMaskException unreadable(
      MaskRole role, String part, String actual, String allowed) {
    return new InvalidMaskException(
        Reason.UNREADABLE, "%s's %s is %s, but must be %s".formatted(role, part, actual, allowed));
  }

  /** Damaged bytes: the {@code part} that starts at {@code offset} is invalid. */
  public static InvalidMaskException unreadable(
      MaskRole role, String part, String actual, long offset, String allowed) {
    return unreadable(role, part, actual + " at byte " + offset, allowed);
  }

  /** A valid mask of an unsupported kind. */
  public static InvalidMaskException unsupported(
      MaskRole role, String part, String actual, String allowed) {
    return new InvalidMaskException(
        Reason.UNSUPPORTED, "%s's %s is %s, but must be %s".formatted(role, part, actual, allowed));
  }

  /** A valid mask of an unsupported kind, which the {@code part} at {@code offset} shows. */
  public static InvalidMaskException unsupported(
      MaskRole role, String part, String actual, long offset, String allowed) {
    return unsupported(role, part, actual + " at byte " + offset, allowed);
  }

  /** Every pixel of an instance has the value to ignore. */
  static InvalidMaskException allIgnored(IgnoreValues ignoreValues, Shape shape, int instance) {
    return new InvalidMaskException(
        Reason.EMPTY,
        "target has the ignore_value %s at every pixel of instance %d, but at least one must count (shape %s)"
            .formatted(ignoreValues, instance, shape));
  }

  /**
   * More pixels than allowed; {@link Long#MAX_VALUE} stands for any number too large for a long.
   */
  public static InvalidMaskException tooLarge(MaskRole role, long pixels, long allowed) {
    return new InvalidMaskException(
        Reason.TOO_LARGE,
        "%s has %s pixels, but must have at most %d"
            .formatted(role, pixels == Long.MAX_VALUE ? "2^63 or more" : pixels, allowed));
  }

  /** Several instances where one is required; {@code instead} is the function for several. */
  public static InvalidMaskException severalInstances(Shape shape, String instead) {
    return new InvalidMaskException(
        Reason.UNSUPPORTED,
        "masks of shape %s hold %d instances, but must hold one; use %s for one value each"
            .formatted(shape, shape.instances(), instead));
  }

  /** A valid mask of an unsupported kind. */
  static InvalidMaskException unsupported(MaskRole role, String actual, String allowed) {
    return new InvalidMaskException(
        Reason.UNSUPPORTED, "%s has %s, but must have %s".formatted(role, actual, allowed));
  }

  static InvalidMaskException tooManyInstances(Shape shape, int allowed) {
    return new InvalidMaskException(
        Reason.TOO_LARGE,
        "masks of shape %s hold %d instances, but must hold at most %d"
            .formatted(shape, shape.instances(), allowed));
  }

  static InvalidMaskException shapeMismatch(Shape prediction, Shape target) {
    return new InvalidMaskException(
        Reason.SHAPE_MISMATCH,
        "prediction has shape %s and target %s, but both must have the same%s"
            .formatted(prediction, target, Remedies.ofSizes(prediction, target)));
  }

  static InvalidMaskException shapeMismatch(
      Shape prediction, Shape target, Interpolation interpolation) {
    return new InvalidMaskException(
        Reason.SHAPE_MISMATCH,
        "prediction has shape %s and target %s, but only height and width may differ (resize %s)%s"
            .formatted(prediction, target, interpolation, Remedies.ofShapes(prediction, target)));
  }

  /** Refuses a mask that has too long a side to be resized, or to be resized to. */
  static void requireResizable(MaskRole role, Shape shape) {
    requireResizable(role, shape, "height", shape.height());
    requireResizable(role, shape, "width", shape.width());
  }

  private static void requireResizable(MaskRole role, Shape shape, String name, int side) {
    if (side > Axis.LARGEST) {
      throw new InvalidMaskException(
          Reason.TOO_LARGE,
          "%s has %s %d, but must have at most %d for masks to be resized (shape %s)"
              .formatted(role, name, side, Axis.LARGEST, shape));
    }
  }

  /** An item is NaN; {@code pixel} is its row-major index. */
  public static InvalidMaskException notANumber(MaskRole role, Shape shape, int pixel) {
    return new InvalidMaskException(
        Reason.NAN,
        "%s is NaN at %s, but every item must be a number (shape %s)"
            .formatted(role, shape.position(pixel), shape));
  }

  static InvalidMaskException outOfRange(double actual, Shape shape, int pixel) {
    return outOfRange(actual, shape, pixel, "");
  }

  /** An item of a prediction is outside [0, 1]; {@code pixel} is its row-major index. */
  static InvalidMaskException outOfRange(double actual, Pixels prediction, int pixel) {
    return outOfRange(actual, prediction.shape(), pixel, Remedies.ofRange(prediction));
  }

  /** An item of a prediction is too far outside [0, 1] to be clipped. */
  static InvalidMaskException outOfClip(double actual, Pixels prediction, int pixel) {
    Shape shape = prediction.shape();
    return new InvalidMaskException(
        Reason.OUT_OF_RANGE,
        "prediction is %s at %s, but every item must be in [-1, 2] to be clipped to [0, 1] (shape %s)%s"
            .formatted(actual, shape.position(pixel), shape, Remedies.ofRange(prediction)));
  }

  /** A concept has another number of weights than the activations have channels. */
  static InvalidMaskException weightsMismatch(int weights, Shape activations) {
    return new InvalidMaskException(
        Reason.SHAPE_MISMATCH,
        "weights have %d items, but must have %d, one for each channel of the activations (shape %s)"
            .formatted(weights, activations.dim(0), activations));
  }

  /** A weight of a concept is NULL. */
  public static InvalidMaskException nullWeight(int index) {
    return new InvalidMaskException(
        Reason.NULL_ITEM,
        "weights is NULL at [%d], but every weight must be a number".formatted(index));
  }

  /** An item of activations is NaN or infinite; {@code index} is its row-major index. */
  static InvalidMaskException notFinite(double actual, Shape activations, int index) {
    return notFinite(
        MaskRole.ACTIVATIONS.toString(),
        actual,
        " at " + activations.position(index),
        " (shape " + activations + ")");
  }

  /** A number of a projection is NaN or infinite; {@code place} is empty or starts with " at ". */
  static InvalidMaskException notFinite(String subject, double actual, String place) {
    return notFinite(subject, actual, place, "");
  }

  private static InvalidMaskException notFinite(
      String subject, double actual, String place, String shape) {
    return new InvalidMaskException(
        Double.isNaN(actual) ? Reason.NAN : Reason.OUT_OF_RANGE,
        "%s is %s%s, but must be finite%s".formatted(subject, actual, place, shape));
  }

  /** A logit is too large to be resized; {@code pixel} is its row-major index. */
  static InvalidMaskException logitOutOfRange(
      double actual, double largest, Shape shape, int pixel) {
    return new InvalidMaskException(
        Reason.OUT_OF_RANGE,
        "prediction is %s at %s, but every item must be in [-%s, %s] to be resized before its activation (shape %s)"
            .formatted(actual, shape.position(pixel), largest, largest, shape));
  }

  private static InvalidMaskException outOfRange(
      double actual, Shape shape, int pixel, String remedy) {
    return new InvalidMaskException(
        Reason.OUT_OF_RANGE,
        "prediction is %s at %s, but every item must be in [0, 1] (shape %s)%s"
            .formatted(actual, shape.position(pixel), shape, remedy));
  }
}
