package dev.net2vec.job.evaluation;

import static org.apache.spark.sql.functions.asc_nulls_first;
import static org.apache.spark.sql.functions.asc_nulls_last;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.net2vec.job.spark.Columns;
import dev.net2vec.job.text.Json;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * One of the instances with the smallest values.
 *
 * @param id the columns that identify its row
 * @param key the group's columns; null if there are none
 * @param instanceIndex which instance of the row
 * @param auto whether b is the paper's balance of the group
 * @param normalizedValue the value ÷ the best value possible for the target; null if that is 0
 */
public record WorstInstance(
    JsonNode id,
    @JsonInclude(JsonInclude.Include.NON_NULL) JsonNode key,
    int instanceIndex,
    Double factorPosClass,
    boolean auto,
    double value,
    Double normalizedValue) {
  private static final String NORMALIZED = Figure.NORMALIZED_VALUE.column();
  private static final String VALUE = Figure.VALUE.column();

  /**
   * Returns the instances with the smallest normalized values, the worst first, as many as the
   * settings ask for of each b: by b, whatever the group, as the values of a group are comparable
   * with another's once they are normalized.
   */
  static List<WorstInstance> of(Evaluation evaluation) {
    EvaluationSettings settings = evaluation.settings();
    boolean keyed = !evaluation.keys().names().isEmpty();
    Column best = FactorColumns.best(col(Figures.FACTOR_POS_CLASS));
    Column normalized = when(best.notEqual(0), least(lit(1.0), col(VALUE).divide(best)));
    Dataset<Row> rows = evaluation.instances().withColumn(NORMALIZED, normalized);
    List<Column> order = new ArrayList<>();
    order.add(asc_nulls_last(NORMALIZED));
    if (keyed) {
      order.add(asc_nulls_first("key"));
    }
    order.add(asc_nulls_first("id"));
    order.add(asc_nulls_first(Scoring.INSTANCE_INDEX));
    List<WorstInstance> worst = new ArrayList<>();
    for (Factor factor : settings.factorPosClass()) {
      Column isFactor =
          switch (factor.kind()) {
            case NUMBER ->
                col(Figures.FACTOR_POS_CLASS)
                    .equalTo(factor.number())
                    .and(col(Figures.AUTO).equalTo(false));
            case AUTO -> col(Figures.AUTO);
            case CONCEPT -> lit(true);
          };
      rows.where(isFactor)
          .orderBy(Columns.of(order))
          .limit(settings.worst())
          .select(
              Columns.json(col("id")),
              keyed ? Columns.json(col("key")) : lit(null).cast("string"),
              col(Scoring.INSTANCE_INDEX),
              col(Figures.FACTOR_POS_CLASS),
              col(Figures.AUTO),
              col(VALUE),
              col(NORMALIZED))
          .collectAsList()
          .forEach(row -> worst.add(of(row)));
    }
    return worst;
  }

  private static WorstInstance of(Row row) {
    return new WorstInstance(
        Json.read(row.getString(0)),
        row.isNullAt(1) ? null : Json.read(row.getString(1)),
        row.getInt(2),
        row.isNullAt(3) ? null : (Double) row.getDouble(3),
        row.getBoolean(4),
        row.getDouble(5),
        row.isNullAt(6) ? null : (Double) row.getDouble(6));
  }
}
