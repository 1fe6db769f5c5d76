package dev.net2vec.kpi;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Applies a {@link Reduction} to the values of a group, which may come from any number of masks.
 *
 * <pre>{@code
 * GroupReduction.apply(INDArray::max, new double[] {0.5, 2.0}); // 2.0
 * }</pre>
 */
public final class GroupReduction {
  private GroupReduction() {}

  /**
   * Returns the number to which a reduction reduces a group's values.
   *
   * @param values the values of all instances, at least one; the reduction gets them as a DOUBLE
   *     vector
   * @throws ReductionException if the reduction fails or its result is not one finite number
   */
  public static double apply(Reduction reduction, double[] values) {
    String name = reduction.getClass().getName();
    INDArray result;
    try {
      result = reduction.apply(Nd4j.createFromArray(values));
    } catch (RuntimeException e) {
      throw new ReductionException(
          "reduction %s failed on %,d values: %s".formatted(name, values.length, e), e);
    }
    if (result == null || result.length() != 1) {
      String returned =
          result == null ? "null" : "a tensor of shape " + Arrays.toString(result.shape());
      throw new ReductionException(
          "reduction %s returned %s, but must return one number".formatted(name, returned), null);
    }
    return requireFinite(name, result.getDouble(0));
  }

  /**
   * Returns the result of a reduction if it is finite.
   *
   * @param name the reduction's name
   * @throws ReductionException if the result is not finite
   */
  public static double requireFinite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new ReductionException(
          "reduction %s returned %s, but must return a finite number".formatted(name, value), null);
    }
    return value;
  }
}
