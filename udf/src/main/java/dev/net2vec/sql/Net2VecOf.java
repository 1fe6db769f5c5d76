package dev.net2vec.sql;

import dev.net2vec.sql.FunctionDoc.Example;
import dev.net2vec.sql.TermsCall.Term;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.DataTypes;

/** The value of a summary, for any b. */
final class Net2VecOf implements SqlFunction {
  @Override
  public String name() {
    return "net2vec_of";
  }

  @Override
  public Signature signature() {
    return Signature.VALUING;
  }

  @Override
  public FunctionDoc doc() {
    return new FunctionDoc(
        "math_funcs",
        "Returns the Net2Vec value of a summary for any b: b * TP + (1 - b) * TN, by instances"
            + " where the reduction is mean.",
        "Formula (1) is linear in TP and TN, so this is the reduction of the instances' values; it"
            + " may differ from net2vec_mean in the last bits, because there every instance's value"
            + " is rounded. NULL where there are no instances.",
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
            arguments.summary(ExactSummary.INSTANCES, DataTypes.LongType),
            arguments.summary(ExactSummary.field(Term.TRUE_POSITIVE), DataTypes.DoubleType),
            arguments.summary(ExactSummary.field(Term.TRUE_NEGATIVE), DataTypes.DoubleType),
            arguments.factorPosClass()),
        arguments.label());
  }
}
