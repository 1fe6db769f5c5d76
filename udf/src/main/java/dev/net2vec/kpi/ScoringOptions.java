package dev.net2vec.kpi;

import java.io.Serializable;

/**
 * How a pair of masks is scored, apart from b and the threshold.
 *
 * <p>{@code ScoringOptions.DEFAULT.withActivation(Activation.SIGMOID)} scores logits.
 *
 * @param ignoreValues pixels whose target has one of these values are excluded
 * @param activation the function applied to the prediction's items
 * @param activationOrder whether it is applied before or after resizing
 * @param resize how the prediction's height and width become the target's
 * @param alignCorners whether the centres of both masks' corner pixels coincide, instead of the
 *     corners of both masks; only {@link Interpolation#BILINEAR} heeds it
 * @param clip whether predictions just outside [0, 1] count as 0 and 1
 */
public record ScoringOptions(
    IgnoreValues ignoreValues,
    Activation activation,
    ActivationOrder activationOrder,
    Interpolation resize,
    boolean alignCorners,
    boolean clip)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Scores predictions in [0, 1] of the target's shape; every pixel counts. */
  public static final ScoringOptions DEFAULT =
      new ScoringOptions(
          IgnoreValues.NONE,
          Activation.NONE,
          ActivationOrder.BEFORE_RESIZE,
          Interpolation.NONE,
          false,
          false);

  public ScoringOptions withIgnoreValues(IgnoreValues values) {
    return new ScoringOptions(values, activation, activationOrder, resize, alignCorners, clip);
  }

  public ScoringOptions withActivation(Activation function) {
    return new ScoringOptions(ignoreValues, function, activationOrder, resize, alignCorners, clip);
  }

  public ScoringOptions withActivationOrder(ActivationOrder order) {
    return new ScoringOptions(ignoreValues, activation, order, resize, alignCorners, clip);
  }

  public ScoringOptions withResize(Interpolation interpolation) {
    return new ScoringOptions(
        ignoreValues, activation, activationOrder, interpolation, alignCorners, clip);
  }

  public ScoringOptions withAlignCorners(boolean aligned) {
    return new ScoringOptions(ignoreValues, activation, activationOrder, resize, aligned, clip);
  }

  public ScoringOptions withClip(boolean clipped) {
    return new ScoringOptions(
        ignoreValues, activation, activationOrder, resize, alignCorners, clipped);
  }
}
