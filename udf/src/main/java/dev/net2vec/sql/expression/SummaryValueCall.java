package dev.net2vec.sql.expression;

import dev.net2vec.kpi.FactorPosClass;

/** The value of a summary for one b. */
public record SummaryValueCall(String function, Reduction reduction) implements Net2VecCall {
  private static final long serialVersionUID = 1L;

  /** The reduction of the instances' values. */
  public enum Reduction {
    MEAN,
    SUM
  }

  /** Called by generated code; for a NULL argument, Spark returns NULL without a call. */
  public Double invoke(
      long instances, double truePositive, double trueNegative, double factorPosClass) {
    if (instances == 0) {
      return null;
    }
    try {
      FactorPosClass.require(factorPosClass);
    } catch (IllegalArgumentException e) {
      throw SqlErrors.in(function, e);
    }
    double sum = FactorPosClass.weigh(factorPosClass, truePositive, trueNegative);
    return reduction == Reduction.SUM ? sum : sum / instances;
  }
}
