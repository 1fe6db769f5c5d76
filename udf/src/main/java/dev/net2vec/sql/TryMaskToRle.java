package dev.net2vec.sql;

import dev.net2vec.kpi.MaskRole;
import dev.net2vec.sql.FunctionDoc.Example;
import dev.net2vec.sql.expression.MaskCall;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;

/** The foreground of a mask as COCO run lengths, or NULL if it cannot be encoded. */
final class TryMaskToRle implements SqlFunction {
  @Override
  public String name() {
    return "try_mask_to_rle";
  }

  @Override
  public Signature signature() {
    return Signature.BINARISED_MASK;
  }

  @Override
  public FunctionDoc doc() {
    return new FunctionDoc(
        "struct_funcs",
        "Returns the foreground of a mask as COCO run lengths, or NULL if mask_to_rle would"
            + " fail on the data.",
        "Wrong types, argument counts and literals are still errors.",
        List.of(
            new Example("SELECT _FUNC_(array(array(0, 1, 1), array(0, 1, 0))).counts", "231"),
            new Example("SELECT _FUNC_(array(0, 1, 1))", "NULL")));
  }

  @Override
  public Expression build(Arguments arguments) {
    return arguments.ofMask(
        new MaskCall.TryToRle(new MaskCall.ToRle(name(), arguments.decoder(MaskRole.MASK))),
        MaskCall.RLE,
        arguments.targetThresh());
  }
}
