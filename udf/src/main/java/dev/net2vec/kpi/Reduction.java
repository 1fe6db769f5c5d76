package dev.net2vec.kpi;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Reduces the tensor of per-instance values to the result of a loss.
 *
 * <p>{@link BatchReduction} has the usual ones; any other implementation works, including a lambda:
 *
 * <pre>{@code
 * new Net2VecLoss(0.5, 0.0, values -> values.max()).forward(outputs, targets);
 * }</pre>
 */
@FunctionalInterface
public interface Reduction {
  /**
   * Returns the reduced values.
   *
   * @param values DOUBLE, shaped as the leading dims of the masks: a scalar for rank 1 and 2
   */
  INDArray apply(INDArray values);

  /**
   * Returns ∂{@code apply(values)} / ∂{@code values}, for a reduction to one number.
   *
   * <p>Only a reduction that overrides this method has gradients.
   *
   * @param values as for {@link #apply}
   * @return one item per value, in the same shape
   * @throws UnsupportedOperationException if the derivative is not implemented
   */
  default INDArray derivative(INDArray values) {
    throw new UnsupportedOperationException(
        "reduction " + this + " has no derivative, but a gradient needs one");
  }
}
