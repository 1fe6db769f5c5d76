package dev.net2vec.sql;

import dev.net2vec.sql.FunctionDoc.Example;
import dev.net2vec.sql.aggregate.ExactReduction;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;

/** The sample standard deviation of a column of numbers, from exact sums. */
final class Net2VecExactStd implements SqlFunction {
  @Override
  public String name() {
    return "net2vec_exact_std";
  }

  @Override
  public Signature signature() {
    return Signature.NUMBERS;
  }

  @Override
  public FunctionDoc doc() {
    return new FunctionDoc(
        "agg_funcs",
        "Returns the sample standard deviation of non-negative numbers, from exact sums,"
            + " rounded once.",
        "The same bits for any order and partitioning of the rows. NULL for fewer than two"
            + " numbers; a number that is negative, NaN or infinite is an error, and so is a sum of"
            + " 2^63 or more.",
        List.of(
            new Example(
                "SELECT _FUNC_(v) FROM VALUES (1000000001D), (1000000002D), (1000000003D) AS t(v)",
                "1.0")));
  }

  @Override
  public Expression build(Arguments arguments) {
    return arguments.reduced(arguments.values(), ExactReduction.Kind.STD);
  }
}
