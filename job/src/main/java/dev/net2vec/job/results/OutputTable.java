package dev.net2vec.job.results;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map;
import static org.apache.spark.sql.functions.map_from_arrays;

import com.fasterxml.jackson.databind.JsonNode;
import dev.net2vec.job.error.JobException;
import dev.net2vec.job.error.SparkErrors;
import dev.net2vec.job.evaluation.Evaluation;
import dev.net2vec.job.evaluation.RunInfo;
import dev.net2vec.job.evaluation.Summary;
import dev.net2vec.job.source.InputPlaces;
import dev.net2vec.job.spark.Columns;
import dev.net2vec.job.spark.SparkCall;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A table of the session's catalogs that each run appends its rows to: one per group and b, and one
 * per b for all instances, with an empty {@code key}.
 *
 * <p>The rows are first written to {@code append.parquet} in the run's directory. Once the run is
 * whole, they are appended from there, as one file in one commit. If the driver is killed in
 * between, the next run appends them, unless the table already has rows of that run, so that no row
 * is appended twice.
 */
public final class OutputTable {
  static final int SCHEMA_VERSION = 1;

  private static final String RUN_ID = "run_id";
  private static final String ROWS = "append.parquet";
  private static final String INTENT = "append.json";

  /** Spark's and Delta's error conditions for a missing table, or a missing path of one. */
  private static final List<String> MISSING =
      List.of("TABLE_OR_VIEW_NOT_FOUND", "PATH_NOT_FOUND", "DELTA_PATH_DOES_NOT_EXIST");

  private static final Pattern PATH_TABLE = Pattern.compile("(\\w+)\\.`[^`]*/[^`]*`");
  private static final String TEXTS = "map<string,string>";

  private final SparkSession session;
  private final String name;
  private final Evaluation evaluation;
  private Dataset<Row> overall;

  private OutputTable(SparkSession session, String name, Evaluation evaluation) {
    this.session = session;
    this.name = name;
    this.evaluation = evaluation;
  }

  /**
   * Opens the table, or creates it.
   *
   * @throws JobException if it cannot be created, lacks a column, or shares files with the input
   */
  public static OutputTable open(SparkSession session, String name, Evaluation evaluation) {
    OutputTable table = new OutputTable(session, name, evaluation);
    SparkCall.orThrow(
        table::create,
        e -> JobException.usage("--output-table " + name + ": " + SparkErrors.line(e), e));
    return table;
  }

  /** Creates the table if there is none; returns what it was before. */
  private Optional<Dataset<Row>> create() {
    StructType schema = new StructType();
    for (StructField field : rows(evaluation.groups(), List.of(), RunInfo.NONE).schema().fields()) {
      schema = schema.add(field.name(), field.dataType());
    }
    Optional<Dataset<Row>> found = find(session, name);
    if (found.isEmpty()) {
      session.sql("CREATE TABLE IF NOT EXISTS " + name + " (" + schema.toDDL() + ")" + using(name));
    } else {
      Configuration hadoop = session.sparkContext().hadoopConfiguration();
      evaluation.places(hadoop).requireApart(name, InputPlaces.of(found.get(), hadoop));
      requireColumns(schema, found.get());
    }
    return found;
  }

  private static Optional<Dataset<Row>> find(SparkSession session, String name) {
    return SparkCall.orElse(
        () -> Optional.of(session.table(name)),
        e -> MISSING.stream().anyMatch(missing -> SparkErrors.find(e, missing).isPresent()),
        e -> Optional.empty());
  }

  /**
   * Returns the {@code USING} clause for a table that is named by its path, such as {@code
   * delta.`/tables/runs`}; else an empty string.
   */
  private static String using(String name) {
    Matcher path = PATH_TABLE.matcher(name.strip());
    return path.matches() ? " USING " + path.group(1) : "";
  }

  private void requireColumns(StructType schema, Dataset<Row> table) {
    Set<String> there = new HashSet<>();
    for (String column : table.columns()) {
      there.add(column.toLowerCase(Locale.ROOT));
    }
    String missing =
        Arrays.stream(schema.fields())
            .filter(field -> !there.contains(field.name().toLowerCase(Locale.ROOT)))
            .map(StructField::toDDL)
            .collect(Collectors.joining(", "));
    if (!missing.isEmpty()) {
      throw JobException.usage(
          "--output-table %s lacks columns; add them with ALTER TABLE %s ADD COLUMNS (%s)"
              .formatted(name, name, missing));
    }
  }

  /** Sets the figures over all instances. */
  public void overall(List<Row> figures) {
    overall = session.createDataFrame(figures, figures.get(0).schema());
  }

  /** Writes the rows to append, and the name of the table, to the run's directory. */
  void prepare(RunDirectory directory, Summary summary) throws IOException {
    RunInfo run = summary.run();
    Dataset<Row> rows = rows(overall, List.of(), run);
    List<String> keys = evaluation.settings().masks().groupBy();
    if (!keys.isEmpty()) {
      rows = rows.unionByName(rows(evaluation.groups(), keys, run));
    }
    Path path = directory.run(run.id());
    rows.coalesce(1).write().parquet(new Path(path, ROWS).toString());
    directory.put(new Path(path, INTENT), Map.of("table", name), run.id());
  }

  private Dataset<Row> rows(Dataset<Row> figures, List<String> keys, RunInfo run) {
    List<Column> columns = new ArrayList<>();
    columns.add(lit(run.id()).as(RUN_ID));
    columns.add(lit(run.started()).cast("timestamp").as("run_time"));
    columns.add(lit(SCHEMA_VERSION).as("schema_version"));
    columns.add(lit(run.settingsHash()).as("settings_hash"));
    columns.add(texts(run.tags()).as("tags"));
    columns.add(key(keys).as("key"));
    for (String figure : figures.columns()) {
      if (!Evaluation.NON_FIGURES.contains(figure)) {
        columns.add(col(figure));
      }
    }
    return figures.select(Columns.of(columns));
  }

  private static Column texts(Map<String, String> texts) {
    List<Column> entries = new ArrayList<>();
    texts.forEach(
        (key, value) -> {
          entries.add(lit(key));
          entries.add(lit(value));
        });
    return map(Columns.of(entries)).cast(TEXTS);
  }

  private static Column key(List<String> names) {
    if (names.isEmpty()) {
      return map().cast(TEXTS);
    }
    List<Column> keys = new ArrayList<>();
    List<Column> values = new ArrayList<>();
    for (String name : names) {
      keys.add(lit(name));
      values.add(col("key").getField(name).cast("string"));
    }
    return map_from_arrays(array(Columns.of(keys)), array(Columns.of(values)));
  }

  /** Appends the pending rows of a whole run, if there are any. */
  static void finish(SparkSession session, RunDirectory directory, String runId)
      throws IOException {
    Optional<JsonNode> intent = directory.read(runId, INTENT);
    if (intent.isPresent()) {
      Path rows = new Path(directory.run(runId), ROWS);
      append(session, intent.get().get("table").asText(), rows, runId);
      directory.storage().delete(new Path(directory.run(runId), INTENT));
      directory.storage().delete(rows);
    }
  }

  private static void append(SparkSession session, String table, Path path, String runId)
      throws IOException {
    Dataset<Row> rows = session.read().parquet(path.toString());
    long expected = rows.count();
    if (count(session, table, runId) == 0) {
      List<Column> columns = new ArrayList<>();
      List<String> ours = List.of(rows.columns());
      for (StructField field : session.table(table).schema().fields()) {
        String name = field.name();
        columns.add(
            ours.stream().anyMatch(name::equalsIgnoreCase)
                ? col(name)
                : lit(null).cast(field.dataType()).as(name));
      }
      rows.select(Columns.of(columns)).coalesce(1).write().insertInto(table);
    }
    long found = count(session, table, runId);
    if (found != expected) {
      throw new IOException(
          "the run %s has %,d rows for the table %s, which has %,d of them"
              .formatted(runId, expected, table, found));
    }
  }

  private static long count(SparkSession session, String table, String runId) {
    return session.table(table).where(col(RUN_ID).equalTo(runId)).count();
  }
}
