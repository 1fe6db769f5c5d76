package dev.net2vec.sql;

import dev.net2vec.sql.FunctionDoc.Example;
import dev.net2vec.sql.expression.Call;
import dev.net2vec.sql.expression.CurveCall;
import dev.net2vec.sql.expression.Labelled;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;

/** The counts and measures of a curve at one of its thresholds. */
final class MaskCurveAt implements SqlFunction {
  @Override
  public String name() {
    return "mask_curve_at";
  }

  @Override
  public Signature signature() {
    return Signature.CURVE_POINT;
  }

  @Override
  public FunctionDoc doc() {
    return new FunctionDoc(
        "misc_funcs",
        "Returns the counts and measures of all pixels at one of the thresholds of a curve: pixels,"
            + " true_positive, false_positive, false_negative, true_negative, iou, dice, precision,"
            + " recall, specificity and accuracy.",
        "output_thresh is a multiple of 1/N, literal or column; another is an error. iou and dice"
            + " are empty_score where neither mask has foreground; a measure that would be 0 / 0 is"
            + " NULL.",
        List.of(
            new Example(
                "SELECT _FUNC_(mask_curve(array(0.75, 1.0), array(0, 1)), 0.5).iou", "0.5")));
  }

  @Override
  public Expression build(Arguments arguments) {
    return new Labelled(
        Call.of(
            new CurveCall.At(name(), arguments.emptyScore()),
            CurveCall.At.RESULT,
            arguments.curve(),
            arguments.curveThresh()),
        arguments.label());
  }
}
