package dev.net2vec.kpi;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A measure of the overlap of soft and true masks: binarises the target only, measures every
 * instance separately, then reduces.
 *
 * <p>Outputs and targets are tensors of the same shape, of any numeric dtype or BOOL; everything is
 * computed in DOUBLE. With {@code resize}, outputs of another height and width are brought to the
 * target's size first, and the gradient comes back at their own. Rank 1 and 2 hold one instance.
 * For higher ranks, height is dim −2, width is dim −1, and every index of the leading dims is a
 * separate instance. A pixel is foreground if its target is greater than {@code target_thresh}.
 */
public abstract class OverlapLoss {
  private final double targetThresh;
  private final Reduction reduction;
  private final Resizing resizing;

  /** Creates a loss; the threshold must not be NaN, nor the reduction null. */
  OverlapLoss(double targetThresh, Reduction reduction, Resizing resizing) {
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
   * @param outputs the soft masks, every item in [0, 1]; not changed
   * @param targets the true masks, of the same shape but for what is resized; not changed
   * @return DOUBLE with the shape of the leading dims: a scalar for rank 1 and 2, (N, C) for (N, C,
   *     H, W)
   * @throws InvalidMaskException if the shapes differ, there is no dimension or no pixel, the dtype
   *     is neither numeric nor BOOL, an item is NaN, or an item of the outputs is outside [0, 1]
   */
  public final INDArray instances(INDArray outputs, INDArray targets) {
    return values(MaskTensors.of(outputs, targets, targetThresh, resizing));
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
   * Returns −{@link #forward}, for an optimiser to minimise.
   *
   * @throws InvalidMaskException as for {@link #instances}
   */
  public final INDArray loss(INDArray outputs, INDArray targets) {
    return forward(outputs, targets).neg();
  }

  /**
   * Returns ∂{@link #forward}/∂outputs in closed form; the gradient of the loss is its negative.
   *
   * @return DOUBLE with the shape of the outputs
   * @throws InvalidMaskException as for {@link #instances}
   * @throws UnsupportedOperationException if the reduction is neither mean nor sum and does not
   *     override {@link Reduction#derivative}
   */
  public final INDArray gradient(INDArray outputs, INDArray targets) {
    MaskTensors masks = MaskTensors.of(outputs, targets, targetThresh, resizing);
    long[] perInstance = outputs.shape().clone();
    Arrays.fill(perInstance, Math.max(0, perInstance.length - 2), perInstance.length, 1);
    INDArray outer = reduction.derivative(values(masks)).reshape(perInstance);
    INDArray gradient = derivative(masks.outputs(), masks.foreground()).mul(outer);
    return masks.weights() == null
        ? gradient
        : Resizing.transpose(gradient, masks.weights(), outputs.shape());
  }

  private INDArray values(MaskTensors masks) {
    return value(masks.outputs(), masks.foreground());
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

  /**
   * Returns the value of every instance.
   *
   * @param outputs DOUBLE, in [0, 1]; must not be changed
   * @param foreground DOUBLE, 1 or 0; must not be changed
   */
  abstract INDArray value(INDArray outputs, INDArray foreground);

  /** Returns the derivative of each instance's value by each of its pixels. */
  abstract INDArray derivative(INDArray outputs, INDArray foreground);

  /**
   * Returns the settings by name, in a fixed order; they rebuild an equal instance.
   *
   * <p>{@code mean} and {@code sum} are given by name, any other reduction as the object itself.
   * {@code resize} and {@code align_corners} are left out where they have their defaults.
   */
  public abstract Map<String, Object> settings();

  /** Returns the given setting followed by those common to all overlap losses. */
  final Map<String, Object> settingsAfter(String name, double value) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put(name, value);
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

  @Override
  public final boolean equals(Object other) {
    return other instanceof OverlapLoss loss
        && loss.getClass() == getClass()
        && loss.settings().equals(settings());
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
