package dev.net2vec.sql;

import dev.net2vec.kpi.MaskRole;
import dev.net2vec.sql.FunctionDoc.Example;
import dev.net2vec.sql.expression.MaskCall;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;

/** The dimensions of a mask in any encoding. */
final class MaskShape implements SqlFunction {
  @Override
  public String name() {
    return "mask_shape";
  }

  @Override
  public Signature signature() {
    return Signature.MASK;
  }

  @Override
  public FunctionDoc doc() {
    return new FunctionDoc(
        "array_funcs",
        "Returns the dimensions of a mask, outermost first, as an ARRAY of INT.",
        "NULL for a NULL mask; a damaged mask is an error.",
        List.of(new Example("SELECT _FUNC_(array(array(0, 1, 1), array(0, 1, 0)))", "[2,3]")));
  }

  @Override
  public Expression build(Arguments arguments) {
    return arguments.ofMask(
        new MaskCall.ShapeOf(name(), arguments.decoder(MaskRole.MASK)), MaskCall.SHAPE);
  }
}
