package dev.net2vec.job.source;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.net2vec.job.spark.Columns;
import dev.net2vec.kpi.FactorPosClass;
import dev.net2vec.kpi.InvalidMaskException.Reason;
import dev.net2vec.kpi.MaskRole;
import dev.net2vec.sql.Net2VecFunctions;
import dev.net2vec.sql.expression.DiagnoseCall;
import dev.net2vec.sql.expression.ProjectCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Rows with a layer's activations, each predicted by its concept's vector: Σ_k w_k·A_k + bias. The
 * vectors are broadcast, so that no activations are shuffled.
 *
 * @param rows the source of the activations and targets
 * @param activations the column with activations C×h×w
 * @param concepts the file, directory or table with the concept vectors
 */
public record ProjectedActivations(Source rows, String activations, String concepts)
    implements Source {
  private static final String WEIGHTS = Problem.OURS + "weights";
  private static final String BIAS = Problem.OURS + "bias";
  private static final String FACTOR = Problem.OURS + "factor_pos_class";
  private static final String FOUND = Problem.OURS + "concept_found";
  private static final String DIAGNOSIS = Problem.OURS + "projection";
  private static final String PROJECTED = Problem.OURS + "prediction";
  private static final String FILE = Problem.OURS + "file_of_";

  @Override
  public Dataset<Row> load(SparkSession session) {
    ConceptVectors vectors = new ConceptVectors(concepts);
    Dataset<Row> table = vectors.open(session);
    Dataset<Row> all = rows.open(session);
    List<String> key = vectors.key(table, all, rows.name());
    vectors.require(table, key);

    String stored = rows.maskColumn(MaskRole.PREDICTION, activations);
    Column cells = NamedColumns.column(all, rows.name(), "--activations", stored);
    List<Column> left = new ArrayList<>(List.of(col("*")));
    for (MaskRole role : List.of(MaskRole.PREDICTION, MaskRole.TARGET)) {
      left.add(rows.file(all, role).as(FILE + role));
    }
    Dataset<Row> activated = all.select(Columns.of(left));

    List<String> dropped = new ArrayList<>(List.of(WEIGHTS, BIAS, FOUND, DIAGNOSIS));
    List<Column> right = new ArrayList<>();
    Column same = lit(true);
    for (int i = 0; i < key.size(); i++) {
      String name = Problem.OURS + "concept_" + i;
      dropped.add(name);
      right.add(table.col("`" + key.get(i) + "`").as(name));
      same = same.and(col("`" + key.get(i) + "`").equalTo(col(name)));
    }
    right.add(table.col(ConceptVectors.WEIGHTS).as(WEIGHTS));
    right.add(optional(table, ConceptVectors.BIAS, 0).as(BIAS));
    right.add(optional(table, ConceptVectors.FACTOR_POS_CLASS, FactorPosClass.DEFAULT).as(FACTOR));
    right.add(lit(true).as(FOUND));
    Dataset<Row> joined =
        activated.join(broadcast(table.select(Columns.of(right))), same, "left_outer");
    Dataset<Row> projected =
        joined
            .withColumn(
                DIAGNOSIS, Net2VecFunctions.net2vecDiagnoseProject(cells, col(WEIGHTS), col(BIAS)))
            .withColumn(PROJECTED, col(DIAGNOSIS).getField(ProjectCall.Diagnosed.PROJECTION));
    return projected
        .withColumn(Problem.COLUMN, problem(projected, key))
        .drop(dropped.toArray(new String[0]));
  }

  private static Column optional(Dataset<Row> table, String column, double otherwise) {
    Column value = ConceptVectors.has(table, column) ? table.col(column) : lit(null);
    return coalesce(value.cast("double"), lit(otherwise));
  }

  /** Returns why a row has no prediction, or else its problem in the source. */
  private Column problem(Dataset<Row> projected, List<String> key) {
    List<Column> texts = new ArrayList<>();
    for (String column : key) {
      Column value = col("`" + column + "`").cast("string");
      texts.add(concat(lit(column + " "), coalesce(value, lit("NULL"))));
    }
    Column which = concat_ws(", ", Columns.of(texts));
    Column unknown =
        when(
                col(FOUND).isNull(),
                Problem.column(
                    Reason.UNPAIRED,
                    concat(lit("prediction has no concept vector with the "), which)))
            .when(
                col(WEIGHTS).isNull(),
                Problem.column(
                    Reason.UNPAIRED, concat(lit("prediction's weights are NULL for the "), which)))
            .when(
                col(DIAGNOSIS).getField(DiagnoseCall.REASON).isNotNull(),
                Problem.column(
                    col(DIAGNOSIS).getField(DiagnoseCall.REASON),
                    concat(
                        lit("prediction cannot be projected for the "),
                        which,
                        lit(": "),
                        col(DIAGNOSIS).getField(DiagnoseCall.MESSAGE))));
    return ConceptVectors.has(projected, Problem.COLUMN)
        ? coalesce(col(Problem.COLUMN), unknown)
        : unknown;
  }

  @Override
  public boolean hasConcepts() {
    return true;
  }

  @Override
  public Optional<Dataset<Row>> concepts(Dataset<Row> loaded) {
    ConceptVectors vectors = new ConceptVectors(concepts);
    Dataset<Row> table = vectors.open(loaded.sparkSession());
    List<Column> key =
        vectors.key(table, loaded, rows.name()).stream()
            .map(name -> table.col("`" + name + "`"))
            .toList();
    return Optional.of(table.select(Columns.of(key)));
  }

  @Override
  public boolean readsColumnsAlone() {
    return rows.readsColumnsAlone();
  }

  @Override
  public Column channels(Dataset<Row> projected, Column target, double targetThresh) {
    Column stored = projected.col("`" + rows.maskColumn(MaskRole.PREDICTION, activations) + "`");
    return when(
        col(Problem.COLUMN).isNull(),
        Net2VecFunctions.tryNet2vecChannels(stored, target, lit(targetThresh)));
  }

  @Override
  public Column factorPosClass(Dataset<Row> projected) {
    return col(FACTOR);
  }

  @Override
  public String maskColumn(MaskRole role, String named) {
    return role == MaskRole.PREDICTION ? PROJECTED : rows.maskColumn(role, named);
  }

  @Override
  public Column file(Dataset<Row> projected, MaskRole role) {
    return col(FILE + role);
  }

  @Override
  public Column diagnosis(
      Dataset<Row> projected, Column prediction, Column target, Diagnosis asked) {
    return Problem.orElse(rows.diagnosis(projected, prediction, target, asked));
  }

  @Override
  public Optional<SourceRead.Part> listed(SparkSession session) {
    return rows.listed(session);
  }

  @Override
  public OptionalLong bytes(SparkSession session, Dataset<Row> projected) {
    return rows.bytes(session, projected);
  }

  @Override
  public InputPlaces places(Dataset<Row> projected, Configuration hadoop) {
    return rows.places(projected, hadoop);
  }

  @Override
  public List<String> key() {
    return rows.key();
  }

  @Override
  public String pairing() {
    return rows.pairing();
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>(rows.settings());
    settings.put("activations", activations);
    settings.put("concepts", concepts);
    return settings;
  }

  @Override
  public String name() {
    return rows.name();
  }
}
