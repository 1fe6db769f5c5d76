package dev.net2vec.job.evaluation;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;

import dev.net2vec.sql.expression.CountsCall;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;

/**
 * What the instances' soft confusions say of the masks: conditions that hold where masks are not
 * what they should be, though not only there. They cost nothing beside the figures.
 *
 * @param pixels of all instances
 * @param whole instances whose prediction adds up to whole numbers on and off the target
 * @param identical instances whose prediction is the target's foreground
 * @param lowestMean the least mean item of an instance's prediction; 0 where there is no instance
 * @param highestMean the greatest
 */
record Hints(long pixels, long whole, long identical, double lowestMean, double highestMean) {
  static Column column() {
    Column truePositive = col(CountsCall.TRUE_POSITIVE);
    Column falsePositive = col(CountsCall.FALSE_POSITIVE);
    Column mean = col(CountsCall.PREDICTED).divide(col(CountsCall.PIXELS));
    return struct(
        sum(col(CountsCall.PIXELS)),
        count_if(isWhole(truePositive).and(isWhole(falsePositive))),
        count_if(falsePositive.equalTo(0).and(col(CountsCall.FALSE_NEGATIVE).equalTo(0))),
        min(mean),
        max(mean));
  }

  private static Column isWhole(Column number) {
    return floor(number).equalTo(number);
  }

  /** Reads the column of a row. */
  static Hints of(Row row) {
    return new Hints(
        row.isNullAt(0) ? 0 : row.getLong(0),
        row.getLong(1),
        row.getLong(2),
        row.isNullAt(3) ? 0 : row.getDouble(3),
        row.isNullAt(4) ? 0 : row.getDouble(4));
  }
}
