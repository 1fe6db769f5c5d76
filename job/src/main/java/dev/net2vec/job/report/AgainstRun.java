package dev.net2vec.job.report;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.stddev_samp;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import com.fasterxml.jackson.databind.JsonNode;
import dev.net2vec.job.spark.Columns;
import dev.net2vec.job.text.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The differences of a run's figures from those of another run, and of its instances. */
final class AgainstRun {
  private static final String VALUE = "value";
  private static final String OTHER = "other";
  private static final String DIFFERENCE = "difference";
  private static final String B = "factor_pos_class";
  private static final String INDEX = "instance_index";

  private final ReportedRun run;
  private final ReportedRun other;

  /** The differences of paired instances. */
  private record Paired(long count, double mean, double half) {
    static final Paired NONE = new Paired(0, Double.NaN, Double.NaN);

    /** Takes the count, the mean and the standard deviation, which is null for one pair. */
    static Paired of(Row row) {
      long count = row.getLong(0);
      double half =
          count < 2
              ? Double.NaN
              : new TDistribution(count - 1.0).inverseCumulativeProbability(0.975)
                  * row.getDouble(2)
                  / Math.sqrt((double) count);
      return new Paired(count, row.getDouble(1), half);
    }

    List<String> cells() {
      return List.of(
          Cells.number(count),
          count == 0 ? "" : signed(mean),
          count < 2 ? "" : signed(mean - half),
          count < 2 ? "" : signed(mean + half));
    }
  }

  AgainstRun(ReportedRun run, ReportedRun other) {
    this.run = run;
    this.other = other;
  }

  Page.Comparison comparison(int examples) {
    List<String> notes = new ArrayList<>();
    if (!run.summary().at("/run/settings_hash").equals(other.summary().at("/run/settings_hash"))) {
      notes.add("The runs have different settings, so that their figures may not be comparable.");
    }
    Dataset<Row> pairs = pairs(notes);
    Map<List<Object>, Paired> paired = pairs == null ? Map.of() : byGroup(pairs);
    if (pairs != null) {
      notes.add(
          String.format(
              Locale.ROOT,
              "Paired by id and group: %,d of %,d instances of this run, and of %,d of the other.",
              paired.values().stream().mapToLong(Paired::count).max().orElse(0),
              run.summary().at("/instances/evaluated").asLong(),
              other.summary().at("/instances/evaluated").asLong()));
    }
    return new Page.Comparison(
        Cells.value(other.summary().at("/run/id")),
        notes,
        groups(paired),
        pairs == null ? null : worse(pairs, examples));
  }

  private Table groups(Map<List<Object>, Paired> paired) {
    Map<JsonNode, JsonNode> there = new HashMap<>();
    for (String part : List.of("overall", "groups")) {
      other.summary().path(part).forEach(row -> there.putIfAbsent(place(row), row));
    }
    List<List<String>> cells = new ArrayList<>();
    for (String part : List.of("overall", "groups")) {
      for (JsonNode row : run.summary().path(part)) {
        JsonNode before = there.get(place(row));
        if (cells.size() < FigureTables.MOST_ROWS) {
          cells.add(line(row, before, paired));
        }
      }
    }
    List<Table.Column> columns =
        new ArrayList<>(
            List.of(
                Table.Column.text("group"),
                Table.Column.number("b"),
                Table.Column.number("value there"),
                Table.Column.number("value here"),
                Table.Column.number(DIFFERENCE)));
    if (!paired.isEmpty()) {
      columns.add(Table.Column.number("pairs"));
      columns.add(Table.Column.number("mean difference"));
      columns.add(Table.Column.number("low 95"));
      columns.add(Table.Column.number("high 95"));
    }
    return new Table("against", "Values of both runs", columns, cells);
  }

  private static JsonNode place(JsonNode row) {
    Map<String, Object> place = new HashMap<>();
    place.put("key", row.path("key"));
    place.put("auto", row.path("auto"));
    if (!row.path("auto").asBoolean()) {
      place.put("b", row.path(B));
    }
    return Json.tree(place);
  }

  private static List<String> line(
      JsonNode row, JsonNode before, Map<List<Object>, Paired> paired) {
    List<String> line = new ArrayList<>();
    line.add(Cells.name(row.path("key")));
    line.add(FigureTables.b(row));
    JsonNode here = row.path(VALUE);
    JsonNode there = before == null ? Json.object().path(VALUE) : before.path(VALUE);
    line.add(Cells.number(there));
    line.add(Cells.number(here));
    line.add(
        here.isNumber() && there.isNumber()
            ? signed(here.decimalValue().subtract(there.decimalValue()))
            : "");
    if (!paired.isEmpty()) {
      line.addAll(paired.getOrDefault(placeOf(row), Paired.NONE).cells());
    }
    return line;
  }

  private static String signed(Number figure) {
    String text = Cells.number(figure);
    return figure.doubleValue() > 0 ? "+" + text : text;
  }

  /** Returns a group and b as they are found in {@link #byGroup}. */
  private static List<Object> placeOf(JsonNode row) {
    boolean auto = row.path("auto").asBoolean();
    return List.of(
        Cells.name(row.path("key")), auto, auto ? 0.0 : (Object) row.path(B).doubleValue());
  }

  /** Returns the instances of both runs; null if they cannot be paired. */
  private Dataset<Row> pairs(List<String> notes) {
    if (run.instances() == null || other.instances() == null) {
      notes.add("Instances are compared if both runs are made with --instances.");
      return null;
    }
    List<String> here = List.of(run.instances().columns());
    if (!here.contains("id") || !List.of(other.instances().columns()).contains("id")) {
      notes.add("Instances are compared if both runs are made with --id.");
      return null;
    }
    boolean keyed = here.contains("key");
    if (keyed != List.of(other.instances().columns()).contains("key")) {
      return null;
    }
    Dataset<Row> left = named(run.instances(), keyed, VALUE);
    Dataset<Row> right = named(other.instances(), keyed, OTHER);
    Column same = lit(true);
    for (String name : List.of("id_json", "key_json", INDEX, "auto", "b")) {
      same = same.and(left.col(name).eqNullSafe(right.col(name)));
    }
    notes.add(
        "Intervals are Student's, at 95 %, of the mean difference of the instances that both runs"
            + " have.");
    return left.join(right, same)
        .select(
            left.col("id_json"),
            left.col("key_json"),
            left.col(INDEX),
            left.col("auto"),
            left.col("b"),
            col(VALUE),
            col(OTHER),
            col(VALUE).minus(col(OTHER)).as(DIFFERENCE));
  }

  private static Dataset<Row> named(Dataset<Row> instances, boolean keyed, String value) {
    List<Column> columns = new ArrayList<>();
    columns.add(InstanceRows.json(col("id")).as("id_json"));
    columns.add((keyed ? InstanceRows.json(col("key")) : lit("{}")).as("key_json"));
    columns.add(col(INDEX));
    columns.add(col("auto"));
    columns.add(when(col("auto"), lit(0.0)).otherwise(coalesce(col(B), lit(0.0))).as("b"));
    columns.add(col(VALUE).as(value));
    return instances.select(Columns.of(columns));
  }

  /** Returns the statistics of the differences of each group, and of all instances. */
  private static Map<List<Object>, Paired> byGroup(Dataset<Row> pairs) {
    Map<List<Object>, Paired> found = new HashMap<>();
    Column statistics =
        struct(count(lit(1)), avg(col(DIFFERENCE)), stddev_samp(col(DIFFERENCE))).as("of");
    Dataset<Row> all =
        pairs
            .groupBy("auto", "b")
            .agg(statistics)
            .select(lit("{}").as("key_json"), col("auto"), col("b"), col("of"));
    Dataset<Row> each =
        pairs
            .where(col("key_json").notEqual("{}"))
            .groupBy("key_json", "auto", "b")
            .agg(statistics)
            .orderBy("key_json")
            .limit(FigureTables.MOST_ROWS);
    for (Row row : all.unionAll(each).collectAsList()) {
      found.put(
          List.of(Cells.name(Json.read(row.getString(0))), row.getBoolean(1), row.getDouble(2)),
          Paired.of(row.getStruct(3)));
    }
    return found;
  }

  private static Table worse(Dataset<Row> pairs, int examples) {
    List<List<String>> cells = new ArrayList<>();
    for (Row row :
        pairs
            .where(col(DIFFERENCE).lt(0))
            .orderBy(col(DIFFERENCE), col("id_json"), col("key_json"), col(INDEX))
            .limit(Math.max(10, examples))
            .collectAsList()) {
      cells.add(
          List.of(
              InstanceRows.name(row.getString(0), row.getInt(2)),
              Cells.name(Json.read(row.getString(1))),
              row.getBoolean(3) ? "auto" : Cells.number(row.getDouble(4)),
              Cells.number(row.<Double>getAs(OTHER)),
              Cells.number(row.<Double>getAs(VALUE)),
              signed(row.<Double>getAs(DIFFERENCE))));
    }
    return new Table(
        "worse",
        "Instances that got worse, the largest losses first",
        List.of(
            Table.Column.text("id"),
            Table.Column.text("group"),
            Table.Column.number("b"),
            Table.Column.number("value there"),
            Table.Column.number("value here"),
            Table.Column.number(DIFFERENCE)),
        cells);
  }
}
