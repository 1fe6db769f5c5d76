package dev.net2vec.sql;

import dev.net2vec.sql.FunctionDoc.Example;
import dev.net2vec.sql.expression.Labelled;
import dev.net2vec.sql.expression.ValueCall;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;

/**
 * {@code SELECT try_net2vec(array(2.0), array(1))} is NULL: the value of one instance, or NULL if
 * it is invalid.
 */
final class TryNet2Vec implements SqlFunction {
  @Override
  public String name() {
    return "try_net2vec";
  }

  @Override
  public Signature signature() {
    return Signature.WEIGHTED_MASK_PAIR;
  }

  @Override
  public FunctionDoc doc() {
    return new FunctionDoc(
        "math_funcs",
        "Returns the Net2Vec value of one instance, or NULL if net2vec would fail on the data.",
        "Wrong types, argument counts and literals are still errors. net2vec_diagnose says"
            + " why a mask is invalid.",
        List.of(
            new Example("SELECT _FUNC_(array(0.25, 1.0), array(0, 1))", "0.875"),
            new Example("SELECT _FUNC_(array(0.2, 1.9), array(0, 1))", "NULL")));
  }

  @Override
  public Expression build(Arguments arguments) {
    return new Labelled(arguments.value(ValueCall.IfInvalid.NULL), arguments.label());
  }
}
