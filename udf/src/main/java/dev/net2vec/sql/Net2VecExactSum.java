package dev.net2vec.sql;

import dev.net2vec.sql.FunctionDoc.Example;
import dev.net2vec.sql.aggregate.ExactReduction;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;

/** The sum of a column of numbers, reduced as {@code net2vec_sum} reduces values. */
final class Net2VecExactSum implements SqlFunction {
  @Override
  public String name() {
    return "net2vec_exact_sum";
  }

  @Override
  public Signature signature() {
    return Signature.NUMBERS;
  }

  @Override
  public FunctionDoc doc() {
    return new FunctionDoc(
        "agg_funcs",
        "Returns the exact sum of non-negative numbers, rounded once.",
        "The same bits for any order and partitioning of the rows. NULL without numbers; a"
            + " number that is negative, NaN or infinite is an error, and so is a sum of 2^63 or"
            + " more.",
        List.of(
            new Example(
                "SELECT _FUNC_(v) FROM VALUES (1e16D), (1D), (1D), (NULL) AS t(v)",
                "1.0000000000000002E16")));
  }

  @Override
  public Expression build(Arguments arguments) {
    return arguments.reduced(arguments.values(), ExactReduction.Kind.SUM);
  }
}
