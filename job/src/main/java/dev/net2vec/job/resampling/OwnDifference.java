package dev.net2vec.job.resampling;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;

import dev.net2vec.sql.Net2VecFunctions;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;

/** By how much an instance's own measure differs between two runs, aggregated over a group. */
record OwnDifference(InstanceMeasure measure, InstanceRow baseline, InstanceRow run) {
  /** A variance below this share of the mean square is rounding. */
  private static final double ROUNDING = 1e-13;

  /**
   * Which shares of the instances got better or worse; null if none has a measure in both runs.
   *
   * @param effectSize the mean difference ÷ the standard deviation of the differences
   */
  record Shares(Double better, Double equal, Double worse, Double effectSize) {}

  /**
   * Returns the aggregates that {@link #shares} reads. Sums are exact, so in any order the same.
   */
  List<Column> aggregates() {
    Column difference = measure.of(run).minus(measure.of(baseline));
    return List.of(
        count(difference).as(name("count", measure)),
        count_if(difference.gt(0)).as(name("better", measure)),
        count_if(difference.lt(0)).as(name("worse", measure)),
        sum(greatest(difference, lit(0.0))).as(name("gain", measure)),
        sum(greatest(lit(0.0).minus(difference), lit(0.0))).as(name("loss", measure)),
        sum(difference.multiply(difference)).as(name("squares", measure)));
  }

  private static Column sum(Column terms) {
    return Net2VecFunctions.net2vecExactSum(terms);
  }

  private static String name(String what, InstanceMeasure measure) {
    return what + "_" + measure.column();
  }

  static Shares shares(InstanceMeasure measure, Row row) {
    long count = row.<Long>getAs(name("count", measure));
    if (count == 0) {
      return new Shares(null, null, null, null);
    }
    long better = row.<Long>getAs(name("better", measure));
    long worse = row.<Long>getAs(name("worse", measure));
    double mean =
        (row.<Double>getAs(name("gain", measure)) - row.<Double>getAs(name("loss", measure)))
            / count;
    double square = row.<Double>getAs(name("squares", measure)) / count;
    double variance = square - mean * mean;
    Double effectSize =
        count > 1 && variance > ROUNDING * square
            ? (Double) (mean / Math.sqrt(variance * count / (count - 1.0)))
            : null;
    return new Shares(
        (double) better / count,
        (double) (count - better - worse) / count,
        (double) worse / count,
        effectSize);
  }
}
