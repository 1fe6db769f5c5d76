package dev.net2vec.sql;

import dev.net2vec.sql.FunctionDoc.Example;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;

/** The values of all instances of all rows, reduced by the session's reduction. */
final class Net2VecReduce implements SqlFunction {
  @Override
  public String name() {
    return "net2vec_reduce";
  }

  @Override
  public Signature signature() {
    return Signature.WEIGHTED_MASK_PAIR;
  }

  @Override
  public FunctionDoc doc() {
    return new FunctionDoc(
        "agg_funcs",
        "Returns the Net2Vec values over all instances of all rows, reduced as"
            + " spark.net2vec.reduction says: mean (default), sum or a class of yours.",
        "The setting is read when the query is analysed. A class is a dev.net2vec.kpi.Reduction,"
            + " which gets a group's values as one tensor, in ascending order; or an"
            + " org.apache.spark.sql.expressions.Aggregator of Double to Double.",
        List.of(
            new Example(
                "SELECT _FUNC_(p, array(0, 1)) FROM VALUES (array(0.25, 1.0)), (array(0.0, 0.25))"
                    + " AS t(p)",
                "0.75")));
  }

  @Override
  public Expression build(Arguments arguments) {
    return SessionReduction.of(arguments, arguments.instanceValues());
  }
}
