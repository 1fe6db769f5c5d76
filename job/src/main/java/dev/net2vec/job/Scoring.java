package dev.net2vec.job;

import static org.apache.spark.sql.functions.call_function;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.posexplode_outer;
import static org.apache.spark.sql.functions.raise_error;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.SparkSession;

/**
 * From wide rows with masks to narrow rows with numbers: the only pass over the masks.
 *
 * <p>A narrow row holds the structs {@code id} and {@code key}, and either {@code instance_index}
 * and the instance's soft confusion, or, for a row that cannot be scored, {@code reason} and {@code
 * message}. So no row of the source is lost. {@code file} is the file that the row lies in; NULL
 * where that cannot be told.
 */
final class Scoring {
  static final String IGNORE_VALUE = "spark.net2vec.ignoreValue";
  static final String ACTIVATION = "spark.net2vec.activation";
  static final String MAX_PIXELS = "spark.net2vec.maxPixels";
  static final String DIAGNOSE = "net2vec_diagnose";
  static final String INSTANCE_INDEX = "instance_index";
  static final String REASON = "reason";
  static final String MESSAGE = "message";
  static final String FILE = "file";

  /** The fields of an instance's soft confusion. */
  static final List<String> CONFUSION =
      List.of(
          "pixels",
          "target_pixels",
          "predicted",
          "true_positive",
          "false_positive",
          "false_negative",
          "true_negative");

  private Scoring() {}

  /**
   * Returns the narrow rows, not yet computed.
   *
   * @throws JobException if a column is missing or is no mask
   */
  static Dataset<Row> of(SparkSession session, EvaluationSettings settings) {
    configure(session.conf(), settings);
    NamedColumns ids = NamedColumns.ids(settings);
    NamedColumns keys = NamedColumns.keys(settings);
    Dataset<Row> diagnosed = diagnose(settings.source().open(session), settings, ids, keys);

    List<Column> columns = named(ids, keys);
    columns.add(col(REASON));
    columns.add(message(settings, ids));
    columns.add(col(FILE));
    columns.add(
        posexplode_outer(col("diagnosis.instances"))
            .as(new String[] {INSTANCE_INDEX, "confusion"}));
    Dataset<Row> exploded = diagnosed.select(columns.toArray(new Column[0]));

    List<Column> narrow = named(ids, keys);
    narrow.add(col(REASON));
    narrow.add(col(MESSAGE));
    narrow.add(col(FILE));
    narrow.add(col(INSTANCE_INDEX));
    CONFUSION.forEach(field -> narrow.add(col("confusion").getField(field).as(field)));
    return exploded.select(narrow.toArray(new Column[0]));
  }

  private static void configure(RuntimeConfig conf, EvaluationSettings settings) {
    conf.set(ACTIVATION, settings.activation().name());
    conf.set(MAX_PIXELS, settings.maxPixels());
    if (settings.ignoreValue() == null) {
      conf.unset(IGNORE_VALUE);
    } else {
      conf.set(IGNORE_VALUE, settings.ignoreValue().toString());
    }
  }

  private static List<Column> named(NamedColumns ids, NamedColumns keys) {
    List<Column> columns = new ArrayList<>(ids.column());
    columns.addAll(keys.column());
    return columns;
  }

  private static Dataset<Row> diagnose(
      Dataset<Row> source, EvaluationSettings settings, NamedColumns ids, NamedColumns keys) {
    String name = settings.source().name();
    Column prediction = NamedColumns.column(source, name, "--prediction", settings.prediction());
    Column target = NamedColumns.column(source, name, "--target", settings.target());
    List<Column> columns = new ArrayList<>(ids.from(source, name));
    columns.addAll(keys.from(source, name));
    columns.add(file(source).as(FILE));
    columns.add(
        call_function(DIAGNOSE, prediction, target, lit(settings.targetThresh())).as("diagnosis"));
    try {
      return source
          .select(columns.toArray(new Column[0]))
          .withColumn(REASON, col("diagnosis.reason"))
          .withColumn(MESSAGE, col("diagnosis.message"));
    } catch (Exception e) { // Scala's methods do not declare AnalysisException.
      throw JobException.usage(
          "--prediction "
              + settings.prediction()
              + ", --target "
              + settings.target()
              + ": "
              + SparkErrors.line(e).replaceFirst("^.*" + DIAGNOSE + ": ", ""),
          e);
    }
  }

  /** Returns the path of the file that each row lies in; NULL where the source does not tell. */
  private static Column file(Dataset<Row> source) {
    try {
      Column path = source.metadataColumn("_metadata").getField("file_path");
      source.select(path);
      return path;
    } catch (Exception e) { // Scala's methods do not declare AnalysisException.
      return lit(null).cast("string");
    }
  }

  private static Column message(EvaluationSettings settings, NamedColumns ids) {
    Column message = col(MESSAGE);
    if (settings.onInvalid() == OnInvalid.FAIL) {
      Column stop = raise_error(InvalidRows.text(ids));
      message = when(message.isNotNull(), stop).otherwise(message);
    }
    return message.as(MESSAGE);
  }
}
