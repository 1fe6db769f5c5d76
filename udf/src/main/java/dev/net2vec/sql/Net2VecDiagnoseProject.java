package dev.net2vec.sql;

import dev.net2vec.sql.FunctionDoc.Example;
import dev.net2vec.sql.expression.Labelled;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;

/** A concept's mask, before its activation, or the reason why there is none. */
final class Net2VecDiagnoseProject implements SqlFunction {
  @Override
  public String name() {
    return "net2vec_diagnose_project";
  }

  @Override
  public Signature signature() {
    return Signature.ACTIVATIONS;
  }

  @Override
  public FunctionDoc doc() {
    return new FunctionDoc(
        "struct_funcs",
        "Returns reason and message if the activations cannot be projected on the weights, and"
            + " otherwise projection, as net2vec_project returns it.",
        "Never fails on the data. NULL where net2vec_project is.",
        List.of(
            new Example(
                "SELECT _FUNC_(array(array(array(1, 2))), array(1, 1)).message",
                "weights have 2 items, but must have 1, one for each channel of the activations"
                    + " (shape 1x1x2)"),
            new Example(
                "SELECT _FUNC_(array(array(array(1, 2))), array(3)).projection", "[[3.0,6.0]]")));
  }

  @Override
  public Expression build(Arguments arguments) {
    return new Labelled(arguments.diagnosedProjection(), arguments.label());
  }
}
