package dev.net2vec.sql;

import dev.net2vec.sql.FunctionDoc.Example;
import dev.net2vec.sql.expression.Labelled;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;

/**
 * The values of all instances of a mask; each index of the dims before the last two is an instance.
 */
final class Net2VecBatch implements SqlFunction {
  @Override
  public String name() {
    return "net2vec_batch";
  }

  @Override
  public Signature signature() {
    return Signature.WEIGHTED_MASK_PAIR;
  }

  @Override
  public FunctionDoc doc() {
    return new FunctionDoc(
        "math_funcs",
        "Returns the Net2Vec values of all instances of a mask as an array, in row-major order of"
            + " the leading dimensions.",
        "A mask of rank 1 or 2 holds one instance; in a mask of higher rank, every index of the"
            + " dimensions before the last two is an instance. NULL and errors as for net2vec.",
        List.of(
            new Example(
                "SELECT _FUNC_(array(array(array(0.25, 1.0)), array(array(0.5, 0.5))),"
                    + " array(array(array(0, 1)), array(array(1, 1))))",
                "[0.875,0.5]")));
  }

  @Override
  public Expression build(Arguments arguments) {
    return new Labelled(arguments.instanceValues(), arguments.label());
  }
}
