package dev.net2vec.sql;

import dev.net2vec.sql.FunctionDoc.Example;
import dev.net2vec.sql.aggregate.ExactSummary;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;

/** The exact sums of all instances' soft confusion, from which the value follows for any b. */
final class Net2VecSummary implements SqlFunction {
  @Override
  public String name() {
    return "net2vec_summary";
  }

  @Override
  public Signature signature() {
    return Signature.MASK_PAIR;
  }

  @Override
  public FunctionDoc doc() {
    return new FunctionDoc(
        "agg_funcs",
        "Returns the exact sums of the soft confusion over all instances of all rows: instances,"
            + " pixels, target_pixels, true_positive, false_positive, false_negative,"
            + " true_negative, and mean_target_share.",
        "net2vec_of computes the value for any b from it. Without instances, instances is 0 and the"
            + " other fields are NULL. 1 - mean_target_share is what net2vec_auto_factor returns.",
        List.of(
            new Example(
                "SELECT _FUNC_(p, array(0, 1)) FROM VALUES (array(0.25, 1.0)), (array(0.0, 0.25))"
                    + " AS t(p)",
                "{\"instances\":2,\"pixels\":4,\"target_pixels\":2,\"true_positive\":1.25,\"false_positive\":0.25,\"false_negative\":0.75,\"true_negative\":1.75,\"mean_target_share\":0.5}")));
  }

  @Override
  public Expression build(Arguments arguments) {
    return arguments.reduced(arguments.scored(), new ExactSummary());
  }
}
