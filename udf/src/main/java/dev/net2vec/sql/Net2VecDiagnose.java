package dev.net2vec.sql;

import dev.net2vec.sql.FunctionDoc.Example;
import dev.net2vec.sql.expression.Labelled;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;

/** The soft confusion of every instance of a mask, or the reason why there is none. */
final class Net2VecDiagnose implements SqlFunction {
  @Override
  public String name() {
    return "net2vec_diagnose";
  }

  @Override
  public Signature signature() {
    return Signature.DIAGNOSED_MASK_PAIR;
  }

  @Override
  public FunctionDoc doc() {
    return new FunctionDoc(
        "struct_funcs",
        "Returns reason and message if the masks are invalid, and otherwise instances: the soft"
            + " confusion of each instance, as net2vec_counts returns it.",
        "Never fails on the data. A NULL mask has the reason NULL_MASK. With the option"
            + " output_thresh, instances have binarised too: the counts of the prediction binarised"
            + " at each of these, as mask_confusion returns them. With the option thresholds, they"
            + " have curve: their counts at every threshold in a compact form that mask_curve_merge"
            + " and what reads a curve take. With the option picture, they have picture: a PNG file"
            + " with the prediction as heat, the target's outline, and the errors. No session has a"
            + " default for these options.",
        List.of(
            new Example(
                "SELECT _FUNC_(array(0.25, 1.5), array(0, 1)).message",
                "prediction is 1.5 at [1], but every item must be in [0, 1] (shape 2)"),
            new Example(
                "SELECT _FUNC_(array(0.25, 1.0), array(0, 1)).instances[0].true_negative", "0.75"),
            new Example(
                "SELECT _FUNC_(array(0.25, 1.0), array(0, 1), map('output_thresh',"
                    + " '0.2,0.5')).instances[0].binarised.false_positive",
                "[1,0]"),
            new Example(
                "SELECT substr(_FUNC_(array(0.25, 1.0), array(0, 1), map('picture',"
                    + " true)).instances[0].picture, 2, 3) = X'504E47'",
                "true")));
  }

  @Override
  public Expression build(Arguments arguments) {
    return new Labelled(arguments.diagnosis(), arguments.label());
  }
}
