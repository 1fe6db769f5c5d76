package dev.net2vec.sql;

import dev.net2vec.sql.FunctionDoc.Example;
import dev.net2vec.sql.expression.Call;
import dev.net2vec.sql.expression.CountsCall;
import dev.net2vec.sql.expression.Labelled;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;

/** The soft confusion of one instance, from which its value follows for any b. */
final class Net2VecCounts implements SqlFunction {
  @Override
  public String name() {
    return "net2vec_counts";
  }

  @Override
  public Signature signature() {
    return Signature.MASK_PAIR;
  }

  @Override
  public FunctionDoc doc() {
    return new FunctionDoc(
        "struct_funcs",
        "Returns the soft confusion of one instance: pixels, target_pixels, predicted,"
            + " true_positive, false_positive, false_negative, true_negative.",
        "The four counts are numbers of pixels, and their sum is pixels. NULL and errors as for"
            + " net2vec.",
        List.of(
            new Example(
                "SELECT _FUNC_(array(0.25, 1.0), array(0, 1))",
                "{\"pixels\":2,\"target_pixels\":1,\"predicted\":1.25,\"true_positive\":1.0,\"false_positive\":0.25,\"false_negative\":0.0,\"true_negative\":0.75}")));
  }

  @Override
  public Expression build(Arguments arguments) {
    return new Labelled(
        Call.of(new CountsCall(name()), CountsCall.RESULT, arguments.scored()), arguments.label());
  }
}
