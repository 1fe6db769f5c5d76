package dev.net2vec.job;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * The figures of one group, or of all instances, for one b.
 *
 * @param key the group's columns; empty for all instances
 * @param value the configured reduction; null where there is none or nothing to reduce
 * @param loss −value
 * @param valuePerPixel the sum of the values ÷ the sum of the pixels
 * @param std sample standard deviation of the instances' values; null below two
 */
record SummaryRow(
    JsonNode key,
    double factorPosClass,
    long count,
    Double value,
    Double loss,
    Double valuePerPixel,
    Double std,
    Double min,
    Double max) {

  /** The names of the figures, in the order in which tables show them. */
  static final List<String> FIGURES =
      List.of("count", "value", "loss", "value_per_pixel", "std", "min", "max");

  static SummaryRow of(JsonNode key, Row row) {
    return new SummaryRow(
        key,
        row.<Double>getAs(Evaluation.FACTOR_POS_CLASS),
        row.<Long>getAs("count"),
        row.getAs("value"),
        row.getAs("loss"),
        row.getAs("value_per_pixel"),
        row.getAs("std"),
        row.getAs("min"),
        row.getAs("max"));
  }
}
