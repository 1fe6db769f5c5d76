package dev.net2vec.job.source;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.net2vec.job.error.JobException;
import dev.net2vec.job.error.SparkErrors;
import dev.net2vec.job.spark.SparkCall;
import dev.net2vec.kpi.MaskRole;
import dev.net2vec.sql.expression.DiagnoseCall;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/** A source of rows with both masks. */
public sealed interface Source
    permits Source.Files,
        Source.Table,
        Source.Query,
        FilePairs,
        JoinedTables,
        ProjectedActivations {

  /** Returns the rows, not yet read. Spark's exceptions pass through unchanged. */
  Dataset<Row> load(SparkSession session);

  /** Returns the settings that define this source, by their keys in a config file. */
  Map<String, Object> settings();

  /** Returns the text that messages start with: {@code "--table masks"}. */
  String name();

  /** Returns the columns that name a row unless the user names others. */
  default List<String> key() {
    return List.of();
  }

  /** Returns the hint for messages on how to pair rows that have no partner. */
  default String pairing() {
    return "";
  }

  /** Returns the name of the rows' column of masks, for the one that the user named. */
  default String maskColumn(MaskRole role, String named) {
    return named;
  }

  /** Returns the path of the file with a row's mask; NULL if the source does not know it. */
  default Column file(Dataset<Row> rows, MaskRole role) {
    return SparkCall.orElse(
        () -> {
          Column path = rows.metadataColumn("_metadata").getField("file_path");
          rows.select(path);
          return path;
        },
        e -> true,
        e -> lit(null).cast("string"));
  }

  /**
   * Returns the stamps of the inputs that rows come from, by the inputs' names: an input with the
   * same stamp has the same rows. Empty if the source cannot tell them apart.
   */
  default Optional<Map<String, String>> stamps(Dataset<Row> rows) {
    return Optional.empty();
  }

  /**
   * Returns the name of the input that a row comes from; only for a source with {@link #stamps}.
   */
  default Column input(Dataset<Row> rows) {
    return file(rows, MaskRole.PREDICTION);
  }

  /**
   * Returns the rows of some inputs, of which nothing else is read.
   *
   * @param rows of this source
   */
  default Dataset<Row> only(Dataset<Row> rows, Set<String> inputs) {
    return rows.where(input(rows).isin(inputs.toArray()));
  }

  /** Returns whether the predictions are projections on concept vectors. */
  default boolean hasConcepts() {
    return false;
  }

  /**
   * Returns the keys of the concept vectors, one row each; empty for a source without concepts.
   *
   * @param loaded the rows of this source
   */
  default Optional<Dataset<Row>> concepts(Dataset<Row> loaded) {
    return Optional.empty();
  }

  /** Returns whether a column of the rows can be read without their masks. */
  default boolean readsColumnsAlone() {
    return true;
  }

  /**
   * Returns the soft confusion of every channel of a row's activations, ARRAY of STRUCT; NULL for
   * an invalid row. Only for a source that {@link #hasConcepts}.
   */
  default Column channels(Dataset<Row> rows, Column target, double targetThresh) {
    throw new UnsupportedOperationException(name());
  }

  /** Returns the b of a row's concept, DOUBLE; NULL for a source without concepts. */
  default Column factorPosClass(Dataset<Row> rows) {
    return lit(null).cast("double");
  }

  /** Returns what was read, if this source lists its files itself. */
  default Optional<SourceRead.Part> listed(SparkSession session) {
    return Optional.empty();
  }

  /** Returns the total size in bytes of the rows' files; empty if not all rows come from files. */
  default OptionalLong bytes(SparkSession session, Dataset<Row> rows) {
    long bytes = 0;
    for (LogicalPlan leaf : leaves(rows)) {
      if (!(leaf instanceof LogicalRelation relation
          && relation.relation() instanceof HadoopFsRelation files)) {
        return OptionalLong.empty();
      }
      bytes += files.location().sizeInBytes();
    }
    return OptionalLong.of(bytes);
  }

  private static List<LogicalPlan> leaves(Dataset<Row> rows) {
    LogicalPlan plan =
        ((org.apache.spark.sql.classic.Dataset<Row>) rows).queryExecution().analyzed();
    return CollectionConverters.asJava(plan.collectLeaves());
  }

  /**
   * Returns the files and directories that the rows come from, as far as Spark knows them.
   *
   * @param rows of this source, or derived from them
   */
  default InputPlaces places(Dataset<Row> rows, Configuration hadoop) {
    return InputPlaces.of(rows, hadoop);
  }

  /** Returns the {@code net2vec_diagnose} result for a row's masks. */
  default Column diagnosis(Dataset<Row> rows, Column prediction, Column target, Diagnosis asked) {
    return asked.of(prediction, target);
  }

  /**
   * Returns the masks of one side as rows of one column, NULL if a row is invalid.
   *
   * @param rows as {@link #open} returns them
   * @param columns of this source
   */
  default Dataset<Row> validMasks(
      Dataset<Row> rows, MaskColumns columns, double targetThresh, MaskRole role, String name) {
    Column prediction = columns.mask(rows, MaskRole.PREDICTION);
    Column target = columns.mask(rows, MaskRole.TARGET);
    Column reason =
        diagnosis(rows, prediction, target, Diagnosis.of(targetThresh))
            .getField(DiagnoseCall.REASON);
    Column mask = role == MaskRole.PREDICTION ? prediction : target;
    return rows.select(when(reason.isNull(), mask).as(name));
  }

  /**
   * Returns the rows, not yet read, but with their schema.
   *
   * @throws JobException if the source does not exist, or its schema cannot be read
   */
  default Dataset<Row> open(SparkSession session) {
    return SparkCall.orThrow(
        () -> load(session),
        e ->
            SparkErrors.invalidInput(e)
                .map(message -> JobException.invalidInput(message, e))
                .orElseGet(() -> JobException.usage(explain(e), e)));
  }

  private String explain(Exception thrown) {
    String option = name().substring(0, (name() + " ").indexOf(' '));
    for (Map.Entry<String, String> known : Known.ERRORS.entrySet()) {
      SparkThrowable found = SparkErrors.find(thrown, known.getKey()).orElse(null);
      if (found != null) {
        return String.format(
            known.getValue(),
            name(),
            SparkErrors.parameter(found, "path"),
            SparkErrors.parameter(found, "provider"),
            SparkErrors.parameter(found, "relationName"),
            option);
      }
    }
    return name() + ": " + SparkErrors.line(thrown);
  }

  /** Spark's error conditions for mistakes of the user, and the messages for them. */
  final class Known {
    private static final Map<String, String> ERRORS =
        Map.of(
            "PATH_NOT_FOUND", "%5$s %2$s: no such file or directory",
            "DATA_SOURCE_NOT_FOUND", "--format %3$s: no such data source is installed",
            "TABLE_OR_VIEW_NOT_FOUND", "%1$s: there is no table or view %4$s",
            "UNABLE_TO_INFER_SCHEMA", "%1$s: no data files were found there");

    private Known() {}
  }

  /**
   * Files, or anything else that a Spark data source reads from paths.
   *
   * @param setting the key of the setting that gives the paths
   */
  record Files(String setting, List<String> paths, String format) implements Source {
    private static final int MOST_TRIED = 1_000;

    public Files {
      paths = List.copyOf(paths);
    }

    public Files(List<String> paths, String format) {
      this("input", paths, format);
    }

    @Override
    public Dataset<Row> load(SparkSession session) {
      return SparkCall.orElse(
          () -> load(session.read().format(format)),
          // The file that Spark took the schema from is corrupt.
          e -> CorruptShards.skipping(session) && SparkErrors.invalidInput(e).isPresent(),
          e -> load(session.read().format(format).schema(readableSchema(session, e))));
    }

    private Dataset<Row> load(DataFrameReader reader) {
      // Most sources other than files take one path, and only through load(path).
      return paths.size() == 1
          ? reader.load(paths.get(0))
          : reader.load(paths.toArray(new String[0]));
    }

    /** Returns the schema of the first readable file among the first {@link #MOST_TRIED}. */
    private StructType readableSchema(SparkSession session, Exception ofFirst) {
      String[] files = load(session.read().format("binaryFile")).inputFiles();
      Arrays.sort(files);
      for (String file : Arrays.asList(files).subList(0, Math.min(files.length, MOST_TRIED))) {
        try {
          return session.read().format(format).load(file).schema();
        } catch (Exception e) { // Whatever is wrong with it, another file may do.
          ofFirst.addSuppressed(e);
        }
      }
      throw JobException.invalidInput(
          SparkErrors.invalidInput(ofFirst).orElseThrow()
              + String.format(
                  Locale.ROOT,
                  "; nor can the schema be read from any of the first %,d files",
                  Math.min(files.length, MOST_TRIED)),
          ofFirst);
    }

    @Override
    public Optional<Map<String, String>> stamps(Dataset<Row> rows) {
      return InputStamps.of(rows);
    }

    @Override
    public Map<String, Object> settings() {
      return Map.of(setting, paths, "format", format);
    }

    @Override
    public String name() {
      return "--" + setting + " " + String.join(" ", paths);
    }
  }

  /** A table or view of the session's catalogs. */
  record Table(String table) implements Source {
    @Override
    public Dataset<Row> load(SparkSession session) {
      return session.table(table);
    }

    @Override
    public Optional<Map<String, String>> stamps(Dataset<Row> rows) {
      return InputStamps.of(rows);
    }

    @Override
    public Map<String, Object> settings() {
      return Map.of("table", table);
    }

    @Override
    public String name() {
      return "--table " + table;
    }
  }

  /** The result of a SELECT. */
  record Query(String sql) implements Source {
    @Override
    public Dataset<Row> load(SparkSession session) {
      return session.sql(sql);
    }

    @Override
    public Map<String, Object> settings() {
      return Map.of("query", sql);
    }

    @Override
    public String name() {
      return "--query";
    }
  }
}
