package dev.net2vec.sql;

import dev.net2vec.sql.FunctionDoc.Example;
import dev.net2vec.sql.aggregate.CurveAggregate;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;

/** The sum of stored curves. */
final class MaskCurveMerge implements SqlFunction {
  @Override
  public String name() {
    return "mask_curve_merge";
  }

  @Override
  public Signature signature() {
    return Signature.CURVE;
  }

  @Override
  public FunctionDoc doc() {
    return new FunctionDoc(
        "agg_funcs",
        "Returns the sum of curves, as mask_curve would have returned it for all of their rows"
            + " together.",
        "NULLs are skipped. Curves of different numbers of thresholds are an error. NULL without"
            + " curves.",
        List.of(
            new Example(
                "SELECT _FUNC_(c).pixels FROM (SELECT mask_curve(array(0.25, 1.0), array(0, 1)) AS"
                    + " c)",
                "2")));
  }

  @Override
  public Expression build(Arguments arguments) {
    return new CurveAggregate(
        arguments.curve(), CurveAggregate.Input.CURVES, name(), arguments.label());
  }
}
