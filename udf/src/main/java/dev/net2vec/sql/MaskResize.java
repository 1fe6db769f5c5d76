package dev.net2vec.sql;

import dev.net2vec.kpi.MaskRole;
import dev.net2vec.sql.FunctionDoc.Example;
import dev.net2vec.sql.expression.MaskCall;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.DataTypes;

/** A mask at another size, to look at what {@code resize} scores. */
final class MaskResize implements SqlFunction {
  @Override
  public String name() {
    return "mask_resize";
  }

  @Override
  public Signature signature() {
    return Signature.RESIZED_MASK;
  }

  @Override
  public FunctionDoc doc() {
    return new FunctionDoc(
        "misc_funcs",
        "Returns a mask at another height and width, as PyTorch's interpolate resizes it, as the"
            + " bytes of an NPY file.",
        "Bilinear if resize is not set. Scoring a small prediction needs no resized one: see the"
            + " option resize of net2vec. NULL for a NULL mask, height or width; a damaged mask is"
            + " an error.",
        List.of(
            new Example(
                "SELECT mask_values(_FUNC_(array(array(0, 1)), 1, 4))", "[0.0,0.25,0.75,1.0]"),
            new Example(
                "SELECT mask_values(_FUNC_(array(array(0, 1)), 1, 4, map('resize', 'nearest')))",
                "[0.0,0.0,1.0,1.0]")));
  }

  @Override
  public Expression build(Arguments arguments) {
    return arguments.ofMask(
        new MaskCall.Resized(
            name(),
            arguments.decoder(MaskRole.MASK),
            arguments.maxPixels(),
            arguments.interpolation(),
            arguments.alignCorners()),
        DataTypes.BinaryType,
        arguments.side(Signature.HEIGHT),
        arguments.side(Signature.WIDTH));
  }
}
