package dev.net2vec.sql;

import dev.net2vec.sql.FunctionDoc.Example;
import dev.net2vec.sql.expression.Call;
import dev.net2vec.sql.expression.ChannelsCall;
import dev.net2vec.sql.expression.Labelled;
import dev.net2vec.sql.expression.ValueCall.IfInvalid;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;

/** Every filter of a layer as a predictor of one target; NULL if a mask is invalid. */
final class TryNet2VecChannels implements SqlFunction {
  @Override
  public String name() {
    return "try_net2vec_channels";
  }

  @Override
  public Signature signature() {
    return Signature.ACTIVATIONS_PAIR;
  }

  @Override
  public FunctionDoc doc() {
    return new FunctionDoc(
        "misc_funcs",
        "Returns what net2vec_channels returns, or NULL where it would fail on the data.",
        "NULL for an invalid mask; wrong arguments are an error.",
        List.of(new Example("SELECT _FUNC_(array(array(array(1.5))), array(array(1)))", "NULL")));
  }

  @Override
  public Expression build(Arguments arguments) {
    return new Labelled(
        Call.of(
            new ChannelsCall(name(), IfInvalid.NULL), ChannelsCall.RESULT, arguments.channels()),
        arguments.label());
  }
}
