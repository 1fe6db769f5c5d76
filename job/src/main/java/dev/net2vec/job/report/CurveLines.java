package dev.net2vec.job.report;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.net2vec.job.spark.Columns;
import dev.net2vec.job.text.Json;
import dev.net2vec.sql.Net2VecFunctions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The kept curves as lines of precision, recall and IoU by threshold. */
final class CurveLines {
  /** The most thresholds of a line. */
  private static final int POINTS = 200;

  private static final String CURVE = "curve";
  private static final String KEY_JSON = "key_json";

  /** The figures of a point, by their names in {@code mask_curve_at} and in the page. */
  private static final List<String> FIGURES = List.of("precision", "recall", "iou");

  private CurveLines() {}

  /**
   * Adds the lines of all instances and of some groups.
   *
   * @param curves a row per group, or one row
   * @param groups their keys, as JSON
   */
  static void add(Dataset<Row> curves, int thresholds, List<String> groups, ObjectNode data) {
    Column[] columns = {lit("{}").as(KEY_JSON), col(CURVE)};
    Dataset<Row> lines = curves.agg(Net2VecFunctions.maskCurveMerge(col(CURVE)).as(CURVE));
    lines = lines.select(columns);
    if (Arrays.asList(curves.columns()).contains("key")) {
      lines =
          lines.unionAll(
              curves
                  .select(Columns.json(col("key")).as(KEY_JSON), col(CURVE))
                  .where(col(KEY_JSON).isin(groups.toArray())));
    }
    Column at =
        Net2VecFunctions.maskCurveAt(
            col(CURVE), col("k").cast("double").divide(lit((double) thresholds)));
    Map<String, ObjectNode> byKey = new LinkedHashMap<>();
    ArrayNode all = data.putArray("curves");
    lines
        .select(col(KEY_JSON), col(CURVE), explode(array(points(thresholds))).as("k"))
        .select(col(KEY_JSON), col("k"), at.as("at"))
        .select(col(KEY_JSON), col("k"), col("at.precision"), col("at.recall"), col("at.iou"))
        .orderBy(KEY_JSON, "k")
        .collectAsList()
        .forEach(
            row -> add(row, thresholds, byKey.computeIfAbsent(row.getString(0), k -> line(k))));
    // All instances come first.
    if (byKey.containsKey("{}")) {
      all.add(byKey.remove("{}"));
    }
    groups.stream().filter(byKey::containsKey).forEach(key -> all.add(byKey.get(key)));
  }

  private static Column[] points(int thresholds) {
    int step = (thresholds + POINTS - 1) / POINTS;
    return IntStream.concat(
            IntStream.iterate(0, k -> k < thresholds, k -> k + step), IntStream.of(thresholds))
        .mapToObj(k -> lit(k))
        .toArray(Column[]::new);
  }

  private static ObjectNode line(String key) {
    ObjectNode line = (ObjectNode) Json.object();
    JsonNode values = Json.read(key);
    line.put("name", Cells.name(values));
    line.putArray("thresholds");
    FIGURES.forEach(line::putArray);
    return line;
  }

  private static void add(Row row, int thresholds, ObjectNode line) {
    ((ArrayNode) line.get("thresholds")).add((double) row.getInt(1) / thresholds);
    for (int i = 0; i < FIGURES.size(); i++) {
      ArrayNode values = (ArrayNode) line.get(FIGURES.get(i));
      if (row.isNullAt(2 + i)) {
        values.addNull();
      } else {
        values.add(row.getDouble(2 + i));
      }
    }
  }
}
