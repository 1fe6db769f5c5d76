package dev.net2vec.job.evaluation;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.negate;
import static org.apache.spark.sql.functions.struct;

import com.fasterxml.jackson.databind.JsonNode;
import dev.net2vec.job.spark.Columns;
import dev.net2vec.job.text.Json;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How much better the combination of a layer's filters is than the best of them alone, which is
 * what Net2Vec asks.
 *
 * @param key the group's columns; empty for all instances
 * @param filter the channel with the largest value; of several, the first
 * @param value the value of the combination
 * @param filterValue the value of that channel
 * @param gain the first minus the second
 */
public record BestFilter(
    JsonNode key,
    Double factorPosClass,
    boolean auto,
    int filter,
    long count,
    Double value,
    double filterValue,
    Double gain) {
  private static final String BEST = "best";
  private static final String KEY_JSON = "key_json";

  /** Returns the best filter per group and b, by key and then b. */
  static List<BestFilter> of(Evaluation evaluation) {
    Column best = struct(col(Filters.FILTER), col(Filters.COUNT), col(Filters.VALUE));
    List<Column> by = new ArrayList<>(evaluation.keys().column());
    by.add(col(Figures.FACTOR_POS_CLASS));
    by.add(col(Figures.AUTO));
    Dataset<Row> rows =
        evaluation
            .filters()
            .groupBy(Columns.of(by))
            .agg(
                max_by(best, struct(col(Filters.VALUE), negate(col(Filters.FILTER)))).as(BEST),
                first(col(Filters.COMBINATION)).as(Filters.COMBINATION));
    boolean keyed = !evaluation.keys().names().isEmpty();
    Column key = keyed ? Columns.json(col("key")) : lit("{}");
    List<BestFilter> found = new ArrayList<>();
    for (Row row :
        evaluation
            .ordered(rows)
            .limit(Summary.MAX_ROWS)
            .withColumn(KEY_JSON, key)
            .collectAsList()) {
      found.add(of(row));
    }
    return found;
  }

  private static BestFilter of(Row row) {
    Row best = row.getAs(BEST);
    double filterValue = best.<Double>getAs(Filters.VALUE);
    Double value = row.getAs(Filters.COMBINATION);
    return new BestFilter(
        Json.read(row.<String>getAs(KEY_JSON)),
        row.getAs(Figures.FACTOR_POS_CLASS),
        row.<Boolean>getAs(Figures.AUTO),
        best.<Integer>getAs(Filters.FILTER),
        best.<Long>getAs(Filters.COUNT),
        value,
        filterValue,
        value == null ? null : (Double) (value - filterValue));
  }
}
