package dev.net2vec.job.resampling;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Values under another balance, where b is auto. */
final class Balances {
  static final String FACTOR_POS_CLASS = "factor_pos_class";

  private Balances() {}

  /**
   * Returns the rows with another balance, and the values under it.
   *
   * @param side the struct with an instance's numbers
   */
  static Dataset<Row> of(Dataset<Row> rows, String side, Column balance) {
    Column fields = col(side);
    Column value =
        balance
            .multiply(fields.getField("true_positive"))
            .plus(lit(1.0).minus(balance).multiply(fields.getField("true_negative")));
    return rows.withColumn(
        side,
        when(
                col(ComparedRun.FACTOR).equalTo(ComparedRun.AUTO),
                fields.withField(FACTOR_POS_CLASS, balance).withField("value", value))
            .otherwise(fields));
  }
}
