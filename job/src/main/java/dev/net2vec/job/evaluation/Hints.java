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
 * Signs of implausible masks in the instances' soft confusion: necessary, but not sufficient,
 * conditions. They are aggregated along with the figures, at no extra cost.
 *
 * @param pixels total of all instances
 * @param whole instances whose prediction sums to whole numbers both on and off the target's
 *     foreground
 * @param identical instances whose prediction equals the target's foreground
 * @param lowestMean the smallest mean of an instance's prediction; 0 if there is no instance
 * @param highestMean the largest one, likewise
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

  /** Returns the hints in a value of {@link #column}. */
  static Hints of(Row row) {
    return new Hints(
        row.isNullAt(0) ? 0 : row.getLong(0),
        row.getLong(1),
        row.getLong(2),
        row.isNullAt(3) ? 0 : row.getDouble(3),
        row.isNullAt(4) ? 0 : row.getDouble(4));
  }
}
