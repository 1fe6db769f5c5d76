package dev.net2vec.job.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The values of all instances and of some groups in this run and those before it. */
final class HistoryLines {
  private HistoryLines() {}

  /**
   * Adds the lines, if there are runs before.
   *
   * @param earlier the summaries of those runs, oldest first
   * @param groups their keys
   */
  static void add(
      JsonNode summary, List<JsonNode> earlier, List<JsonNode> groups, ObjectNode data) {
    if (earlier.isEmpty()) {
      return;
    }
    List<JsonNode> runs = new ArrayList<>(earlier);
    runs.add(summary);
    ObjectNode history = data.putObject("history");
    ArrayNode started = history.putArray("started");
    runs.forEach(
        run -> started.add(Instant.parse(run.at("/run/started").asText()).toEpochMilli() / 1e3));
    ArrayNode series = history.putArray("series");
    for (JsonNode key : groups) {
      ObjectNode line = series.addObject();
      line.put("name", Cells.name(key));
      ArrayNode values = line.putArray("values");
      runs.forEach(run -> values.add(value(run, key)));
    }
  }

  /** Returns the value of a group under the run's first b; null if it has none. */
  private static Double value(JsonNode run, JsonNode key) {
    for (JsonNode row : run.path(key.isEmpty() ? "overall" : "groups")) {
      if (row.path("key").equals(key)) {
        return row.path("value").isNumber() ? (Double) row.path("value").doubleValue() : null;
      }
    }
    return null;
  }
}
