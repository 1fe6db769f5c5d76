package dev.net2vec.job.evaluation;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import org.apache.spark.SparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.util.LongAccumulator;

/**
 * Running counts of evaluated instances and rejected rows, shown in Spark's UI (on the page of the
 * scoring stage) and in the JSON log's progress lines. A task that Spark runs again counts again,
 * so the results' figures are computed from the rows instead.
 *
 * @param evaluated instances
 * @param rejected rows
 */
public record Counters(LongAccumulator evaluated, LongAccumulator rejected) {
  static Counters register(SparkContext spark) {
    return new Counters(
        spark.longAccumulator("net2vec instances evaluated"),
        spark.longAccumulator("net2vec rows rejected"));
  }

  /** Returns the narrow rows, which are counted as they are computed. */
  Dataset<Row> count(Dataset<Row> scored) {
    LongAccumulator ofEvaluated = evaluated;
    LongAccumulator ofRejected = rejected;
    UDF2<String, Integer, String> counting =
        (reason, instance) -> {
          (instance == null ? ofRejected : ofEvaluated).add(1L);
          return reason;
        };
    return scored.withColumn(
        Scoring.REASON,
        udf(counting, DataTypes.StringType)
            .asNondeterministic()
            .apply(col(Scoring.REASON), col(Scoring.INSTANCE_INDEX)));
  }
}
