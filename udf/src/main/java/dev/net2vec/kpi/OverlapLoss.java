package dev.net2vec.kpi;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A measure that binarises the target only, so that it is differentiable by the outputs.
 *
 * <p>With {@code resize}, the gradient comes back at the outputs' own height and width.
 */
public abstract class OverlapLoss extends OverlapMeasure {
  OverlapLoss(double targetThresh, Reduction reduction, Resizing resizing) {
    super(targetThresh, reduction, resizing);
  }

  /**
   * Returns what an optimiser should minimise.
   *
   * @throws InvalidMaskException as for {@link #instances}
   */
  public abstract INDArray loss(INDArray outputs, INDArray targets);

  /**
   * Returns ∂{@link #forward}/∂outputs in closed form; with the reductions mean and sum, the
   * gradient of the {@link #loss} is its negative.
   *
   * @return DOUBLE with the shape of the outputs
   * @throws InvalidMaskException as for {@link #instances}
   * @throws UnsupportedOperationException if the reduction is neither mean nor sum and does not
   *     override {@link Reduction#derivative}
   */
  public final INDArray gradient(INDArray outputs, INDArray targets) {
    MaskTensors masks = masks(outputs, targets);
    INDArray values = value(masks.outputs(), masks.foreground());
    INDArray outer = perPixel(reduction().derivative(values), outputs);
    INDArray gradient = derivative(masks.outputs(), masks.foreground()).mul(outer);
    return masks.weights() == null
        ? gradient
        : Resizing.transpose(gradient, masks.weights(), outputs.shape());
  }

  /** Returns values of instances in a shape that broadcasts them to the pixels of the masks. */
  static INDArray perPixel(INDArray values, INDArray masks) {
    long[] shape = masks.shape().clone();
    Arrays.fill(shape, Math.max(0, shape.length - 2), shape.length, 1);
    return values.reshape(shape);
  }

  /** Returns the derivative of each instance's value by each of its pixels. */
  abstract INDArray derivative(INDArray outputs, INDArray foreground);
}
