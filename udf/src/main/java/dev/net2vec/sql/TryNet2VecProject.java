package dev.net2vec.sql;

import dev.net2vec.sql.FunctionDoc.Example;
import dev.net2vec.sql.expression.Labelled;
import dev.net2vec.sql.expression.ValueCall.IfInvalid;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;

/** A concept's mask, before its activation; NULL if the activations are invalid. */
final class TryNet2VecProject implements SqlFunction {
  @Override
  public String name() {
    return "try_net2vec_project";
  }

  @Override
  public Signature signature() {
    return Signature.ACTIVATIONS;
  }

  @Override
  public FunctionDoc doc() {
    return new FunctionDoc(
        "array_funcs",
        "Returns what net2vec_project returns, or NULL where it would fail on the data.",
        "NULL for invalid activations and weights; wrong arguments are an error.",
        List.of(
            new Example(
                "SELECT _FUNC_(array(array(array(1, 2)), array(array(3, 5))), array(1))", "NULL")));
  }

  @Override
  public Expression build(Arguments arguments) {
    return new Labelled(arguments.projection(IfInvalid.NULL), arguments.label());
  }
}
