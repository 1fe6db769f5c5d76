package dev.net2vec.sql;

import dev.net2vec.sql.FunctionDoc.Example;
import dev.net2vec.sql.expression.Call;
import dev.net2vec.sql.expression.Labelled;
import dev.net2vec.sql.expression.PairFigure;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.DataTypes;

/** The value as a share of the best value possible for the target. */
final class Net2VecNormalized implements SqlFunction {
  @Override
  public String name() {
    return "net2vec_normalized";
  }

  @Override
  public Signature signature() {
    return Signature.WEIGHTED_MASK_PAIR;
  }

  @Override
  public FunctionDoc doc() {
    return new FunctionDoc(
        "math_funcs",
        "Returns the Net2Vec value of one instance divided by the best value possible for its"
            + " target, b * foreground + (1 - b) * background pixels: in [0, 1], whatever the size"
            + " of the target.",
        "Compares concepts, which the value cannot, because it grows with the area. NULL if the"
            + " best value is 0: for b = 1 without foreground, and for b = 0 without background.",
        List.of(
            new Example("SELECT _FUNC_(array(0.25, 1.0), array(0, 1))", "0.875"),
            new Example("SELECT _FUNC_(array(0.25, 1.0, 0.0, 0.0), array(0, 1, 0, 0))", "0.9375")));
  }

  @Override
  public Expression build(Arguments arguments) {
    return new Labelled(
        Call.of(
            new PairFigure.Normalized(name()),
            DataTypes.DoubleType,
            arguments.scored(),
            arguments.factorPosClass()),
        arguments.label());
  }
}
