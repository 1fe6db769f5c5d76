package dev.net2vec.sql;

import dev.net2vec.sql.FunctionDoc.Example;
import dev.net2vec.sql.expression.Labelled;
import dev.net2vec.sql.expression.ValueCall.IfInvalid;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;

/** A concept's mask, before its activation: activations, weighed by a concept vector. */
final class Net2VecProject implements SqlFunction {
  @Override
  public String name() {
    return "net2vec_project";
  }

  @Override
  public Signature signature() {
    return Signature.ACTIVATIONS;
  }

  @Override
  public FunctionDoc doc() {
    return new FunctionDoc(
        "array_funcs",
        "Returns the weighted sum of the channels of activations C x h x w, plus the bias, as an"
            + " ARRAY of h ARRAYs of w DOUBLEs.",
        "With the options activation and resize of net2vec, that is the mask M(x; w) of the paper's"
            + " equation 1. One filter alone has the weight 1, and the others 0. Activations are"
            + " decoded once for all concepts of a row. NULL for NULL activations, weights or bias;"
            + " anything else that is invalid is an error.",
        List.of(
            new Example(
                "SELECT _FUNC_(array(array(array(1, 2)), array(array(3, 5))), array(1, 0.5))",
                "[[2.5,4.5]]"),
            new Example(
                "SELECT round(net2vec(_FUNC_(array(array(array(-9, 9)), array(array(2, 4))),"
                    + " array(1, 0.5), -1), array(array(0, 0, 1, 1)), map('activation', 'sigmoid',"
                    + " 'resize', 'nearest')), 2)",
                "2.0")));
  }

  @Override
  public Expression build(Arguments arguments) {
    return new Labelled(arguments.projection(IfInvalid.FAIL), arguments.label());
  }
}
