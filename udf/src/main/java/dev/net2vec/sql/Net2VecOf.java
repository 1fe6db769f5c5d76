package dev.net2vec.sql;

import dev.net2vec.sql.FunctionDoc.Example;
import dev.net2vec.sql.expression.Call;
import dev.net2vec.sql.expression.Labelled;
import dev.net2vec.sql.expression.SummaryCall;
import dev.net2vec.sql.expression.SummaryCall.Term;
import dev.net2vec.sql.expression.SummaryValueCall;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.DataTypes;

/** The value of a summary for any b. */
final class Net2VecOf implements SqlFunction {
  @Override
  public String name() {
    return "net2vec_of";
  }

  @Override
  public Signature signature() {
    return Signature.WEIGHTED_SUMMARY;
  }

  @Override
  public FunctionDoc doc() {
    return new FunctionDoc(
        "math_funcs",
        "Returns the Net2Vec value of a summary for any b: b * TP + (1 - b) * TN, divided"
            + " by the number of instances if the reduction is mean.",
        "The value is linear in TP and TN, so this is the reduction of the instances' values. It"
            + " has the same bits as net2vec_mean for one instance, and if no sum and no instance's"
            + " value is rounded. Otherwise the last bits may differ, because net2vec_mean rounds"
            + " the value of every instance, and net2vec_of the sums. NULL without instances.",
        List.of(
            new Example(
                "SELECT _FUNC_(net2vec_summary(p, array(0, 1)), 0.5) FROM VALUES (array(0.25,"
                    + " 1.0)), (array(0.0, 0.25)) AS t(p)",
                "0.75")));
  }

  @Override
  public Expression build(Arguments arguments) {
    return new Labelled(
        Call.of(
            new SummaryValueCall(name(), arguments.reduction()),
            DataTypes.DoubleType,
            arguments.summary(SummaryCall.INSTANCES, DataTypes.LongType),
            arguments.summary(Term.TRUE_POSITIVE.field(), DataTypes.DoubleType),
            arguments.summary(Term.TRUE_NEGATIVE.field(), DataTypes.DoubleType),
            arguments.factorPosClass()),
        arguments.label());
  }
}
