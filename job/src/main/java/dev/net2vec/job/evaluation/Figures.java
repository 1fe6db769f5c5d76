package dev.net2vec.job.evaluation;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.posexplode;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.net2vec.job.source.NamedColumns;
import dev.net2vec.job.spark.Columns;
import dev.net2vec.sql.Net2VecFunctions;
import dev.net2vec.sql.expression.CountsCall;
import dev.net2vec.sql.expression.InstancesCall;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Computes the figures of groups from their instances' soft confusion and counts at thresholds: one
 * row per group, b and, if masks are binarised, threshold.
 *
 * <p>One aggregation reduces all b's and thresholds together, and only its result is exploded, so
 * that the rows are not multiplied by their number; nor are the aggregates of Net2Vec, except for
 * the best values and a user's reduction. Sums are exact and means are rounded once, as in the SQL
 * functions. Invalid rows are null in every column that is aggregated, and aggregates skip nulls.
 */
public final class Figures {
  public static final String FACTOR_POS_CLASS = "factor_pos_class";
  public static final String AUTO = "auto";
  public static final String OUTPUT_THRESH = InstancesCall.OUTPUT_THRESH;
  static final String REJECTED = "rejected";
  static final String ROWS_READ = "rows_read";
  static final String HINTS = "hints";

  private static final String STATISTICS = "statistics";
  private static final String BEST = "best_";
  private static final String VALUES = "values";

  private final List<FactorColumns> factors;
  private final JobReduction reduction;
  private final Measures measures;
  private final OverlapColumns overlaps;
  private final NamedColumns ids;

  Figures(EvaluationSettings settings, NamedColumns ids) {
    this.factors = settings.factorPosClass().stream().map(FactorColumns::new).toList();
    this.reduction = settings.reduction();
    this.measures = settings.measures();
    this.overlaps = new OverlapColumns(measures);
    this.ids = ids;
  }

  /**
   * Returns the figures.
   *
   * @param rows the narrow rows, with {@link FactorColumns#BALANCE} if a b is auto
   * @param by the columns to group by, which the result keeps
   */
  Dataset<Row> of(Dataset<Row> rows, List<Column> by) {
    List<Column> aggregates = new ArrayList<>();
    aggregates.add(statistics().as(STATISTICS));
    for (int i = 0; i < factors.size(); i++) {
      aggregates.add(Net2VecFunctions.net2vecExactSum(factors.get(i).best()).as(BEST + i));
    }
    aggregates.add(sum(col(CountsCall.PIXELS)).as(CountsCall.PIXELS));
    aggregates.add(FactorColumns.balance().as(FactorColumns.BALANCE));
    aggregates.add(FactorColumns.ofConcept().as(FactorColumns.OF_CONCEPT));
    aggregates.add(
        count_if(col(CountsCall.TARGET_PIXELS).equalTo(0)).as(Figure.EMPTY_TARGETS.column()));
    aggregates.add(
        count_if(col(CountsCall.TARGET_PIXELS).equalTo(col(CountsCall.PIXELS)))
            .as(Figure.FULL_TARGETS.column()));
    aggregates.add(Hints.column().as(HINTS));
    aggregates.add(count_if(col(Scoring.INSTANCE_INDEX).isNull()).as(REJECTED));
    // A row with several instances counts once, at its first.
    aggregates.add(
        count_if(coalesce(col(Scoring.INSTANCE_INDEX), lit(0)).equalTo(0)).as(ROWS_READ));
    if (reduction.isClass()) {
      aggregates.add(values().as(VALUES));
    }
    aggregates.addAll(overlaps.aggregates());
    Column first = aggregates.remove(0);
    Dataset<Row> groups = rows.groupBy(Columns.of(by)).agg(first, Columns.of(aggregates));

    List<Column> perFactor = new ArrayList<>();
    for (int i = 0; i < factors.size(); i++) {
      FactorColumns factor = factors.get(i);
      perFactor.add(
          struct(factor.b().as(FACTOR_POS_CLASS), factor.auto().as(AUTO), col(BEST + i).as(BEST)));
    }
    Dataset<Row> exploded =
        overlaps.exploded(
            groups.select(
                col("*"),
                posexplode(array(Columns.of(perFactor))).as(new String[] {"at", "factor"})));
    List<Column> result = new ArrayList<>(by);
    result.addAll(figures());
    return exploded.select(Columns.of(result));
  }

  private Column statistics() {
    List<Column> values = new ArrayList<>();
    factors.forEach(factor -> values.add(factor.value()));
    return Net2VecFunctions.net2vecStatisticsEach(array(Columns.of(values)));
  }

  /**
   * Returns the values under each b, reduced by the user's class in the order of the instances'
   * ids.
   */
  private Column values() {
    List<Column> order = new ArrayList<>(ids.column());
    order.add(col(Scoring.INSTANCE_INDEX));
    Column place = struct(Columns.of(order));
    List<Column> values = new ArrayList<>();
    factors.forEach(
        factor -> values.add(Net2VecFunctions.net2vecReduceValues(factor.value(), place)));
    return array(Columns.of(values));
  }

  private List<Column> figures() {
    Column b = col("factor").getField(FACTOR_POS_CLASS);
    Column auto = col("factor").getField(AUTO);
    Column best = col("factor").getField(BEST);
    Column statistics = get(col(STATISTICS), col("at"));
    Column count = coalesce(statistics.getField("count"), lit(0L));
    Column total = statistics.getField("sum");
    Column value = value(total, statistics.getField("mean"));
    List<Column> figures = new ArrayList<>();
    figures.add(b.as(FACTOR_POS_CLASS));
    figures.add(auto.as(AUTO));
    figures.addAll(overlaps.threshold());
    for (Figure figure : measures.figures()) {
      Column column =
          switch (figure) {
            case COUNT -> count;
            case VALUE -> value;
            case LOSS -> FactorColumns.loss(value);
            case VALUE_PER_PIXEL -> total.divide(col(CountsCall.PIXELS));
            case NORMALIZED_VALUE -> when(best.notEqual(0), total.divide(best));
            case EMPTY_TARGETS, FULL_TARGETS -> col(figure.column());
            default ->
                figure.kind() == Figure.Kind.SOFT
                    ? statistics.getField(figure.column())
                    : overlaps.figure(figure);
          };
      figures.add(column.as(figure.column()));
    }
    figures.add(col(REJECTED));
    figures.add(col(ROWS_READ));
    figures.add(col(HINTS));
    return figures;
  }

  private Column value(Column total, Column mean) {
    if (reduction.isClass()) {
      return get(col(VALUES), col("at"));
    }
    if (reduction.equals(JobReduction.NONE)) {
      return lit(null).cast("double");
    }
    return reduction.equals(JobReduction.SUM) ? total : mean;
  }
}
