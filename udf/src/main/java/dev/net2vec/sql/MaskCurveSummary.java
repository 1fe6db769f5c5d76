package dev.net2vec.sql;

import dev.net2vec.sql.FunctionDoc.Example;
import dev.net2vec.sql.expression.Call;
import dev.net2vec.sql.expression.CurveCall;
import dev.net2vec.sql.expression.Labelled;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;

/** The figures of a curve as a whole. */
final class MaskCurveSummary implements SqlFunction {
  @Override
  public String name() {
    return "mask_curve_summary";
  }

  @Override
  public Signature signature() {
    return Signature.MEASURED_CURVE;
  }

  @Override
  public FunctionDoc doc() {
    return new FunctionDoc(
        "misc_funcs",
        "Returns the figures of a curve over all of its pixels: average_precision, roc_auc,"
            + " best_iou, best_iou_thresh, best_dice, best_dice_thresh and calibration_error.",
        "average_precision and roc_auc are those of scikit-learn, with the number of thresholds"
            + " below a prediction as its score; best thresholds are the least that have the best"
            + " measure; calibration_error is the expected calibration error of N bins of equal"
            + " width. A figure that would be 0 / 0 is NULL.",
        List.of(
            new Example(
                "SELECT _FUNC_(mask_curve(array(0.25, 1.0), array(0, 1))).average_precision",
                "1.0")));
  }

  @Override
  public Expression build(Arguments arguments) {
    return new Labelled(
        Call.of(
            new CurveCall.Summary(name(), arguments.emptyScore()),
            CurveCall.Summary.RESULT,
            arguments.curve()),
        arguments.label());
  }
}
