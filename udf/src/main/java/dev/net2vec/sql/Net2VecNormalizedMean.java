package dev.net2vec.sql;

import dev.net2vec.kpi.EmptyScore;
import dev.net2vec.sql.FunctionDoc.Example;
import dev.net2vec.sql.aggregate.ExactRatio;
import dev.net2vec.sql.expression.Call;
import dev.net2vec.sql.expression.NumbersCall;
import dev.net2vec.sql.expression.PairFigure;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;

/** The sum of the values of all instances as a share of the best sum possible. */
final class Net2VecNormalizedMean implements SqlFunction {
  @Override
  public String name() {
    return "net2vec_normalized_mean";
  }

  @Override
  public Signature signature() {
    return Signature.WEIGHTED_MASK_PAIR;
  }

  @Override
  public FunctionDoc doc() {
    return new FunctionDoc(
        "agg_funcs",
        "Returns the sum of the Net2Vec values over all instances of all rows, divided by the sum"
            + " of the best values possible for their targets: in [0, 1].",
        "Exact sums: the same bits for any order and partitioning of the rows. NULL without"
            + " instances, and if the best sum is 0.",
        List.of(
            new Example(
                "SELECT _FUNC_(p, array(0, 1)) FROM VALUES (array(0.25, 1.0)), (array(0.0, 0.25))"
                    + " AS t(p)",
                "0.75")));
  }

  @Override
  public Expression build(Arguments arguments) {
    return arguments.reduced(
        Call.of(
            new PairFigure.NormalizedTerms(name()),
            NumbersCall.RESULT,
            arguments.scored(),
            arguments.factorPosClass()),
        new ExactRatio(new EmptyScore(null)));
  }
}
