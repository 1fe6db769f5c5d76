package dev.net2vec.sql;

import dev.net2vec.sql.FunctionDoc.Example;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;

/** A column of numbers, reduced by the session's reduction. */
final class Net2VecReduceValues implements SqlFunction {
  @Override
  public String name() {
    return "net2vec_reduce_values";
  }

  @Override
  public Signature signature() {
    return Signature.ORDERED_NUMBERS;
  }

  @Override
  public FunctionDoc doc() {
    return new FunctionDoc(
        "agg_funcs",
        "Returns non-negative numbers, reduced as spark.net2vec.reduction says: mean (default), sum"
            + " or a class of yours, as for net2vec_reduce.",
        "A dev.net2vec.kpi.Reduction gets the numbers sorted by order, such as an id. Numbers"
            + " with the same order, and all numbers if there is no order, are sorted by value. A"
            + " number that is negative, NaN or infinite is an error.",
        List.of(new Example("SELECT _FUNC_(v) FROM VALUES (1), (2), (6) AS t(v)", "3.0")));
  }

  @Override
  public Expression build(Arguments arguments) {
    return SessionReduction.of(arguments, arguments.values());
  }
}
