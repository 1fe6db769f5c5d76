package dev.net2vec.sql;

import dev.net2vec.sql.FunctionDoc.Example;
import dev.net2vec.sql.aggregate.Statistics;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;

/** Count, sum, mean, spread, confidence interval and quantiles of a column of numbers. */
final class Net2VecStatistics implements SqlFunction {
  @Override
  public String name() {
    return "net2vec_statistics";
  }

  @Override
  public Signature signature() {
    return Signature.NUMBERS;
  }

  @Override
  public FunctionDoc doc() {
    return new FunctionDoc(
        "agg_funcs",
        "Returns the statistics of non-negative numbers: count, sum, mean, std, standard_error,"
            + " mean_low95, mean_high95, min, q05, q25, q50, q75, q95, max.",
        "Sums are exact: the same bits for any order and partitioning of the rows. std is the"
            + " sample standard deviation; mean_low95 to mean_high95 is the 95 % confidence"
            + " interval of the mean by Student's t; these and standard_error are NULL for fewer"
            + " than two numbers. Quantiles are those of percentile_approx, exact for up to 50,000"
            + " numbers. A number that is negative, NaN or infinite is an error.",
        List.of(
            new Example(
                "SELECT s.count, s.mean, s.std, s.q50 FROM (SELECT _FUNC_(v) AS s FROM VALUES (1),"
                    + " (2), (3), (NULL) AS t(v))",
                "3\t2.0\t1.0\t2.0")));
  }

  @Override
  public Expression build(Arguments arguments) {
    return arguments.statistics(Statistics.Positions.ALL);
  }
}
