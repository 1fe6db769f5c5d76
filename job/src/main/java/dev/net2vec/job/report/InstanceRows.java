package dev.net2vec.job.report;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.when;

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
  private static final int BINS = 24;

  /** The most groups whose single instances are listed. */
  private static final int LISTED = 100;

  /** The column with a group's place in {@link #groups}. */
  private static final String AT = "at";

  private static final String KEY = "key";
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
   * A group, the range and the median of its values, and how low they are.
   *
   * @param key null if there is only one group, that of all
   */
  private record Range(
      Row key, String name, double min, double max, double median, double lowness) {}

  private final Dataset<Row> rows;
  private final List<Range> groups;
  private final boolean grouped;
  private final boolean ids;
  private final Pictures pictures;
  private final String ofB;

  private InstanceRows(
      Dataset<Row> rows,
      List<Range> groups,
      boolean grouped,
      boolean ids,
      Pictures pictures,
      String ofB) {
    this.rows = rows;
    this.groups = groups;
    this.grouped = grouped;
    this.ids = ids;
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
    List<Range> ranges = new ArrayList<>();
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
        ranges.add(
            new Range(
                row.getStruct(0),
                Cells.name(Json.read(row.getString(1))),
                row.getDouble(2),
                row.getDouble(3),
                row.getDouble(4),
                row.getDouble(5)));
      }
    } else if (first.hasNonNull("min")) {
      ranges.add(
          new Range(
              null,
              Cells.name(Json.object()),
              first.path("min").doubleValue(),
              first.path("max").doubleValue(),
              first.path("q50").doubleValue(),
              0));
    }
    Dataset<Row> instances = run.instances().where(ofFirst);
    Dataset<Row> rows =
        grouped
            ? instances.join(broadcast(local(ranges, instances, true)), KEY)
            : instances.crossJoin(broadcast(local(ranges, instances, false)));
    return new InstanceRows(
        rows,
        ranges,
        grouped,
        List.of(run.instances().columns()).contains("id"),
        run.pictures(),
        severalFactors ? " at b " + Cells.number(first.path(B)) : "");
  }

  /** Returns the groups as rows, if there are several with the key that the instances have. */
  private static Dataset<Row> local(List<Range> ranges, Dataset<Row> instances, boolean grouped) {
    StructType schema = StructType.fromDDL("at INT, low DOUBLE, high DOUBLE, mid DOUBLE");
    if (grouped) {
      schema = schema.add(instances.schema().apply(KEY));
    }
    List<Row> rows = new ArrayList<>();
    for (int at = 0; at < ranges.size(); at++) {
      Range range = ranges.get(at);
      List<Object> values = new ArrayList<>(List.of(at, range.min(), range.max(), range.median()));
      if (grouped) {
        values.add(range.key());
      }
      rows.add(RowFactory.create(values.toArray()));
    }
    return instances.sparkSession().createDataFrame(rows, schema);
  }

  /** Adds the number of values in each of equally wide bins, for each group. */
  void histograms(ObjectNode data) {
    Column bin =
        when(
                col("high").gt(col("low")),
                least(
                    floor(
                        col(VALUE)
                            .minus(col("low"))
                            .divide(col("high").minus(col("low")))
                            .multiply(lit(BINS))),
                    lit(BINS - 1)))
            .otherwise(lit(0))
            .cast("int");
    long[][] counts = new long[groups.size()][BINS];
    for (Row row : rows.select(col(AT), bin.as("bin")).groupBy(AT, "bin").count().collectAsList()) {
      counts[row.getInt(0)][row.getInt(1)] = row.getLong(2);
    }
    ArrayNode all = data.putArray("histograms");
    for (int at = 0; at < groups.size(); at++) {
      Range group = groups.get(at);
      ObjectNode histogram = all.addObject();
      histogram.put("name", group.name());
      histogram.put("low", group.min());
      histogram.put("high", group.max());
      ArrayNode bins = histogram.putArray("counts");
      for (long count : counts[at]) {
        bins.add(count);
      }
    }
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
    Dataset<Row> ofListed =
        groups.size() > LISTED ? rows.where(col(AT).isin(listed.toArray())) : rows;
    Column distance = abs(col(VALUE).minus(col("mid")));
    // One query plans both, and runs them side by side.
    Map<Boolean, List<Row>> chosen =
        first(ofListed, col(VALUE), examples, true)
            .union(first(ofListed, distance, examples, false))
            .collectAsList()
            .stream()
            .sorted(Comparator.comparing(row -> row.<Integer>getAs(PLACE)))
            .collect(Collectors.partitioningBy(row -> row.<Boolean>getAs(IS_WORST)));
    List<Row> worst = chosen.get(true);
    List<Row> median = chosen.get(false);
    Drawn drawn = Drawn.of(pictures, listed, worst, median);
    List<Page.Group> tables = new ArrayList<>();
    for (int at : listed) {
      tables.add(
          new Page.Group(
              groups.get(at).name(),
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
    return groups.get(at).name();
  }

  private Dataset<Row> first(Dataset<Row> of, Column by, int examples, boolean isWorst) {
    List<Column> order = new ArrayList<>(List.of(by));
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
    shown.add(lit(isWorst).as(IS_WORST));
    return of.withColumn(
            PLACE, row_number().over(Window.partitionBy(AT).orderBy(Columns.of(order))))
        .where(col(PLACE).leq(examples))
        .select(Columns.of(shown));
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
