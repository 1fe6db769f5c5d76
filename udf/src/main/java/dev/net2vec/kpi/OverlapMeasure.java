package dev.net2vec.kpi;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A measure of the overlap of predicted and true masks: measures every instance separately, then
 * reduces.
 *
 * <p>Outputs and targets are tensors of the same shape, of any numeric dtype or BOOL; everything is
 * computed in DOUBLE. With {@code resize}, outputs of another height and width are brought to the
 * target's size first. Rank 1 and 2 hold one instance. For higher ranks, height is dim −2, width is
 * dim −1, and every index of the leading dims is a separate instance. A pixel is foreground if its
 * target is greater than {@code target_thresh}.
 */
public abstract class OverlapMeasure {
  private final double targetThresh;
  private final Reduction reduction;
  private final Resizing resizing;

  /** Creates a measure; the threshold must not be NaN, nor the reduction null. */
  OverlapMeasure(double targetThresh, Reduction reduction, Resizing resizing) {
    if (reduction == null) {
      throw new IllegalArgumentException(
          "reduction is null, but must be mean, sum or another Reduction");
    }
    this.targetThresh = TargetThresh.require(targetThresh);
    this.reduction = reduction;
    this.resizing = resizing;
  }

  /** Returns the threshold; a target's item is foreground if it is strictly greater. */
  public final double targetThresh() {
    return targetThresh;
  }

  /** Returns the reduction of the values of all instances. */
  public final Reduction reduction() {
    return reduction;
  }

  /** Returns how the outputs' height and width become the target's. */
  public final Interpolation resize() {
    return resizing.interpolation();
  }

  /** Returns whether the centres of both masks' corner pixels coincide where they are resized. */
  public final boolean alignCorners() {
    return resizing.alignCorners();
  }

  /**
   * Returns the value of every instance; higher is better.
   *
   * @param outputs the predicted masks, every item in [0, 1]; not changed
   * @param targets the true masks, of the same shape but for what is resized; not changed
   * @return DOUBLE with the shape of the leading dims: a scalar for rank 1 and 2, (N, C) for (N, C,
   *     H, W)
   * @throws InvalidMaskException if the shapes differ, there is no dimension or no pixel, the dtype
   *     is neither numeric nor BOOL, an item is NaN, or an item of the outputs is outside [0, 1]
   */
  public final INDArray instances(INDArray outputs, INDArray targets) {
    MaskTensors masks = masks(outputs, targets);
    return value(masks.outputs(), masks.foreground());
  }

  /**
   * Returns the reduced values of all instances; higher is better.
   *
   * @return the reduction of {@link #instances}: a scalar for mean and sum
   * @throws InvalidMaskException as for {@link #instances}
   */
  public final INDArray forward(INDArray outputs, INDArray targets) {
    return reduction.apply(instances(outputs, targets));
  }

  /**
   * Checks, converts, resizes and binarises the masks.
   *
   * @throws InvalidMaskException as for {@link #instances}
   */
  final MaskTensors masks(INDArray outputs, INDArray targets) {
    return MaskTensors.of(outputs, targets, targetThresh, resizing);
  }

  /**
   * Returns the sum over the pixels of each instance. Sums rows first: the rounding error of one
   * long sum would exceed 1e-12 at a million pixels.
   */
  static INDArray sum(INDArray pixels) {
    int rank = pixels.rank();
    INDArray rows = pixels.sum(rank - 1);
    return rank == 1 ? rows : rows.sum(rank - 2);
  }

  /** Returns the quotient of every instance; the score, or NaN without one, where it is 0 ÷ 0. */
  static INDArray quotients(INDArray numerators, INDArray denominators, EmptyScore emptyScore) {
    INDArray quotients = numerators.dup();
    for (long i = 0; i < quotients.length(); i++) {
      Double quotient = emptyScore.ratio(numerators.getDouble(i), denominators.getDouble(i));
      quotients.putScalar(i, quotient == null ? Double.NaN : quotient);
    }
    return quotients;
  }

  /**
   * Returns the value of every instance of valid masks.
   *
   * @param outputs DOUBLE, in [0, 1]; must not be changed
   * @param foreground DOUBLE, 1 or 0; must not be changed
   */
  abstract INDArray value(INDArray outputs, INDArray foreground);

  /**
   * Returns the settings by name, in a fixed order; they rebuild an equal instance.
   *
   * <p>{@code mean} and {@code sum} are given by name, any other reduction as the object itself.
   * {@code resize} and {@code align_corners} are left out where they have their defaults.
   */
  public final Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    putOwn(settings);
    settings.put(LossSettings.TARGET_THRESH, targetThresh);
    settings.put(
        LossSettings.REDUCTION,
        reduction instanceof BatchReduction ? reduction.toString() : reduction);
    if (resizing.interpolation() != Interpolation.NONE) {
      settings.put(LossSettings.RESIZE, resizing.interpolation().toString());
    }
    if (resizing.alignCorners()) {
      settings.put(LossSettings.ALIGN_CORNERS, true);
    }
    return Collections.unmodifiableMap(settings);
  }

  /** Adds the settings that other measures do not have. */
  abstract void putOwn(Map<String, Object> settings);

  @Override
  public final boolean equals(Object other) {
    return other instanceof OverlapMeasure measure
        && measure.getClass() == getClass()
        && measure.settings().equals(settings());
  }

  @Override
  public final int hashCode() {
    return settings().hashCode();
  }

  /** Returns the class and its settings in Python's syntax. */
  @Override
  public final String toString() {
    StringBuilder text = new StringBuilder(getClass().getSimpleName()).append('(');
    String separator = "";
    for (Map.Entry<String, Object> setting : settings().entrySet()) {
      text.append(separator).append(setting.getKey()).append('=').append(setting.getValue());
      separator = ", ";
    }
    return text.append(')').toString();
  }
}
