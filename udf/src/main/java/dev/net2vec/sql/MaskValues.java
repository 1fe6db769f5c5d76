package dev.net2vec.sql;

import dev.net2vec.kpi.MaskRole;
import dev.net2vec.sql.FunctionDoc.Example;
import dev.net2vec.sql.expression.MaskCall;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;

/** The items of a mask in any encoding. */
final class MaskValues implements SqlFunction {
  @Override
  public String name() {
    return "mask_values";
  }

  @Override
  public Signature signature() {
    return Signature.MASK;
  }

  @Override
  public FunctionDoc doc() {
    return new FunctionDoc(
        "array_funcs",
        "Returns the items of a mask in row-major order, as a flat ARRAY of FLOAT.",
        "Items that FLOAT cannot represent are rounded to the nearest FLOAT. NULL for a NULL mask;"
            + " a damaged mask is an error.",
        List.of(
            new Example(
                "SELECT _FUNC_(named_struct('size', array(2, 3), 'counts', '231'))",
                "[0.0,1.0,1.0,0.0,1.0,0.0]")));
  }

  @Override
  public Expression build(Arguments arguments) {
    return arguments.ofMask(
        new MaskCall.ValuesOf(name(), arguments.decoder(MaskRole.MASK)), MaskCall.VALUES);
  }
}
