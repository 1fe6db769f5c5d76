package dev.net2vec.job;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.call_function;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.percentile_approx;
import static org.apache.spark.sql.functions.sqrt;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;

/**
 * The figures of a group for one b, as aggregates over its instances' soft confusions.
 *
 * <p>Sums are exact and rounded once, as those of the SQL functions are. Invalid rows are null in
 * every column that is read here, and aggregates leave those out.
 */
final class Figures {
  static final String FACTOR_POS_CLASS = "factor_pos_class";
  static final String AUTO = "auto";

  /** The column of the rows that holds the paper's balance of their group. */
  static final String BALANCE = "auto_factor_pos_class";

  /** The quantiles, in percent. */
  static final List<Integer> QUANTILES = List.of(5, 25, 50, 75, 95);

  /** Up to half as many instances in a group, quantiles are exact; beyond, to 1/this of a rank. */
  private static final int QUANTILE_ACCURACY = 100_000;

  private final Factor factor;
  private final Column value;

  Figures(Factor factor) {
    this.factor = factor;
    Column b = factor.isAuto() ? col(BALANCE) : lit(factor.number());
    this.value = weigh(b, col("true_positive"), col("true_negative"));
  }

  /** Returns the value of one instance. */
  Column value() {
    return value;
  }

  /** Returns b where each row has its own, as instances do. */
  Column factorOfRow() {
    return factor.isAuto() ? col(BALANCE) : lit(factor.number());
  }

  /** Returns whether b is the paper's balance. */
  Column auto() {
    return lit(factor.isAuto());
  }

  /** Returns the paper's balance, b = 1 − the mean of the target's share of foreground. */
  static Column balance() {
    return lit(1.0).minus(mean(col("target_pixels").divide(col("pixels"))));
  }

  /** Returns all figures as a struct. */
  Column reduced(JobReduction reduction) {
    Column count = count(value);
    Column b = factor.isAuto() ? balance() : lit(factor.number());
    Column total =
        factor.isAuto()
            ? weigh(b, total(col("true_positive")), total(col("true_negative")))
            : total(value);
    Column mean = total.divide(count);
    Column reducedValue = reduction.of(total, mean);
    Column std = call_function("net2vec_exact_std", value);
    Column standardError = std.divide(sqrt(count.cast("double")));
    Column reach = MeanInterval.column().apply(count).multiply(standardError);
    List<Column> figures = new ArrayList<>();
    figures.add(b.as(FACTOR_POS_CLASS));
    figures.add(auto().as(AUTO));
    figures.add(count.as("count"));
    figures.add(reducedValue.as("value"));
    figures.add(loss(reducedValue).as("loss"));
    figures.add(total.divide(sum(col("pixels"))).as("value_per_pixel"));
    figures.add(std.as("std"));
    figures.add(standardError.as("standard_error"));
    figures.add(mean.minus(reach).as("mean_low95"));
    figures.add(mean.plus(reach).as("mean_high95"));
    figures.add(min(value).as("min"));
    Column quantiles = quantiles();
    for (int i = 0; i < QUANTILES.size(); i++) {
      figures.add(quantiles.getItem(i).as("q%02d".formatted(QUANTILES.get(i))));
    }
    figures.add(max(value).as("max"));
    figures.add(count_if(col("target_pixels").equalTo(0)).as("empty_targets"));
    return struct(figures.toArray(new Column[0]));
  }

  private Column quantiles() {
    List<Column> shares = new ArrayList<>();
    QUANTILES.forEach(percent -> shares.add(lit(percent / 100.0)));
    return percentile_approx(value, array(shares.toArray(new Column[0])), lit(QUANTILE_ACCURACY));
  }

  /** The arithmetic of {@link dev.net2vec.kpi.FactorPosClass#weigh}, operation by operation. */
  private static Column weigh(Column b, Column truePositive, Column trueNegative) {
    return b.multiply(truePositive).plus(lit(1.0).minus(b).multiply(trueNegative));
  }

  /** The negative, but never the zero that prints as {@code -0.0}. */
  static Column loss(Column value) {
    return lit(0.0).minus(value);
  }

  private static Column total(Column values) {
    return call_function("net2vec_exact_sum", values);
  }

  private static Column mean(Column values) {
    return call_function("net2vec_exact_mean", values);
  }
}
