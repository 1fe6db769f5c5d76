package dev.net2vec.job.report;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.inline;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.net2vec.job.evaluation.Pictures;
import dev.net2vec.job.spark.Columns;
import dev.net2vec.job.text.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.StructType;

/**
 * The instances of a run, under the first of its b's, in the groups that the page shows. They are
 * counted and chosen by Spark: only counts and chosen rows come to the driver.
 */
final class InstanceRows {
  /** The most groups whose single instances are listed. */
  private static final int LISTED = 100;

  /** The column with a group's place in {@link #groups}. */
  private static final String AT = "at";

  private static final String KEY = "key";
  private static final String BIN = "bin";
  private static final String PLACE = "place";
  private static final String IS_WORST = "is_worst";
  static final String KEY_JSON = "key_json";
  private static final String B = "factor_pos_class";
  private static final String VALUE = "value";
  private static final List<String> COUNTS =
      List.of("pixels", "target_pixels", "true_positive", "false_positive", "false_negative");

  /** Where {@link #first} has an instance's value, before its counts. */
  private static final int VALUE_AT = 3;

  /**
   * A group whose instances are listed.
   *
   * @param key null if there is only one group, that of all
   * @param lowness what groups are listed by, the lowest first
   */
  private record Group(Row key, double median, double lowness, Histogram histogram) {}

  private final Dataset<Row> instances;
  private final List<Group> groups;
  private final boolean grouped;
  private final boolean ids;
  private final Pictures pictures;
  private final String ofB;

  private InstanceRows(
      Dataset<Row> instances, List<Group> groups, boolean grouped, Pictures pictures, String ofB) {
    this.instances = instances;
    this.groups = groups;
    this.grouped = grouped;
    this.ids = List.of(instances.columns()).contains("id");
    this.pictures = pictures;
    this.ofB = ofB;
  }

  static InstanceRows of(ReportedRun run) {
    JsonNode first = run.summary().path("overall").path(0);
    boolean severalFactors = run.summary().at("/settings/factor_pos_class").size() > 1;
    // Several are ascending, and auto comes last.
    Column ofFirst =
        severalFactors
            ? not(col("auto")).and(col(B).equalTo(first.path(B).doubleValue()))
            : lit(true);
    boolean grouped = run.groups() != null;
    List<Group> found = new ArrayList<>();
    if (grouped) {
      Dataset<Row> groups = run.groups().where(ofFirst).where(col("count").gt(0));
      if (List.of(groups.columns()).contains("output_thresh")) {
        groups = groups.dropDuplicates(KEY);
      }
      String share =
          List.of(groups.columns()).contains("normalized_value")
              ? "normalized_value"
              : "value_per_pixel";
      for (Row row :
          groups
              .orderBy(KEY)
              .limit(FigureTables.MOST_GROUPS)
              .select(
                  col(KEY),
                  Columns.json(col(KEY)),
                  col("min"),
                  col("max"),
                  col("q50"),
                  coalesce(col(share), lit(0.0)))
              .collectAsList()) {
        found.add(
            group(
                row.getStruct(0),
                Cells.name(Json.read(row.getString(1))),
                row.getDouble(2),
                row.getDouble(3),
                row.getDouble(4),
                row.getDouble(5)));
      }
    } else if (first.hasNonNull("min")) {
      found.add(
          group(
              null,
              Cells.name(Json.object()),
              first.path("min").doubleValue(),
              first.path("max").doubleValue(),
              first.path("q50").doubleValue(),
              0));
    }
    InstanceRows rows =
        new InstanceRows(
            run.instances().where(ofFirst),
            found,
            grouped,
            run.pictures(),
            severalFactors ? " at b " + Cells.number(first.path(B)) : "");
    rows.count();
    return rows;
  }

  private static Group group(
      Row key, String name, double min, double max, double median, double lowness) {
    return new Group(key, median, lowness, new Histogram(name, min, max));
  }

  /** Counts the values in the bins of their groups. */
  private void count() {
    List<Integer> all = new ArrayList<>();
    for (int at = 0; at < groups.size(); at++) {
      all.add(at);
    }
    for (Row row : located(all, 1).groupBy(AT, BIN).count().collectAsList()) {
      groups.get(row.getInt(0)).histogram().count(row.getInt(1), row.getLong(2));
    }
  }

  /**
   * Returns the instances of some groups, each with its group's place, its bin, and the bins that
   * have the lowest values and those nearest to the median.
   *
   * @param values how many of either are asked for
   */
  private Dataset<Row> located(List<Integer> places, int values) {
    StructType schema =
        StructType.fromDDL(
            "at INT, low DOUBLE, high DOUBLE, mid DOUBLE, last_lowest INT, mid_bin INT, reach INT");
    if (grouped) {
      schema = schema.add(instances.schema().apply(KEY));
    }
    List<Row> rows = new ArrayList<>();
    for (int at : places) {
      Group group = groups.get(at);
      Histogram histogram = group.histogram();
      List<Object> cells =
          new ArrayList<>(
              List.of(
                  at,
                  histogram.low(),
                  histogram.high(),
                  group.median(),
                  histogram.lastOfLowest(values),
                  histogram.bin(group.median()),
                  histogram.reachOfNearest(group.median(), values)));
      if (grouped) {
        cells.add(group.key());
      }
      rows.add(RowFactory.create(cells.toArray()));
    }
    Dataset<Row> local = broadcast(instances.sparkSession().createDataFrame(rows, schema));
    return (grouped ? instances.join(local, KEY) : instances.crossJoin(local))
        .withColumn(BIN, Histogram.bin(col(VALUE), col("low"), col("high")));
  }

  /** Adds the number of values in each of equally wide bins, for each group. */
  void histograms(ObjectNode data) {
    ArrayNode all = data.putArray("histograms");
    groups.forEach(group -> group.histogram().addTo(all));
  }

  /**
   * Returns the instances with the lowest values, and those whose values are nearest to the median.
   *
   * @param examples the number of each, per group
   */
  Page.Instances chosen(int examples) {
    List<Integer> listed = new ArrayList<>();
    for (int at = 0; at < groups.size(); at++) {
      listed.add(at);
    }
    listed.sort(Comparator.comparingDouble(at -> groups.get(at).lowness()));
    listed = listed.subList(0, Math.min(LISTED, listed.size()));
    Map<Boolean, List<Row>> chosen =
        first(located(listed, examples), examples).stream()
            .sorted(Comparator.comparing(row -> row.<Integer>getAs(PLACE)))
            .collect(Collectors.partitioningBy(row -> row.<Boolean>getAs(IS_WORST)));
    List<Row> worst = chosen.get(true);
    List<Row> median = chosen.get(false);
    Drawn drawn = Drawn.of(pictures, listed, worst, median);
    List<Page.Group> tables = new ArrayList<>();
    for (int at : listed) {
      tables.add(
          new Page.Group(
              name(at),
              chosen("worst-" + at, "Lowest values of " + name(at), of(worst, at), drawn),
              chosen(
                  "median-" + at,
                  "Values nearest to the median of " + name(at),
                  of(median, at),
                  drawn)));
    }
    String note =
        groups.size() > LISTED
            ? String.format(
                Locale.ROOT,
                "The %,d groups with the lowest values of %,d%s.",
                LISTED,
                groups.size(),
                ofB)
            : "Per group%s, lowest group first.".formatted(ofB);
    return new Page.Instances(note + drawn.note(), tables);
  }

  private static List<Row> of(List<Row> rows, int at) {
    return rows.stream().filter(row -> row.getInt(0) == at).toList();
  }

  private String name(int at) {
    return groups.get(at).histogram().name();
  }

  /**
   * Returns the first instances of each group in both orders, by value and by distance from the
   * median. Both are found in one pass, which sorts the rows of those bins alone that have them.
   */
  private List<Row> first(Dataset<Row> instances, int examples) {
    Column distance = abs(col(VALUE).minus(col("mid")));
    Column isNear = abs(col(BIN).minus(col("mid_bin"))).leq(col("reach"));
    Column orders =
        inline(
            array(
                order(true, col(VALUE), col(BIN).leq(col("last_lowest"))),
                order(false, distance, isNear)));
    List<Column> order = new ArrayList<>(List.of(col("by")));
    if (ids) {
      order.add(col("id"));
    }
    order.add(col("instance_index"));
    List<Column> shown = new ArrayList<>();
    shown.add(col(AT));
    shown.add(ids ? Columns.json(col("id")) : lit("{}"));
    shown.add(col("instance_index"));
    shown.add(col(VALUE));
    COUNTS.forEach(name -> shown.add(col(name)));
    shown.add((grouped ? Columns.json(col(KEY)) : lit("{}")).as(KEY_JSON));
    shown.add(col(PLACE));
    shown.add(col(IS_WORST));
    Column place = row_number().over(Window.partitionBy(AT, IS_WORST).orderBy(Columns.of(order)));
    return instances
        .select(col("*"), orders)
        .where(col("is_candidate"))
        .withColumn(PLACE, place)
        .where(col(PLACE).leq(examples))
        .select(Columns.of(shown))
        .collectAsList();
  }

  private static Column order(boolean isWorst, Column by, Column isCandidate) {
    return struct(lit(isWorst).as(IS_WORST), by.as("by"), isCandidate.as("is_candidate"));
  }

  private static Page.Chosen chosen(String id, String caption, List<Row> chosen, Drawn drawn) {
    List<Table.Column> columns = new ArrayList<>();
    columns.add(Table.Column.text("id"));
    columns.add(Table.Column.number(VALUE));
    COUNTS.forEach(name -> columns.add(Table.Column.number(Cells.words(name))));
    List<List<String>> cells = new ArrayList<>();
    List<Page.Picture> pictures = new ArrayList<>();
    for (Row row : chosen) {
      List<String> line = new ArrayList<>();
      line.add(name(Json.read(row.getString(1)), row.getInt(2)));
      for (int i = VALUE_AT; i <= VALUE_AT + COUNTS.size(); i++) {
        line.add(Cells.number((Number) row.get(i)));
      }
      cells.add(line);
      drawn
          .of(row)
          .ifPresent(
              picture ->
                  pictures.add(
                      new Page.Picture(
                          picture.url(), Drawn.image(picture), line.get(0), line.get(1))));
    }
    return new Page.Chosen(new Table(id, caption, columns, cells), pictures);
  }

  /** Returns the name of an instance: its row's ids, and its place in the row if not the first. */
  static String name(JsonNode ids, int index) {
    String id = Cells.named(ids);
    String at = "instance " + index;
    return id.isEmpty() ? at : index == 0 ? id : id + ", " + at;
  }
}
