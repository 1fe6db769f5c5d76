package dev.net2vec.kpi;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Reduces the tensor of per-instance values to the result of a loss.
 *
 * <p>{@link BatchReduction} has the usual ones; any other callable will do, a lambda too:
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
   * <p>A reduction that overrides this has gradients; without it, only {@link #apply} is there.
   *
   * @param values as {@link #apply} gets them
   * @return one item per value, in the same shape
   * @throws UnsupportedOperationException if the reduction does not know its derivative
   */
  default INDArray derivative(INDArray values) {
    throw new UnsupportedOperationException(
        "reduction " + this + " has no derivative, but a gradient needs one");
  }
}
