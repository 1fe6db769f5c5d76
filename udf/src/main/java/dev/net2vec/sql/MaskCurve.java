package dev.net2vec.sql;

import dev.net2vec.sql.FunctionDoc.Example;
import dev.net2vec.sql.aggregate.CurveAggregate;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;

/** How many pixels have a prediction above each threshold. */
final class MaskCurve implements SqlFunction {
  @Override
  public String name() {
    return "mask_curve";
  }

  @Override
  public Signature signature() {
    return Signature.MASK_PAIR_CURVE;
  }

  @Override
  public FunctionDoc doc() {
    return new FunctionDoc(
        "agg_funcs",
        "Returns how many foreground and background pixels of all instances have a prediction above"
            + " each of the thresholds 0, 1/N, 2/N ... 1, from which mask_curve_at and"
            + " mask_curve_summary read their measures.",
        "predicted has the sums of the predictions between two thresholds, each rounded to 12"
            + " decimals. All are exact integers or decimals: the same for any order and"
            + " partitioning of the rows. The size of a curve depends on the number of thresholds"
            + " only; stored curves are added up by mask_curve_merge.",
        List.of(
            new Example(
                "SELECT _FUNC_(p, array(0, 1), map('thresholds', 4)).foreground_above FROM VALUES"
                    + " (array(0.25, 1.0)) AS t(p)",
                "[1,1,1,1,0]")));
  }

  @Override
  public Expression build(Arguments arguments) {
    return new CurveAggregate(
        arguments.counted(),
        new CurveAggregate.Input(arguments.thresholds()),
        name(),
        arguments.label());
  }
}
