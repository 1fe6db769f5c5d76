package dev.net2vec.job.evaluation;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.net2vec.job.text.Shown;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * The figures of one group, or of all instances, for one b.
 *
 * @param key the group's columns; empty for all instances
 * @param factorPosClass b; null if it is auto and there is no instance to compute it from
 * @param auto whether b is the paper's balance of the group
 * @param value the reduced value; null if the reduction is none or there are no values
 * @param loss −value
 * @param valuePerPixel the sum of the values ÷ the sum of the pixels
 * @param std sample standard deviation of the instances' values; null for fewer than two
 * @param standardError of the mean of the values: std ÷ √count
 * @param meanLow95 lower bound of the mean's 95 % confidence interval, by Student's t
 * @param meanHigh95 upper bound
 * @param q05 the smallest value that 5 % of the values do not exceed, and so on
 * @param emptyTargets instances whose target has no foreground
 * @param fullTargets instances whose target is all foreground
 */
public record SummaryRow(
    JsonNode key,
    Double factorPosClass,
    boolean auto,
    long count,
    Double value,
    Double loss,
    Double valuePerPixel,
    Double std,
    Double standardError,
    @JsonProperty("mean_low95") Double meanLow95,
    @JsonProperty("mean_high95") Double meanHigh95,
    Double min,
    Double q05,
    Double q25,
    Double q50,
    Double q75,
    Double q95,
    Double max,
    long emptyTargets,
    long fullTargets) {
  /** The columns for the distribution of the values, named as in net2vec_statistics. */
  static final List<String> SPREAD =
      List.of(
          "std",
          "standard_error",
          "mean_low95",
          "mean_high95",
          "min",
          "q05",
          "q25",
          "q50",
          "q75",
          "q95",
          "max");

  static SummaryRow of(JsonNode key, Row row) {
    return new SummaryRow(
        key,
        row.getAs(Figures.FACTOR_POS_CLASS),
        row.<Boolean>getAs(Figures.AUTO),
        row.<Long>getAs("count"),
        row.getAs("value"),
        row.getAs("loss"),
        row.getAs("value_per_pixel"),
        row.getAs("std"),
        row.getAs("standard_error"),
        row.getAs("mean_low95"),
        row.getAs("mean_high95"),
        row.getAs("min"),
        row.getAs("q05"),
        row.getAs("q25"),
        row.getAs("q50"),
        row.getAs("q75"),
        row.getAs("q95"),
        row.getAs("max"),
        row.<Long>getAs("empty_targets"),
        row.<Long>getAs("full_targets"));
  }

  /** Returns a group's name: {@code car}, or for several columns {@code (car, night)}. */
  static String name(JsonNode key) {
    List<String> texts = new ArrayList<>();
    key.forEach(value -> texts.add(Shown.cell(value)));
    return texts.size() == 1 ? texts.get(0) : "(" + String.join(", ", texts) + ")";
  }
}
