package dev.net2vec.kpi;

import java.io.Serializable;
import java.util.function.Consumer;

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
 * @param outputThresh if it is not NaN, predictions count as 1 above this and as 0 elsewhere
 * @param thresholds if it is positive, {@link ThresholdCounts} of this many thresholds are counted
 *     instead of the soft confusion
 * @param channels whether every channel of a prediction C×h×w is scored against the same target of
 *     rank 2, instead of one of its own
 * @param targetClasses the classes of a label map that are foreground
 */
public record ScoringOptions(
    IgnoreValues ignoreValues,
    Activation activation,
    ActivationOrder activationOrder,
    Interpolation resize,
    boolean alignCorners,
    boolean clip,
    double outputThresh,
    int thresholds,
    boolean channels,
    TargetClasses targetClasses)
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
          false,
          Double.NaN,
          0,
          false,
          TargetClasses.NONE);

  public ScoringOptions withIgnoreValues(IgnoreValues values) {
    return with(copy -> copy.ignoreValues = values);
  }

  public ScoringOptions withActivation(Activation function) {
    return with(copy -> copy.activation = function);
  }

  public ScoringOptions withActivationOrder(ActivationOrder order) {
    return with(copy -> copy.activationOrder = order);
  }

  public ScoringOptions withResize(Interpolation interpolation) {
    return with(copy -> copy.resize = interpolation);
  }

  public ScoringOptions withAlignCorners(boolean aligned) {
    return with(copy -> copy.alignCorners = aligned);
  }

  public ScoringOptions withClip(boolean clipped) {
    return with(copy -> copy.clip = clipped);
  }

  public ScoringOptions withOutputThresh(double thresh) {
    return with(copy -> copy.outputThresh = thresh);
  }

  public ScoringOptions withThresholds(int number) {
    return with(copy -> copy.thresholds = number);
  }

  public ScoringOptions withChannels(boolean ofOneTarget) {
    return with(copy -> copy.channels = ofOneTarget);
  }

  public ScoringOptions withTargetClasses(TargetClasses classes) {
    return with(copy -> copy.targetClasses = classes);
  }

  private ScoringOptions with(Consumer<Copy> change) {
    Copy copy = new Copy(this);
    change.accept(copy);
    return copy.options();
  }

  /** The same options, of which one may be changed. */
  private static final class Copy {
    private IgnoreValues ignoreValues;
    private Activation activation;
    private ActivationOrder activationOrder;
    private Interpolation resize;
    private boolean alignCorners;
    private boolean clip;
    private double outputThresh;
    private int thresholds;
    private boolean channels;
    private TargetClasses targetClasses;

    private Copy(ScoringOptions options) {
      ignoreValues = options.ignoreValues;
      activation = options.activation;
      activationOrder = options.activationOrder;
      resize = options.resize;
      alignCorners = options.alignCorners;
      clip = options.clip;
      outputThresh = options.outputThresh;
      thresholds = options.thresholds;
      channels = options.channels;
      targetClasses = options.targetClasses;
    }

    private ScoringOptions options() {
      return new ScoringOptions(
          ignoreValues,
          activation,
          activationOrder,
          resize,
          alignCorners,
          clip,
          outputThresh,
          thresholds,
          channels,
          targetClasses);
    }
  }

  /** Returns whether the target's items are read as foreground, background and ignored. */
  boolean isClassified() {
    return !targetClasses.isNone() || ignoreValues.numbers().size() > 1;
  }

  /** Returns whether predictions count as foreground or background, not as probabilities. */
  boolean isBinary() {
    return !Double.isNaN(outputThresh);
  }
}
