package dev.net2vec.sql;

import dev.net2vec.sql.FunctionDoc.Example;
import dev.net2vec.sql.aggregate.Statistics;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;

/** The statistics of each position of a column of arrays. */
final class Net2VecStatisticsEach implements SqlFunction {
  @Override
  public String name() {
    return "net2vec_statistics_each";
  }

  @Override
  public Signature signature() {
    return Signature.NUMBERS;
  }

  @Override
  public FunctionDoc doc() {
    return new FunctionDoc(
        "agg_funcs",
        "Returns the statistics of each position of arrays of non-negative numbers, as an ARRAY of"
            + " the STRUCT that net2vec_statistics returns.",
        "Arrays may hold, for example, the values of an instance for several b. All arrays must"
            + " have the same length; NULL items are skipped. Without arrays the result is empty.",
        List.of(
            new Example(
                "SELECT transform(_FUNC_(v), s -> s.mean) FROM VALUES (array(1, 10)), (array(3,"
                    + " 20)) AS t(v)",
                "[2.0,15.0]")));
  }

  @Override
  public Expression build(Arguments arguments) {
    return arguments.statistics(Statistics.Positions.EACH);
  }
}
