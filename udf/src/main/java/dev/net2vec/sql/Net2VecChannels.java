package dev.net2vec.sql;

import dev.net2vec.sql.FunctionDoc.Example;
import dev.net2vec.sql.expression.Call;
import dev.net2vec.sql.expression.ChannelsCall;
import dev.net2vec.sql.expression.Labelled;
import dev.net2vec.sql.expression.ValueCall.IfInvalid;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;

/** Every filter of a layer as a predictor of one target. */
final class Net2VecChannels implements SqlFunction {
  @Override
  public String name() {
    return "net2vec_channels";
  }

  @Override
  public Signature signature() {
    return Signature.ACTIVATIONS_PAIR;
  }

  @Override
  public FunctionDoc doc() {
    return new FunctionDoc(
        "misc_funcs",
        "Returns the soft confusion of every channel of a layer's activations against one target,"
            + " ARRAY of STRUCT, as net2vec_counts of that channel returns it.",
        "Scored in one pass over the activations, however many channels they have. With activation"
            + " and resize, this is every filter of a layer as a predictor of a concept. Ranks and"
            + " channels are given by the activations C x h x w; the target is H x W.",
        List.of(
            new Example(
                "SELECT _FUNC_(array(array(array(0.25, 1.0)), array(array(0.5, 0.0))),"
                    + " array(array(0, 1))).true_positive",
                "[1.0,0.0]")));
  }

  @Override
  public Expression build(Arguments arguments) {
    return new Labelled(
        Call.of(
            new ChannelsCall(name(), IfInvalid.FAIL), ChannelsCall.RESULT, arguments.channels()),
        arguments.label());
  }
}
