package dev.net2vec.sql;

import dev.net2vec.kpi.MaskRole;
import dev.net2vec.sql.FunctionDoc.Example;
import dev.net2vec.sql.expression.MaskCall;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.DataTypes;

/** A mask as an NPY file, for storage or for NumPy. */
final class MaskToNpy implements SqlFunction {
  @Override
  public String name() {
    return "mask_to_npy";
  }

  @Override
  public Signature signature() {
    return Signature.STORED_MASK;
  }

  @Override
  public FunctionDoc doc() {
    return new FunctionDoc(
        "misc_funcs",
        "Returns a mask as the bytes of an NPY file, in the smallest of u1, f4 and f8 that holds"
            + " every item exactly, or in the type that is given.",
        "NULL for a NULL mask; a damaged mask is an error, as is an item that u1 or f2 cannot"
            + " represent.",
        List.of(
            new Example("SELECT mask_values(_FUNC_(array(array(0.25, 1.0))))", "[0.25,1.0]"),
            new Example("SELECT length(_FUNC_(array(0, 1, 1)))", "131"),
            new Example("SELECT mask_values(_FUNC_(array(0.1), 'f2'))", "[0.099975586]")));
  }

  @Override
  public Expression build(Arguments arguments) {
    return arguments.ofMask(
        new MaskCall.ToNpy(name(), arguments.decoder(MaskRole.MASK), arguments.npyWriter()),
        DataTypes.BinaryType);
  }
}
