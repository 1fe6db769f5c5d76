package dev.net2vec.sql.aggregate;

import dev.net2vec.kpi.EmptyScore;
import dev.net2vec.sql.expression.Net2VecCall;
import dev.net2vec.sql.expression.RatioCall;

/**
 * Reduces numerators and denominators to the quotient of their exact sums.
 *
 * @param emptyScore the result if both sums are 0
 */
public record ExactRatio(EmptyScore emptyScore) implements ExactSteps {
  private static final long serialVersionUID = 1L;

  @Override
  public int longs() {
    return RatioCall.LONGS;
  }

  @Override
  public Net2VecCall update(String function) {
    return new RatioCall.Update(function);
  }

  @Override
  public Net2VecCall merge(String function) {
    return new RatioCall.Merge(function);
  }

  @Override
  public Net2VecCall finish() {
    return new RatioCall.Finish(emptyScore);
  }
}
