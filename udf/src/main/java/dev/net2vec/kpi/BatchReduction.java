package dev.net2vec.kpi;

import java.util.Locale;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The usual reductions over all instances of a batch: mean and sum. */
public enum BatchReduction implements Reduction {
  /** The mean of all values. */
  MEAN {
    @Override
    public INDArray apply(INDArray values) {
      return values.mean();
    }

    @Override
    public INDArray derivative(INDArray values) {
      return Nd4j.onesLike(values).divi(values.length());
    }
  },
  /** The sum of all values. */
  SUM {
    @Override
    public INDArray apply(INDArray values) {
      return values.sum();
    }

    @Override
    public INDArray derivative(INDArray values) {
      return Nd4j.onesLike(values);
    }
  };

  /**
   * Returns the reduction with this name, in any case: {@code of("mean")} is {@code MEAN}.
   *
   * @throws IllegalArgumentException if no reduction has this name
   */
  public static BatchReduction of(String name) {
    for (BatchReduction reduction : values()) {
      if (reduction.name().equalsIgnoreCase(name)) {
        return reduction;
      }
    }
    throw new IllegalArgumentException("reduction is \"" + name + "\", but must be mean or sum");
  }

  /** Returns the name as used in settings: {@code "mean"}, {@code "sum"}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
