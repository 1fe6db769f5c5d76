package dev.net2vec.job.resampling;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import com.fasterxml.jackson.databind.JsonNode;
import dev.net2vec.job.error.JobException;
import dev.net2vec.job.spark.Columns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A run whose instances are compared.
 *
 * @param id of the run
 * @param summary of the run
 * @param instances the path of its {@code instances.parquet}
 */
public record ComparedRun(String id, JsonNode summary, String instances) {
  static final String ID = "id";
  static final String KEY = "key";
  static final String INSTANCE_INDEX = "instance_index";

  /** The column with the b of a row: a number, auto or concept, as text. */
  static final String FACTOR = "factor";

  static final String AUTO = "auto";
  static final String CONCEPT = "concept";
  static final String FIELDS = "fields";
  static final String BINARISED = "binarised";
  private static final String FACTOR_POS_CLASS = "factor_pos_class";

  /** Returns whether the run's instances have ids. */
  public boolean hasIds(SparkSession session) {
    return Arrays.asList(session.read().parquet(instances).columns()).contains(ID);
  }

  /** Returns one row per instance and b: its identity, and its numbers as a struct. */
  Dataset<Row> rows(SparkSession session) {
    Dataset<Row> rows = session.read().parquet(instances);
    List<String> columns = Arrays.asList(rows.columns());
    if (!columns.contains(ID)) {
      throw JobException.usage(
          "run %s has no ids, so its instances cannot be paired with another run's; run evaluate with --id, the columns that identify an instance"
              .formatted(id));
    }
    return narrow(rows);
  }

  /** Returns one row per instance and b, from rows as in {@code instances.parquet}. */
  Dataset<Row> narrow(Dataset<Row> rows) {
    List<String> columns = Arrays.asList(rows.columns());
    List<Column> result = new ArrayList<>();
    result.add(col(ID));
    if (columns.contains(KEY)) {
      result.add(col(KEY));
    }
    result.add(col(INSTANCE_INDEX));
    result.add(factor().as(FACTOR));
    List<Column> fields = new ArrayList<>();
    for (String name :
        List.of(
            FACTOR_POS_CLASS,
            "value",
            "pixels",
            "target_pixels",
            "true_positive",
            "true_negative",
            BINARISED)) {
      if (columns.contains(name)) {
        fields.add(col(name));
      }
    }
    result.add(struct(Columns.of(fields)).as(FIELDS));
    return rows.select(Columns.of(result));
  }

  private Column factor() {
    for (JsonNode factor : setting(FACTOR_POS_CLASS)) {
      if (factor.asText().equals(CONCEPT)) {
        return lit(CONCEPT);
      }
    }
    return when(col(AUTO), lit(AUTO)).otherwise(col(FACTOR_POS_CLASS).cast("string"));
  }

  JsonNode setting(String name) {
    return summary.path("settings").path(name);
  }

  /** Returns whether the run has groups. */
  boolean isGrouped() {
    return !setting("group_by").isEmpty();
  }

  /** Returns the paper's balance of all instances; null if the run has none. */
  Double balance() {
    for (JsonNode row : summary.path("overall")) {
      if (row.path(AUTO).asBoolean() && row.path(FACTOR_POS_CLASS).isNumber()) {
        return row.path(FACTOR_POS_CLASS).doubleValue();
      }
    }
    return null;
  }

  /** Returns what an overlap is where neither mask has foreground; null for none. */
  Double emptyOverlap() {
    JsonNode score = setting("empty_score");
    if (score.isMissingNode()) {
      return 1.0;
    }
    return score.isNumber() ? (Double) score.doubleValue() : null;
  }

  /** Returns the measures that instances decide and that the run's rows have. */
  public List<InstanceMeasure> measures() {
    JsonNode row = summary.path("overall").path(0);
    return Arrays.stream(InstanceMeasure.values())
        .filter(
            measure ->
                measure == InstanceMeasure.NORMALIZED_VALUE
                    || (measure != InstanceMeasure.VALUE_PER_PIXEL && row.has(measure.column())))
        .toList();
  }

  /** Returns the measures that instances decide and that all runs have. */
  public static List<InstanceMeasure> commonMeasures(List<ComparedRun> runs) {
    List<InstanceMeasure> common = new ArrayList<>(runs.get(0).measures());
    runs.forEach(run -> common.retainAll(run.measures()));
    return common;
  }
}
