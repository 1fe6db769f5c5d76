package dev.net2vec.job.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.net2vec.job.text.Json;
import dev.net2vec.job.text.Shown;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The rows of a summary as tables, and as lines by b. */
final class FigureTables {
  /** The most rows of a table. */
  static final int MOST_ROWS = 3_000;

  /** The most groups on the page. */
  static final int MOST_GROUPS = 1_000;

  /** The most lines of a chart, beside that of all instances. */
  private static final int LINES = 7;

  private static final String KEY = "key";
  private static final String B = "factor_pos_class";
  private static final String AUTO = "auto";
  private static final Set<String> PLACE = Set.of(KEY, B, AUTO, "output_thresh");

  /** Those that are shown at once, in this order; the rest is shown on request. */
  private static final List<String> FIRST =
      List.of(
          "count",
          "value",
          "normalized_value",
          "mean_low95",
          "mean_high95",
          "set_iou",
          "mean_iou",
          "dice",
          "average_precision",
          "std",
          "min",
          "q50",
          "max");

  /** Those in [0, 1] that are drawn: the first that the rows have. */
  private static final List<String> SHARES = List.of("normalized_value", "value_per_pixel");

  private final JsonNode summary;

  FigureTables(JsonNode summary) {
    this.summary = summary;
  }

  /** Returns rows as a table. */
  Table table(String id, String caption, JsonNode rows) {
    List<String> by = new ArrayList<>();
    rows.path(0).path(KEY).fieldNames().forEachRemaining(by::add);
    boolean threshs = rows.path(0).has("output_thresh");
    List<String> names = names(rows.path(0));
    String share = share(rows.path(0));
    List<Table.Column> columns = new ArrayList<>();
    by.forEach(name -> columns.add(Table.Column.text(Shown.cell(name))));
    columns.add(Table.Column.number("b"));
    if (threshs) {
      columns.add(Table.Column.number("output thresh"));
    }
    for (String name : names) {
      columns.add(
          new Table.Column(
              Cells.words(name),
              name.equals(share) ? Table.Kind.SHARE : Table.Kind.NUMBER,
              !FIRST.contains(name) && !name.equals(share)));
    }
    List<List<String>> cells = new ArrayList<>();
    for (JsonNode row : rows) {
      if (cells.size() == mostRows()) {
        break;
      }
      List<String> line = new ArrayList<>();
      by.forEach(name -> line.add(Shown.cell(row.path(KEY).path(name))));
      line.add(b(row));
      if (threshs) {
        line.add(Cells.number(row.path("output_thresh")));
      }
      names.forEach(name -> line.add(Cells.number(row.path(name))));
      cells.add(line);
    }
    return new Table(id, caption, columns, cells);
  }

  static String b(JsonNode row) {
    String b = Cells.number(row.path(B));
    return row.path(AUTO).asBoolean() ? (b.isEmpty() ? "auto" : b + " (auto)") : b;
  }

  private static String share(JsonNode row) {
    return SHARES.stream().filter(row::hasNonNull).findFirst().orElse("");
  }

  /** Returns the names of a row's figures, the important ones first. */
  private static List<String> names(JsonNode row) {
    Set<String> names = new LinkedHashSet<>();
    FIRST.stream().filter(row::has).forEach(names::add);
    row.fieldNames()
        .forEachRemaining(
            name -> {
              if (!PLACE.contains(name) && !name.equals("loss")) {
                names.add(name);
              }
            });
    List<String> sorted = new ArrayList<>(names);
    String share = share(row);
    if (sorted.remove(share)) {
      sorted.add(Math.min(2, sorted.size()), share);
    }
    return sorted;
  }

  private int rowsEach() {
    return Math.max(1, summary.path("overall").size());
  }

  private int mostRows() {
    int groups = Math.max(1, Math.min(MOST_GROUPS, MOST_ROWS / rowsEach()));
    return groups * rowsEach();
  }

  long groupCount() {
    return summary.at("/groups_truncated/total").asLong(summary.path("groups").size() / rowsEach());
  }

  /** Returns a sentence on the groups that the table leaves out; null if it has all. */
  String groupsNote() {
    long shown = Math.min(summary.path("groups").size(), mostRows()) / rowsEach();
    return shown >= groupCount()
        ? null
        : String.format(
            Locale.ROOT,
            "The first %,d of %,d groups; groups.parquet has all.",
            shown,
            groupCount());
  }

  /**
   * Returns the keys of all instances and of the groups with the lowest values under the first b.
   */
  List<JsonNode> lowest() {
    Map<JsonNode, JsonNode> first = new LinkedHashMap<>();
    summary.path("groups").forEach(row -> first.putIfAbsent(row.path(KEY), row));
    List<JsonNode> lowest =
        new ArrayList<>(
            first.values().stream()
                .filter(row -> row.hasNonNull("value"))
                .sorted(Comparator.comparingDouble(FigureTables::lowness))
                .limit(LINES)
                .map(row -> row.path(KEY))
                .toList());
    lowest.add(0, Json.object());
    return lowest;
  }

  /** Adds the values by b, where there are several; returns whether there are. */
  boolean byFactor(ObjectNode data) {
    Map<String, List<JsonNode>> lines = new LinkedHashMap<>();
    for (String part : List.of("overall", "groups")) {
      for (JsonNode row : summary.path(part)) {
        if (!row.path(AUTO).asBoolean() && row.path(B).isNumber()) {
          lines.computeIfAbsent(row.path(KEY).toString(), key -> new ArrayList<>()).add(row);
        }
      }
    }
    List<JsonNode> overall = lines.remove("{}");
    if (overall == null || distinct(overall) < 3) {
      return false;
    }
    List<List<JsonNode>> lowest = new ArrayList<>(lines.values());
    lowest.removeIf(line -> distinct(line) < 3 || !line.get(0).hasNonNull("value"));
    lowest.sort(Comparator.comparingDouble(line -> lowness(line.get(0))));
    ObjectNode chart = data.putObject("by_b");
    ArrayNode series = chart.putArray("series");
    add(overall, series);
    lowest.subList(0, Math.min(LINES, lowest.size())).forEach(line -> add(line, series));
    chart.put("left_out", Math.max(0, lowest.size() - LINES));
    return true;
  }

  /** Returns what groups are compared by: the lower, the more it needs a look. */
  static double lowness(JsonNode row) {
    return row.path(share(row)).asDouble(row.path("value").asDouble());
  }

  private static long distinct(List<JsonNode> line) {
    return line.stream().map(row -> row.path(B).decimalValue()).distinct().count();
  }

  private static void add(List<JsonNode> line, ArrayNode series) {
    ObjectNode one = series.addObject();
    one.put("name", Cells.name(line.get(0).path(KEY)));
    ArrayNode x = one.putArray("b");
    ArrayNode y = one.putArray("values");
    Set<JsonNode> seen = new LinkedHashSet<>();
    for (JsonNode row : line) {
      if (seen.add(row.path(B))) {
        x.add(row.path(B));
        y.add(row.path("value"));
      }
    }
  }
}
