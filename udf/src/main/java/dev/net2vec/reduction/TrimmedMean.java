package dev.net2vec.reduction;

import dev.net2vec.kpi.Reduction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The mean of the values without the lowest and the highest tenth, so that outliers do not affect
 * it.
 *
 * <p>Of n values, the ⌊n/10⌋ lowest and the ⌊n/10⌋ highest are left out.
 */
public final class TrimmedMean implements Reduction {
  private static final int SHARE = 10;

  /** Creates the reduction. */
  public TrimmedMean() {}

  @Override
  public INDArray apply(INDArray values) {
    INDArray sorted = Nd4j.sort(values.dup().reshape(values.length()), /* ascending= */ true);
    long cut = values.length() / SHARE;
    return sorted.get(NDArrayIndex.interval(cut, values.length() - cut)).mean();
  }
}
