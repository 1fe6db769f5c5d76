package dev.net2vec.sql;

import dev.net2vec.kpi.MaskRole;
import dev.net2vec.sql.FunctionDoc.Example;
import dev.net2vec.sql.expression.MaskCall;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.DataTypes;

/** A mask as an NPY file, or NULL if it cannot be written. */
final class TryMaskToNpy implements SqlFunction {
  @Override
  public String name() {
    return "try_mask_to_npy";
  }

  @Override
  public Signature signature() {
    return Signature.STORED_MASK;
  }

  @Override
  public FunctionDoc doc() {
    return new FunctionDoc(
        "misc_funcs",
        "Returns a mask as the bytes of an NPY file, or NULL if mask_to_npy would fail on the"
            + " data.",
        "Wrong types, argument counts and literals are still errors.",
        List.of(
            new Example("SELECT mask_values(_FUNC_(array(0.25, 1.0), 'f2'))", "[0.25,1.0]"),
            new Example("SELECT _FUNC_(array(0.25, 1e6), 'f2')", "NULL")));
  }

  @Override
  public Expression build(Arguments arguments) {
    return arguments.ofMask(
        new MaskCall.TryToNpy(
            new MaskCall.ToNpy(name(), arguments.decoder(MaskRole.MASK), arguments.npyWriter())),
        DataTypes.BinaryType);
  }
}
