package dev.net2vec.job.evaluation;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.posexplode_outer;
import static org.apache.spark.sql.functions.raise_error;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.when;

import dev.net2vec.job.error.JobException;
import dev.net2vec.job.error.SparkErrors;
import dev.net2vec.job.source.Diagnosis;
import dev.net2vec.job.source.NamedColumns;
import dev.net2vec.job.spark.Columns;
import dev.net2vec.job.spark.SparkCall;
import dev.net2vec.kpi.MaskRole;
import dev.net2vec.setting.MaskOptions;
import dev.net2vec.setting.Setting;
import dev.net2vec.setting.Settings;
import dev.net2vec.sql.expression.CountsCall;
import dev.net2vec.sql.expression.DiagnoseCall;
import dev.net2vec.sql.expression.InstancesCall;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Turns wide rows with masks into narrow rows with numbers, in one pass over the masks.
 *
 * <p>A narrow row holds the structs {@code id} and {@code key}, and either {@code instance_index}
 * and the instance's soft confusion, its counts at thresholds and its curve, or, for a row that
 * cannot be scored, {@code reason} and {@code message}. So no row of the source is lost. {@code
 * file} is the row's file; NULL if it is unknown.
 */
public final class Scoring {
  public static final String INSTANCE_INDEX = "instance_index";
  public static final String REASON = DiagnoseCall.REASON;
  public static final String MESSAGE = DiagnoseCall.MESSAGE;
  public static final String FILE = "file";

  /** The name of the input that a row comes from, hashed, where runs are incremental. */
  public static final String INPUT = "input";

  private static final String PREDICTION_FILE = "prediction_file";
  private static final String TARGET_FILE = "target_file";

  /** The fields of an instance's soft confusion. */
  static final List<String> CONFUSION = List.of(CountsCall.RESULT.fieldNames());

  private static final int SHA_BITS = 256;

  private static final String DIAGNOSIS = "diagnosis";

  private Scoring() {}

  /**
   * Returns the narrow rows, not yet computed.
   *
   * @param source as {@link #open} returns it
   * @throws JobException if a column is missing or does not hold masks
   */
  static Dataset<Row> of(Dataset<Row> source, EvaluationSettings settings, ClassGroups classes) {
    return narrow(source, settings, classes, settings.diagnosis(), fields(settings), List.of());
  }

  /** The same, with the inputs that the rows come from. */
  static Dataset<Row> withInputs(
      Dataset<Row> source, EvaluationSettings settings, ClassGroups classes) {
    Column input = settings.masks().source().input(source);
    return narrow(
        source,
        settings,
        classes,
        settings.diagnosis(),
        fields(settings),
        List.of(sha2(input.cast("binary"), SHA_BITS).as(INPUT)));
  }

  /** Returns the narrow rows with the soft confusion and the picture of each instance. */
  static Dataset<Row> pictures(
      Dataset<Row> source, EvaluationSettings settings, ClassGroups classes) {
    List<String> fields = new ArrayList<>(CONFUSION);
    fields.add(InstancesCall.PICTURE);
    return narrow(
        source,
        settings,
        classes,
        Diagnosis.withPictures(settings.targetThresh()),
        fields,
        List.of());
  }

  private static Dataset<Row> narrow(
      Dataset<Row> source,
      EvaluationSettings settings,
      ClassGroups classes,
      Diagnosis asked,
      List<String> fields,
      List<Column> inputs) {
    NamedColumns ids = settings.masks().ids();
    NamedColumns keys = settings.masks().sourceKeys();
    String name = settings.masks().source().name();
    List<Column> kept = new ArrayList<>(ids.from(source, name));
    kept.addAll(keys.from(source, name));
    kept.addAll(inputs);
    Dataset<Row> diagnosed = diagnose(source, settings, kept, asked);

    List<Column> columns = named(ids, keys);
    columns.add(col(REASON));
    columns.add(message(settings, ids));
    columns.add(col(FILE));
    columns.add(col(FactorColumns.OF_CONCEPT));
    inputs.forEach(input -> columns.add(col(INPUT)));
    columns.add(
        posexplode_outer(col(DIAGNOSIS).getField(DiagnoseCall.INSTANCES))
            .as(new String[] {INSTANCE_INDEX, "confusion"}));
    Dataset<Row> exploded = diagnosed.select(Columns.of(columns));

    List<Column> narrow = new ArrayList<>(ids.column());
    narrow.addAll(classes.key(settings.masks()));
    narrow.add(col(REASON));
    narrow.add(col(MESSAGE));
    narrow.add(col(FILE));
    narrow.add(col(FactorColumns.OF_CONCEPT));
    inputs.forEach(input -> narrow.add(col(INPUT)));
    narrow.add(col(INSTANCE_INDEX));
    fields.forEach(field -> narrow.add(classes.field(col("confusion"), field).as(field)));
    return exploded.select(Columns.of(narrow));
  }

  /** Returns the fields of an instance: its soft confusion, and what else is measured. */
  static List<String> fields(EvaluationSettings settings) {
    List<String> fields = new ArrayList<>(CONFUSION);
    if (!settings.measures().binarisedAt().numbers().isEmpty()) {
      fields.add(InstancesCall.BINARISED);
    }
    if (settings.measures().curveThresholds() > 0) {
      fields.add(InstancesCall.CURVE);
    }
    return fields;
  }

  /** Sets the session's rules for valid masks, then opens the source. */
  public static Dataset<Row> open(SparkSession session, EvaluationSettings settings) {
    return open(session, settings, settings.options());
  }

  /** The same, with the classes of label maps as the foreground. */
  static Dataset<Row> open(SparkSession session, EvaluationSettings settings, ClassGroups classes) {
    return open(
        session, settings, settings.options().with(Settings.TARGET_CLASS, classes.target()));
  }

  private static Dataset<Row> open(
      SparkSession session, EvaluationSettings settings, MaskOptions options) {
    // Defaults too, as the session's conf may have other values.
    for (Setting<?> setting : Settings.SCORING) {
      session.conf().set(setting.key(), options.get(setting).toString());
    }
    return settings.masks().source().open(session);
  }

  private static List<Column> named(NamedColumns ids, NamedColumns keys) {
    List<Column> columns = new ArrayList<>(ids.column());
    columns.addAll(keys.column());
    return columns;
  }

  /**
   * Returns the given columns of the source, with the diagnosis of its masks.
   *
   * @throws JobException if a column of masks is missing or does not hold masks
   */
  public static Dataset<Row> diagnose(
      Dataset<Row> source, EvaluationSettings settings, List<Column> kept) {
    return diagnose(source, settings, kept, settings.diagnosis());
  }

  private static Dataset<Row> diagnose(
      Dataset<Row> source, EvaluationSettings settings, List<Column> kept, Diagnosis asked) {
    Column prediction = settings.masks().mask(source, MaskRole.PREDICTION);
    Column target = settings.masks().mask(source, MaskRole.TARGET);
    return diagnose(
        source,
        settings,
        kept,
        () -> settings.masks().source().diagnosis(source, prediction, target, asked));
  }

  /**
   * Returns the given columns of the source, with another diagnosis of its masks.
   *
   * @param diagnosis a STRUCT with the reason and the message of an invalid row
   */
  public static Dataset<Row> diagnose(
      Dataset<Row> source,
      EvaluationSettings settings,
      List<Column> kept,
      Supplier<Column> diagnosis) {
    List<Column> columns = new ArrayList<>(kept);
    columns.add(settings.masks().source().factorPosClass(source).as(FactorColumns.OF_CONCEPT));
    columns.add(settings.masks().source().file(source, MaskRole.PREDICTION).as(PREDICTION_FILE));
    columns.add(settings.masks().source().file(source, MaskRole.TARGET).as(TARGET_FILE));
    return SparkCall.orThrow(
        () -> {
          columns.add(diagnosis.get().as(DIAGNOSIS));
          return source
              .select(Columns.of(columns))
              .withColumn(REASON, col(DIAGNOSIS).getField(REASON))
              .withColumn(MESSAGE, col(DIAGNOSIS).getField(MESSAGE))
              .withColumn(FILE, file());
        },
        e ->
            JobException.usage(
                "--prediction "
                    + settings.masks().prediction()
                    + ", --target "
                    + settings.masks().target()
                    + ": "
                    + SparkErrors.wrongCall(e),
                e));
  }

  /** Returns the path of a row's file; if the row is invalid, of the invalid mask's file. */
  public static Column file() {
    // Messages start with the role of the mask that they are about.
    return when(col(MESSAGE).startsWith(MaskRole.TARGET.toString()), col(TARGET_FILE))
        .otherwise(col(PREDICTION_FILE));
  }

  /** Returns the message; under {@link OnInvalid#FAIL}, computing one ends the run. */
  static Column message(EvaluationSettings settings, NamedColumns ids) {
    Column message = col(MESSAGE);
    if (settings.onInvalid() == OnInvalid.FAIL) {
      Column stop = raise_error(InvalidRows.text(ids));
      message = when(message.isNotNull(), stop).otherwise(message);
    }
    return message.as(MESSAGE);
  }
}
