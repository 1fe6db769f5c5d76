package dev.net2vec.sql;

import dev.net2vec.sql.FunctionDoc.Example;
import dev.net2vec.sql.expression.BinaryCountsCall;
import dev.net2vec.sql.expression.Call;
import dev.net2vec.sql.expression.Labelled;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;

/** The counts of one instance whose prediction is binarised. */
final class MaskConfusion implements SqlFunction {
  @Override
  public String name() {
    return "mask_confusion";
  }

  @Override
  public Signature signature() {
    return Signature.BINARISED_MASK_PAIR;
  }

  @Override
  public FunctionDoc doc() {
    return new FunctionDoc(
        "misc_funcs",
        "Returns the counts of one instance: pixels, true_positive, false_positive, false_negative"
            + " and true_negative, BIGINT, where the prediction is foreground above output_thresh.",
        "net2vec_counts is the same for soft predictions.",
        List.of(
            new Example(
                "SELECT _FUNC_(array(0.25, 1.0), array(0, 1))",
                "{\"pixels\":2,\"true_positive\":1,\"false_positive\":0,\"false_negative\":0,\"true_negative\":1}")));
  }

  @Override
  public Expression build(Arguments arguments) {
    return new Labelled(
        Call.of(new BinaryCountsCall(name()), BinaryCountsCall.RESULT, arguments.binarised()),
        arguments.label());
  }
}
