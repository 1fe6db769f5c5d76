package dev.net2vec.sql;

import dev.net2vec.sql.FunctionDoc.Example;
import dev.net2vec.sql.aggregate.ExactReduction;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;

/** The paper's balance b, computed from the targets alone. */
final class Net2VecAutoFactor implements SqlFunction {
  @Override
  public String name() {
    return "net2vec_auto_factor";
  }

  @Override
  public Signature signature() {
    return Signature.TARGET;
  }

  @Override
  public FunctionDoc doc() {
    return new FunctionDoc(
        "agg_funcs",
        "Returns the paper's balance b: 1 - the mean share of foreground in the targets of all"
            + " instances.",
        "Needs no prediction. Exact: the same bits for any order and partitioning of the rows. NULL"
            + " targets are skipped; an invalid target is an error.",
        List.of(
            new Example(
                "SELECT _FUNC_(t) FROM VALUES (array(0, 0, 0, 1)), (array(0, 1, 1, 0)) AS v(t)",
                "0.625")));
  }

  @Override
  public Expression build(Arguments arguments) {
    return arguments.reduced(arguments.targetShares(), ExactReduction.Kind.COMPLEMENT);
  }
}
