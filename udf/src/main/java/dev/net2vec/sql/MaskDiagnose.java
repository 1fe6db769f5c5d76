package dev.net2vec.sql;

import dev.net2vec.kpi.MaskRole;
import dev.net2vec.sql.FunctionDoc.Example;
import dev.net2vec.sql.expression.MaskCall;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;

/** The dimensions of a mask, or the reason why it is invalid. */
final class MaskDiagnose implements SqlFunction {
  @Override
  public String name() {
    return "mask_diagnose";
  }

  @Override
  public Signature signature() {
    return Signature.MASK;
  }

  @Override
  public FunctionDoc doc() {
    return new FunctionDoc(
        "struct_funcs",
        "Returns reason and message if a mask is invalid, and otherwise its shape, as mask_shape"
            + " returns it.",
        "Never fails on the data. A NULL mask has the reason NULL_MASK. Items are any numbers; for"
            + " the rules of predictions and of pairs, see net2vec_diagnose.",
        List.of(
            new Example("SELECT _FUNC_(array(array(0, 1, 1), array(0, 1, 0))).shape", "[2,3]"),
            new Example(
                "SELECT _FUNC_(array(0, NULL)).message",
                "mask is NULL at [1], but every item must be a number")));
  }

  @Override
  public Expression build(Arguments arguments) {
    return arguments.ofMask(
        new MaskCall.Diagnose(name(), arguments.decoder(MaskRole.MASK)), MaskCall.Diagnose.RESULT);
  }
}
