package dev.net2vec.job.resampling;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.net2vec.job.spark.Columns;
import dev.net2vec.job.text.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The bootstrap intervals of one run's figures. */
public final class Intervals {
  private static final String COUNTS = "counts";
  private static final String KEY_JSON = "key_json";
  private static final String OUTPUT_THRESH = "output_thresh";

  /**
   * A row of a result.
   *
   * @param key the group's columns; empty for all instances
   * @param factor b: a number, auto or concept
   * @param outputThresh null if no masks are binarised
   */
  public record Place(JsonNode key, Object factor, Double outputThresh) {}

  private final ComparedRun run;
  private final List<InstanceMeasure> measures;
  private final boolean binarised;
  private final ResamplingSettings settings;

  private Intervals(ComparedRun run, ResamplingSettings settings) {
    this.run = run;
    this.measures = run.measures();
    this.binarised = measures.stream().anyMatch(InstanceMeasure::isBinarised);
    this.settings = settings;
  }

  /**
   * Returns the bounds of each row's intervals, by name: {@code value_low95} and so on.
   *
   * @param instances as in {@code instances.parquet}
   */
  public static Map<Place, Map<String, Double>> of(
      ComparedRun run, Dataset<Row> instances, ResamplingSettings settings) {
    return new Intervals(run, settings).of(run.narrow(instances));
  }

  /** Returns b as in a {@link Place}. */
  public static Object factor(Double b, boolean auto) {
    if (auto) {
      return ComparedRun.AUTO;
    }
    return b == null ? ComparedRun.CONCEPT : (Object) b;
  }

  private Map<Place, Map<String, Double>> of(Dataset<Row> rows) {
    Map<Place, Map<String, Double>> intervals = new HashMap<>();
    if (run.isGrouped()) {
      Column json = Columns.json(col(ComparedRun.KEY));
      add(intervals, hashed(rows).withColumn(KEY_JSON, json), true);
    }
    Dataset<Row> all = hashed(rows);
    if (run.isGrouped() && run.balance() != null) {
      all = Balances.of(all, ComparedRun.FIELDS, lit(run.balance()));
    }
    add(intervals, all, false);
    return intervals;
  }

  private Dataset<Row> hashed(Dataset<Row> rows) {
    List<Column> identity = new ArrayList<>();
    List<Column> columns = new ArrayList<>();
    for (String name : rows.columns()) {
      columns.add(col(name));
      if (List.of(ComparedRun.ID, ComparedRun.KEY, ComparedRun.INSTANCE_INDEX).contains(name)) {
        identity.add(col(name));
      }
    }
    Dataset<Row> hashed = rows.withColumn(Bootstrap.INSTANCE, Bootstrap.hash(Columns.of(identity)));
    if (!binarised) {
      return hashed;
    }
    columns.add(col(Bootstrap.INSTANCE));
    columns.add(explode(col(ComparedRun.FIELDS).getField(ComparedRun.BINARISED)).as(COUNTS));
    return hashed
        .select(Columns.of(columns))
        .withColumn(OUTPUT_THRESH, col(COUNTS).getField(OUTPUT_THRESH));
  }

  private void add(Map<Place, Map<String, Double>> intervals, Dataset<Row> rows, boolean grouped) {
    List<Column> by = new ArrayList<>();
    if (grouped) {
      by.add(col(KEY_JSON));
    }
    by.add(col(ComparedRun.FACTOR));
    if (binarised) {
      by.add(col(OUTPUT_THRESH));
    }
    InstanceRow side =
        new InstanceRow(
            col(ComparedRun.FIELDS), binarised ? col(COUNTS) : null, run.emptyOverlap());
    Iterator<ResampledGroup> groups =
        new Bootstrap(settings, List.of(side), measures).of(rows, by, List.of());
    while (groups.hasNext()) {
      ResampledGroup group = groups.next();
      Row row = group.row();
      Map<String, Double> bounds = new LinkedHashMap<>();
      for (InstanceMeasure measure : measures) {
        Replicates replicates = group.figures(0, measure);
        bounds.put(measure.column() + "_low95", replicates.low95());
        bounds.put(measure.column() + "_high95", replicates.high95());
      }
      intervals.put(
          new Place(
              grouped ? Json.read(row.<String>getAs(KEY_JSON)) : Json.object(),
              Comparison.factor(row.getAs(ComparedRun.FACTOR)),
              binarised ? row.<Double>getAs(OUTPUT_THRESH) : null),
          bounds);
    }
  }
}
