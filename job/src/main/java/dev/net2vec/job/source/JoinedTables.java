package dev.net2vec.job.source;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.raise_error;
import static org.apache.spark.sql.functions.when;

import dev.net2vec.job.error.JobException;
import dev.net2vec.job.spark.Columns;
import dev.net2vec.kpi.InvalidMaskException.Reason;
import dev.net2vec.kpi.MaskRole;
import dev.net2vec.sql.Net2VecFunctions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.StructField;

/**
 * Two datasets in a full outer join on columns that both have, so that unpaired rows are kept.
 *
 * <p>Columns: the join columns, the predictions' other columns, the targets' other columns that the
 * predictions lack, and the masks as {@code prediction} and {@code target}.
 *
 * <p>Targets are shuffled as run lengths if only their foreground matters. A target that cannot be
 * encoded in this way is shuffled as it is, so that it gets the usual diagnosis.
 *
 * @param prediction the predictions' column of masks
 * @param target the targets' column of masks
 * @param binariseAbove the threshold above which target pixels are foreground, if only that
 *     matters; else null
 */
public record JoinedTables(
    Source.Files predictions,
    Source.Files targets,
    List<String> joinOn,
    String prediction,
    String target,
    Double binariseAbove)
    implements Source {
  private static final String KEY = "net2vec_key_";
  private static final String ROWS = "net2vec_rows";
  private static final String MASK = "net2vec_mask";
  private static final String RUNS = "net2vec_runs";
  private static final String FILE = "net2vec_file_";

  /** The threshold for run lengths, which decode to 0 and 1. */
  private static final double RUNS_THRESH = 0.5;

  public JoinedTables {
    joinOn = MaskColumns.distinct("--join-on", joinOn);
  }

  @Override
  public Dataset<Row> load(SparkSession session) {
    Dataset<Row> left = side(session, predictions, MaskRole.PREDICTION, prediction);
    Dataset<Row> right = packed(side(session, targets, MaskRole.TARGET, target));
    List<Column> keys = new ArrayList<>();
    Column same = lit(true);
    for (int i = 0; i < joinOn.size(); i++) {
      requireJoinable(i, left.schema().apply(i).dataType(), right.schema().apply(i).dataType());
      keys.add(col(KEY + i));
      same = same.and(p(KEY + i).equalTo(t(KEY + i)));
    }
    // The count and the join share one shuffle and sort.
    Column rows = count(lit(1)).over(Window.partitionBy(Columns.of(keys)));
    return left.withColumn(ROWS, rows)
        .as("p")
        .join(right.withColumn(ROWS, rows).as("t"), same, "full_outer")
        .select(Columns.of(columns(left, right)));
  }

  private static Column p(String name) {
    return col("p.`" + name + "`");
  }

  private static Column t(String name) {
    return col("t.`" + name + "`");
  }

  /** Returns a dataset's key and mask, under internal names, and its other columns. */
  private Dataset<Row> side(SparkSession session, Files source, MaskRole role, String mask) {
    Dataset<Row> rows = source.open(session);
    List<Column> columns = new ArrayList<>();
    new NamedColumns("--join-on", "key", joinOn).from(rows, source.name());
    for (String name : joinOn) {
      columns.add(rows.col(name).as(KEY + columns.size()));
    }
    columns.add(NamedColumns.column(rows, source.name(), "--" + role, mask).as(MASK));
    columns.add(source.file(rows, role).as(FILE + role));
    for (String other : rows.columns()) {
      if (!isAmong(joinOn, other)
          && !isAmong(
              List.of(mask, MaskRole.PREDICTION.toString(), MaskRole.TARGET.toString()), other)) {
        columns.add(rows.col("`" + other + "`"));
      }
    }
    return rows.select(Columns.of(columns));
  }

  private static boolean isAmong(List<String> names, String name) {
    return names.stream().anyMatch(name::equalsIgnoreCase);
  }

  private Dataset<Row> packed(Dataset<Row> rows) {
    DataType type = rows.schema().apply(MASK).dataType();
    if (binariseAbove == null || !(type instanceof ArrayType || type instanceof BinaryType)) {
      return rows;
    }
    return rows.withColumn(RUNS, Net2VecFunctions.tryMaskToRle(col(MASK), lit(binariseAbove)))
        .withColumn(MASK, when(col(RUNS).isNull(), col(MASK)));
  }

  private void requireJoinable(int key, DataType left, DataType right) {
    if (!left.equals(right) && !(left instanceof IntegralType && right instanceof IntegralType)) {
      throw JobException.usage(
          "--join-on %s is %s in %s, but %s in %s; both must have the same type"
              .formatted(
                  joinOn.get(key), left.sql(), predictions.name(), right.sql(), targets.name()));
    }
  }

  private List<Column> columns(Dataset<Row> left, Dataset<Row> right) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < joinOn.size(); i++) {
      columns.add(coalesce(p(KEY + i), t(KEY + i)).as(joinOn.get(i)));
    }
    List<String> ofLeft = others(left);
    List<String> ofRight = others(right);
    for (String name : ofLeft) {
      // A target without a prediction has only its own value.
      boolean ofBoth = type(left, name).equals(type(right, name));
      columns.add((ofBoth ? coalesce(p(name), t(name)) : p(name)).as(name));
    }
    for (String name : ofRight) {
      if (!isAmong(ofLeft, name)) {
        columns.add(t(name).as(name));
      }
    }
    columns.add(p(MASK).as(MaskRole.PREDICTION.toString()));
    columns.add(t(MASK).as(MaskRole.TARGET.toString()));
    if (isAmong(List.of(right.columns()), RUNS)) {
      columns.add(t(RUNS).as(RUNS));
    }
    columns.add(p(FILE + MaskRole.PREDICTION).as(FILE + MaskRole.PREDICTION));
    columns.add(t(FILE + MaskRole.TARGET).as(FILE + MaskRole.TARGET));
    columns.add(problem().as(Problem.COLUMN));
    return columns;
  }

  /** Returns the names of a side's columns that are not internal. */
  private List<String> others(Dataset<Row> side) {
    List<String> names = List.of(side.columns());
    return names.subList(joinOn.size() + 2, names.size()).stream()
        .filter(name -> !name.equals(RUNS))
        .toList();
  }

  /** Returns a column's type; null if there is no such column. */
  private static DataType type(Dataset<Row> rows, String name) {
    for (StructField field : rows.schema().fields()) {
      if (field.name().equalsIgnoreCase(name)) {
        return field.dataType();
      }
    }
    return null;
  }

  /** Returns why a joined row is invalid, else null; raises an error if a side has a key twice. */
  private Column problem() {
    return when(p(ROWS).gt(1).and(known("p")), twice(predictions, "p"))
        .when(t(ROWS).gt(1).and(known("t")), twice(targets, "t"))
        .when(t(ROWS).isNull(), unpaired("prediction has no target", "p"))
        .when(p(ROWS).isNull(), unpaired("target has no prediction", "t"));
  }

  /**
   * Returns whether a key has no NULL. A key with a NULL matches no row, so duplicates of it are
   * allowed.
   */
  private Column known(String alias) {
    Column known = lit(true);
    for (int i = 0; i < joinOn.size(); i++) {
      known = known.and(col(alias + "." + KEY + i).isNotNull());
    }
    return known;
  }

  private Column twice(Files source, String alias) {
    return raise_error(concat(lit(source.name() + " has several rows with the "), text(alias)));
  }

  private Column unpaired(String what, String alias) {
    return Problem.column(Reason.UNPAIRED, concat(lit(what + " with the same "), text(alias)));
  }

  private Column text(String alias) {
    List<Column> texts = new ArrayList<>();
    for (int i = 0; i < joinOn.size(); i++) {
      Column value = col(alias + "." + KEY + i).cast("string");
      texts.add(concat(lit(joinOn.get(i) + " "), coalesce(value, lit("NULL"))));
    }
    return concat_ws(", ", Columns.of(texts));
  }

  @Override
  public Column file(Dataset<Row> rows, MaskRole role) {
    return col(FILE + role);
  }

  @Override
  public Column diagnosis(
      Dataset<Row> rows, Column predictionMask, Column targetMask, Diagnosis asked) {
    Column diagnosis = Source.super.diagnosis(rows, predictionMask, targetMask, asked);
    if (isAmong(List.of(rows.columns()), RUNS)) {
      Column ofRuns =
          Source.super.diagnosis(rows, predictionMask, col(RUNS), asked.at(RUNS_THRESH));
      diagnosis = when(col(RUNS).isNotNull(), ofRuns).otherwise(diagnosis);
    }
    return Problem.orElse(diagnosis);
  }

  /**
   * Takes the masks from their own dataset, without the join; only those of rank 2 that can be
   * run-length encoded are taken for valid.
   */
  @Override
  public Dataset<Row> validMasks(
      Dataset<Row> rows, MaskColumns columns, double targetThresh, MaskRole role, String name) {
    Files side = role == MaskRole.PREDICTION ? predictions : targets;
    Dataset<Row> ofSide = side.open(rows.sparkSession());
    Column mask =
        NamedColumns.column(
            ofSide, side.name(), "--" + role, role == MaskRole.PREDICTION ? prediction : target);
    return ofSide.select(when(Net2VecFunctions.tryMaskToRle(mask).isNotNull(), mask).as(name));
  }

  @Override
  public String maskColumn(MaskRole role, String named) {
    return role.toString();
  }

  @Override
  public String pairing() {
    return "--join-on names the columns whose values pair rows";
  }

  @Override
  public List<String> key() {
    return joinOn;
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.putAll(predictions.settings());
    settings.putAll(targets.settings());
    settings.put("join_on", joinOn);
    return settings;
  }

  @Override
  public String name() {
    return predictions.name() + " " + targets.name();
  }
}
