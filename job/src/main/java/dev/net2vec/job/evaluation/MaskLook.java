package dev.net2vec.job.evaluation;

import static org.apache.spark.sql.functions.array_max;
import static org.apache.spark.sql.functions.array_min;
import static org.apache.spark.sql.functions.call_function;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.conv;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.forall;
import static org.apache.spark.sql.functions.hex;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.when;

import dev.net2vec.job.source.MaskColumns;
import dev.net2vec.kpi.IgnoreValues;
import dev.net2vec.kpi.MaskRole;
import dev.net2vec.kpi.TargetEncoding;
import dev.net2vec.setting.Settings;
import dev.net2vec.sql.Net2VecFunctions;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.adaptive.AdaptiveSparkPlanExec;
import org.apache.spark.sql.execution.exchange.Exchange;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The findings of a second look at the first valid masks of a source, whose items are taken as
 * stored.
 *
 * @param masks number of cells that were examined
 * @param smallest item that is not ignored
 * @param largest item that is not ignored
 * @param crisp whether predictions hold only 0 and 1 (of PNG files, 0 and the largest sample), and
 *     targets only whole numbers
 * @param samples the largest sample that the bit depth of their PNG files allows; 0 if they are not
 *     PNG files, null if they differ in this
 */
record MaskLook(long masks, float smallest, float largest, boolean crisp, Integer samples) {
  /**
   * The most cells that a look examines, with {@link #MOST_PIXELS} in total, but at least one cell.
   */
  private static final int MOST_MASKS = 1000;

  private static final long MOST_PIXELS = 1 << 22;

  /** Masks of more pixels are not decoded into arrays. */
  private static final long MOST_PIXELS_EACH = 1 << 24;

  private static final String MASK = "mask";
  private static final String ITEMS = "items";
  private static final String SAMPLES = "samples";
  private static final String PNG = "89504E470D0A1A0A";

  /** Position of the bit depth in a PNG file, counted from 1. */
  private static final int PNG_DEPTH = 25;

  /** Returns whether targets hold any numbers, or colours. */
  private static boolean areLabels(EvaluationSettings settings) {
    return settings.masks().classes() != null
        || !settings.options().get(Settings.TARGET_CLASS).isNone()
        || settings.options().get(Settings.TARGET_ENCODING) != TargetEncoding.AUTO;
  }

  /**
   * Looks at the masks of one side.
   *
   * @param pixels average per cell
   * @return empty if the masks are too large, or none of the first ones is valid
   */
  static Optional<MaskLook> at(Evaluation evaluation, MaskRole role, long pixels) {
    if (pixels > MOST_PIXELS_EACH) {
      return Optional.empty();
    }
    EvaluationSettings settings = evaluation.settings();
    if (role == MaskRole.TARGET && areLabels(settings)) {
      return Optional.empty();
    }
    Dataset<Row> rows = masks(evaluation, role);
    Column samples =
        file(rows.schema().apply(MASK).dataType(), col(MASK)).map(MaskLook::ofPng).orElse(lit(0));
    Column items = Net2VecFunctions.maskValues(col(MASK));
    IgnoreValues ignoreValues = settings.options().get(Settings.IGNORE_VALUE);
    if (role == MaskRole.TARGET && !ignoreValues.isNone()) {
      Object[] ignored = ignoreValues.numbers().stream().map(Double::floatValue).toArray();
      items = filter(items, item -> not(item.isin(ignored)));
    }
    Column full = coalesce(when(col(SAMPLES).gt(0), col(SAMPLES)), lit(1));
    Column crisp =
        role == MaskRole.TARGET
            ? forall(col(ITEMS), item -> item.equalTo(floor(item)))
            : forall(col(ITEMS), item -> item.equalTo(0).or(item.equalTo(full)));
    Dataset<Row> looked =
        rows.select(items.as(ITEMS), samples.as(SAMPLES))
            .select(
                array_min(col(ITEMS)).as("smallest"),
                array_max(col(ITEMS)).as("largest"),
                crisp.as("crisp"),
                col(SAMPLES))
            .limit((int) Math.max(1, Math.min(MOST_MASKS, MOST_PIXELS / Math.max(1, pixels))));
    MaskLook all = null;
    for (Row row : looked.collectAsList()) {
      if (!row.isNullAt(0)) {
        MaskLook one =
            new MaskLook(1, row.getFloat(0), row.getFloat(1), row.getBoolean(2), row.getInt(3));
        all = all == null ? one : all.and(one);
      }
    }
    return Optional.ofNullable(all);
  }

  /** Returns the bytes of a cell that holds a file; empty for cells of other types. */
  static Optional<Column> file(DataType type, Column cell) {
    if (type instanceof BinaryType) {
      return Optional.of(cell);
    }
    if (type instanceof StructType image) {
      for (StructField field : image.fields()) {
        if (field.name().equalsIgnoreCase("bytes")) {
          return Optional.of(cell.getField(field.name()));
        }
      }
    }
    return Optional.empty();
  }

  /** Returns whether a look at one side reads only a part of its first files, without a shuffle. */
  static boolean isShort(Evaluation evaluation, MaskRole role) {
    SparkPlan plan =
        ((org.apache.spark.sql.classic.Dataset<Row>) masks(evaluation, role))
            .queryExecution()
            .executedPlan();
    return !plan.exists(node -> node instanceof Exchange || node instanceof AdaptiveSparkPlanExec);
  }

  private static Dataset<Row> masks(Evaluation evaluation, MaskRole role) {
    EvaluationSettings settings = evaluation.settings();
    MaskColumns columns = settings.masks();
    return columns
        .source()
        .validMasks(evaluation.source(), columns, settings.targetThresh(), role, MASK);
  }

  /** Returns the largest sample that a PNG file's bit depth allows; 0 for anything else. */
  private static Column ofPng(Column file) {
    Column magic = hex(substring(file, 1, PNG.length() / 2));
    Column depth = conv(hex(substring(file, PNG_DEPTH, 1)), 16, 10).cast("int");
    return when(magic.equalTo(PNG), call_function("shiftleft", lit(1), depth).minus(1))
        .otherwise(0);
  }

  private MaskLook and(MaskLook other) {
    return new MaskLook(
        masks + other.masks,
        Math.min(smallest, other.smallest),
        Math.max(largest, other.largest),
        crisp && other.crisp,
        samples != null && samples.equals(other.samples) ? samples : null);
  }
}
