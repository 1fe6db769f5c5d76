package dev.net2vec.sql;

import dev.net2vec.kpi.Overlap;
import dev.net2vec.sql.FunctionDoc.Example;
import dev.net2vec.sql.expression.Call;
import dev.net2vec.sql.expression.Labelled;
import dev.net2vec.sql.expression.PairFigure;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.DataTypes;

/** A measure of the overlap of one instance whose prediction is binarised. */
record MaskOverlap(Overlap overlap) implements SqlFunction {
  @Override
  public String name() {
    return "mask_" + overlap.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public Signature signature() {
    return Signature.OVERLAPPING_MASK_PAIR;
  }

  @Override
  public FunctionDoc doc() {
    return new FunctionDoc(
        "math_funcs",
        switch (overlap) {
              case IOU ->
                  "Returns the intersection over union (Jaccard index) of one instance, TP / (TP +"
                      + " FP + FN),";
              case DICE ->
                  "Returns the Dice coefficient (F1) of one instance, 2 * TP / (2 * TP + FP + FN),";
            }
            + " where the prediction is foreground above output_thresh.",
        "Where neither mask has foreground, it is empty_score.",
        List.of(
            new Example(
                "SELECT _FUNC_(array(0.75, 1.0), array(0, 1))",
                overlap == Overlap.IOU ? "0.5" : "0.6666666666666666"),
            new Example("SELECT _FUNC_(array(0.75, 1.0), array(0, 1), 0.8)", "1.0"),
            new Example(
                "SELECT _FUNC_(array(0.25, 0.0), array(0, 0), map('empty_score', null))", "NULL")));
  }

  @Override
  public Expression build(Arguments arguments) {
    return new Labelled(
        Call.of(
            new PairFigure.OverlapOf(name(), overlap, arguments.emptyScore()),
            DataTypes.DoubleType,
            arguments.binarised()),
        arguments.label());
  }
}
