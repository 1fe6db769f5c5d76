package dev.net2vec.sql;

import dev.net2vec.sql.FunctionDoc.Example;
import dev.net2vec.sql.aggregate.ExactReduction;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;

/** The mean of the values of all instances of all rows. */
final class Net2VecMean implements SqlFunction {
  @Override
  public String name() {
    return "net2vec_mean";
  }

  @Override
  public Signature signature() {
    return Signature.WEIGHTED_MASK_PAIR;
  }

  @Override
  public FunctionDoc doc() {
    return new FunctionDoc(
        "agg_funcs",
        "Returns the mean Net2Vec value over all instances of all rows.",
        "Exact: the same bits for any order and partitioning of the rows. Rows with a NULL mask"
            + " are skipped; an invalid mask is an error.",
        List.of(
            new Example(
                "SELECT _FUNC_(p, array(0, 1)) FROM VALUES (array(0.25, 1.0)), (array(0.0, 0.25))"
                    + " AS t(p)",
                "0.75")));
  }

  @Override
  public Expression build(Arguments arguments) {
    return arguments.reduced(arguments.instanceValues(), ExactReduction.Kind.MEAN);
  }
}
