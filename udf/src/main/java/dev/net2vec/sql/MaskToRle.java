package dev.net2vec.sql;

import dev.net2vec.kpi.MaskRole;
import dev.net2vec.sql.FunctionDoc.Example;
import dev.net2vec.sql.expression.MaskCall;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;

/** The foreground of a mask as COCO run lengths. */
final class MaskToRle implements SqlFunction {
  @Override
  public String name() {
    return "mask_to_rle";
  }

  @Override
  public Signature signature() {
    return Signature.BINARISED_MASK;
  }

  @Override
  public FunctionDoc doc() {
    return new FunctionDoc(
        "struct_funcs",
        "Returns the foreground of a mask of rank 2 as COCO run lengths: size and compressed"
            + " counts.",
        "NULL for a NULL mask; a damaged mask is an error.",
        List.of(
            new Example(
                "SELECT _FUNC_(array(array(0, 1, 1), array(0, 1, 0)))",
                "{\"size\":[2,3],\"counts\":\"231\"}")));
  }

  @Override
  public Expression build(Arguments arguments) {
    return arguments.ofMask(
        new MaskCall.ToRle(name(), arguments.decoder(MaskRole.MASK)),
        MaskCall.RLE,
        arguments.targetThresh());
  }
}
