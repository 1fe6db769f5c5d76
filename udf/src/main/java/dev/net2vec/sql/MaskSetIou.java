package dev.net2vec.sql;

import dev.net2vec.kpi.Overlap;
import dev.net2vec.sql.FunctionDoc.Example;
import dev.net2vec.sql.aggregate.ExactRatio;
import dev.net2vec.sql.expression.Call;
import dev.net2vec.sql.expression.NumbersCall;
import dev.net2vec.sql.expression.PairFigure;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;

/** The intersections of all instances over their unions. */
final class MaskSetIou implements SqlFunction {
  @Override
  public String name() {
    return "mask_set_iou";
  }

  @Override
  public Signature signature() {
    return Signature.OVERLAPPING_MASK_PAIR;
  }

  @Override
  public FunctionDoc doc() {
    return new FunctionDoc(
        "agg_funcs",
        "Returns the sum of the intersections over all instances of all rows, divided by the sum of"
            + " the unions, where predictions are foreground above output_thresh.",
        "The measure of Net2Vec and Network Dissection. Exact: the same bits for any order and"
            + " partitioning of the rows. empty_score if no mask has foreground; NULL without"
            + " instances.",
        List.of(
            new Example(
                "SELECT _FUNC_(p, array(0, 1)) FROM VALUES (array(0.75, 1.0)), (array(0.0, 1.0)) AS"
                    + " t(p)",
                "0.6666666666666666")));
  }

  @Override
  public Expression build(Arguments arguments) {
    return arguments.reduced(
        Call.of(
            new PairFigure.OverlapTerms(name(), Overlap.IOU),
            NumbersCall.RESULT,
            arguments.binarised()),
        new ExactRatio(arguments.emptyScore()));
  }
}
