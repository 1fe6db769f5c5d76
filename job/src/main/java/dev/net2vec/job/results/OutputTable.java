package dev.net2vec.job.results;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map;
import static org.apache.spark.sql.functions.map_from_arrays;

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
 * <p>The rows are first written to the run's directory. {@link PendingRows} appends them from
 * there.
 */
record OutputTable(SparkSession session, String name, Evaluation evaluation, RunDirectory directory)
    implements Sink {
  static final int SCHEMA_VERSION = 1;

  /** Spark's and Delta's error conditions for a missing table, or a missing path of one. */
  private static final List<String> MISSING =
      List.of("TABLE_OR_VIEW_NOT_FOUND", "PATH_NOT_FOUND", "DELTA_PATH_DOES_NOT_EXIST");

  private static final Pattern PATH_TABLE = Pattern.compile("(\\w+)\\.`[^`]*/[^`]*`");
  private static final String TEXTS = "map<string,string>";

  /**
   * Opens the table, or creates it.
   *
   * @throws JobException if it cannot be created, lacks a column, or shares files with the input
   */
  @Override
  public void prepare() {
    SparkCall.orThrow(
        this::create,
        e -> JobException.usage("--output-table " + name + ": " + SparkErrors.line(e), e));
  }

  /** Creates the table, or checks the one there is; returns whether there was one. */
  private boolean create() {
    StructType schema = new StructType();
    for (StructField field : rows(evaluation.groups(), List.of(), RunInfo.NONE).schema().fields()) {
      schema = schema.add(field.name(), field.dataType());
    }
    Optional<Dataset<Row>> found = find();
    if (found.isEmpty()) {
      session.sql("CREATE TABLE IF NOT EXISTS " + name + " (" + schema.toDDL() + ")" + using());
    } else {
      Configuration hadoop = session.sparkContext().hadoopConfiguration();
      evaluation.places(hadoop).requireApart(name, InputPlaces.of(found.get(), hadoop));
      requireColumns(schema, found.get());
    }
    return found.isPresent();
  }

  private Optional<Dataset<Row>> find() {
    return SparkCall.orElse(
        () -> Optional.of(session.table(name)),
        e -> MISSING.stream().anyMatch(missing -> SparkErrors.find(e, missing).isPresent()),
        e -> Optional.empty());
  }

  /**
   * Returns the {@code USING} clause for a table that is named by its path, such as {@code
   * delta.`/tables/runs`}; else an empty string.
   */
  private String using() {
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

  /** Writes the rows to append, and the name of the table. */
  @Override
  public void writeOutcome(Summary.Overall overall, Summary summary, Verdict verdict)
      throws IOException {
    RunInfo run = summary.run();
    List<Row> figures = overall.figures();
    Dataset<Row> rows =
        rows(session.createDataFrame(figures, figures.get(0).schema()), List.of(), run);
    List<String> keys = evaluation.settings().masks().groups();
    if (!keys.isEmpty()) {
      rows = rows.unionByName(rows(evaluation.groups(), keys, run));
    }
    Path path = directory.run(run.id());
    rows.coalesce(1).write().parquet(new Path(path, PendingRows.ROWS).toString());
    directory.put(new Path(path, PendingRows.INTENT), Map.of("table", name), run.id());
  }

  private Dataset<Row> rows(Dataset<Row> figures, List<String> keys, RunInfo run) {
    List<Column> columns = new ArrayList<>();
    columns.add(lit(run.id()).as(PendingRows.RUN_ID));
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
}
