package dev.net2vec.sql;

import dev.net2vec.sql.FunctionDoc.Example;
import dev.net2vec.sql.expression.Labelled;
import dev.net2vec.sql.expression.ValueCall;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;

/** {@code SELECT net2vec(array(0.25, 1.0), array(0, 1))} is 0.875: the value of one instance. */
final class Net2Vec implements SqlFunction {
  @Override
  public String name() {
    return "net2vec";
  }

  @Override
  public Signature signature() {
    return Signature.WEIGHTED_MASK_PAIR;
  }

  @Override
  public FunctionDoc doc() {
    return new FunctionDoc(
        "math_funcs",
        "Returns the Net2Vec value of one instance, b * TP + (1 - b) * TN in pixels: higher is"
            + " better.",
        "NULL if a mask, b or the threshold is NULL. Anything else that is invalid is an error:"
            + " items that are NULL, NaN or out of range, ragged or different shapes, several"
            + " instances in a mask (use net2vec_batch).",
        List.of(
            new Example("SELECT _FUNC_(array(0.25, 1.0), array(0, 1))", "0.875"),
            new Example("SELECT _FUNC_(array(0.25, 1.0), array(0, 1), 0.9)", "0.975"),
            new Example(
                "SELECT _FUNC_(array(array(0.5, 0.5), array(0.0, 1.0)), array(array(0, 3), array(0,"
                    + " 7)), 0.5, 5)",
                "1.5")));
  }

  @Override
  public Expression build(Arguments arguments) {
    return new Labelled(arguments.value(ValueCall.IfInvalid.FAIL), arguments.label());
  }
}
