package dev.net2vec.sql.aggregate;

import dev.net2vec.sql.expression.Net2VecCall;
import dev.net2vec.sql.expression.SummaryCall;
import org.apache.spark.sql.types.DataType;

/**
 * Reduces the soft confusion of all instances to one exact sum per figure, from which the value
 * follows for any b.
 */
public record ExactSummary() implements ExactSteps {
  private static final long serialVersionUID = 1L;

  @Override
  public int longs() {
    return SummaryCall.longs();
  }

  @Override
  public Net2VecCall update(String function) {
    return new SummaryCall.Update(function);
  }

  @Override
  public Net2VecCall merge(String function) {
    return new SummaryCall.Merge(function);
  }

  @Override
  public Net2VecCall finish() {
    return new SummaryCall.Finish();
  }

  @Override
  public DataType type() {
    return SummaryCall.type();
  }

  @Override
  public boolean nullable() {
    return false;
  }
}
