package dev.net2vec.sql;

import dev.net2vec.sql.FunctionDoc.Example;
import dev.net2vec.sql.expression.Labelled;
import dev.net2vec.sql.expression.ValueCall;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Subtract;
import org.apache.spark.sql.types.DataTypes;

/**
 * {@code SELECT net2vec_loss(array(0.25, 1.0), array(0, 1))} is −0.875: the loss that an optimiser
 * minimises.
 */
final class Net2VecLossFunction implements SqlFunction {
  @Override
  public String name() {
    return "net2vec_loss";
  }

  @Override
  public Signature signature() {
    return Signature.WEIGHTED_MASK_PAIR;
  }

  @Override
  public FunctionDoc doc() {
    return new FunctionDoc(
        "math_funcs",
        "Returns the negative of the Net2Vec value of one instance: lower is better.",
        "NULL and errors as for net2vec.",
        List.of(new Example("SELECT _FUNC_(array(0.25, 1.0), array(0, 1))", "-0.875")));
  }

  @Override
  public Expression build(Arguments arguments) {
    Expression value = arguments.value(ValueCall.IfInvalid.FAIL);
    // Not a negation, which would print -0.0 for 0.
    Expression loss = new Subtract(new Literal(0.0, DataTypes.DoubleType), value);
    return new Labelled(loss, arguments.label());
  }
}
