package dev.net2vec.job.evaluation;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.posexplode;

import dev.net2vec.job.source.NamedColumns;
import dev.net2vec.job.spark.Columns;
import dev.net2vec.kpi.MaskRole;
import dev.net2vec.sql.Net2VecFunctions;
import dev.net2vec.sql.expression.CountsCall;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Every channel of the activations as the only predictor of its row's concept: one row per group, b
 * and channel.
 *
 * <p>All channels of a row are scored in one pass, and reduced as their exact sums of true
 * positives and true negatives, which give the value for every b.
 */
final class Filters {
  static final String FILTER = "filter";
  static final String COUNT = Figure.COUNT.column();
  static final String VALUE = Figure.VALUE.column();

  /** The value of the combination that the concept vectors make of all channels. */
  static final String COMBINATION = "combination";

  private static final String COUNTS = "counts";
  private static final String OF_GROUP = "of_group";

  private Filters() {}

  /**
   * Returns the values of the channels.
   *
   * @param source the rows with activations and targets
   * @param groups the figures by group, or those of all instances if there are no keys
   */
  static Dataset<Row> of(Dataset<Row> source, EvaluationSettings settings, Dataset<Row> groups) {
    NamedColumns keys = settings.masks().keys();
    Column target = settings.masks().mask(source, MaskRole.TARGET);
    Column channels = settings.masks().source().channels(source, target, settings.targetThresh());
    List<Column> scored = new ArrayList<>(keys.from(source, settings.masks().source().name()));
    scored.add(posexplode(channels).as(new String[] {FILTER, COUNTS}));

    List<Column> by = new ArrayList<>(keys.column());
    by.add(col(FILTER));
    Dataset<Row> sums =
        source
            .select(Columns.of(scored))
            .groupBy(Columns.of(by))
            .agg(
                count(lit(1)).as(COUNT),
                sum(CountsCall.TRUE_POSITIVE),
                sum(CountsCall.TRUE_NEGATIVE));

    List<Column> weighed = new ArrayList<>();
    keys.column().forEach(key -> weighed.add(key.as(OF_GROUP)));
    weighed.add(col(Figures.FACTOR_POS_CLASS));
    weighed.add(col(Figures.AUTO));
    weighed.add(col(VALUE).as(COMBINATION));
    Dataset<Row> factors =
        groups
            .where(col(Figures.FACTOR_POS_CLASS).isNotNull())
            .select(Columns.of(weighed))
            // A group may have several thresholds.
            .distinct();
    Column same =
        keys.column().stream()
            .map(key -> key.eqNullSafe(col(OF_GROUP)))
            .findFirst()
            .orElse(lit(true));

    Column total =
        FactorColumns.weigh(
            col(Figures.FACTOR_POS_CLASS),
            col(CountsCall.TRUE_POSITIVE),
            col(CountsCall.TRUE_NEGATIVE));
    Column value = settings.reduction().equals(JobReduction.SUM) ? total : total.divide(col(COUNT));
    List<Column> result = new ArrayList<>(keys.column());
    result.add(col(Figures.FACTOR_POS_CLASS));
    result.add(col(Figures.AUTO));
    result.add(col(FILTER));
    result.add(col(COUNT));
    result.add(value.as(VALUE));
    result.add(col(COMBINATION));
    return sums.join(broadcast(factors), same).select(Columns.of(result));
  }

  private static Column sum(String field) {
    return Net2VecFunctions.net2vecExactSum(col(COUNTS).getField(field)).as(field);
  }
}
