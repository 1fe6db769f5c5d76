package dev.net2vec.job.source;

import dev.net2vec.job.error.JobException;
import dev.net2vec.job.error.SparkErrors;
import dev.net2vec.job.spark.Columns;
import dev.net2vec.job.spark.SparkCall;
import dev.net2vec.job.text.Shown;
import dev.net2vec.kpi.FactorPosClass;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A small table with one concept per row: the columns of its key, {@code weights}, and optionally
 * {@code bias} and {@code factor_pos_class}.
 *
 * @param from a file or directory, else a table, as the user named it
 */
record ConceptVectors(String from) {
  static final String WEIGHTS = "weights";
  static final String BIAS = "bias";
  static final String FACTOR_POS_CLASS = "factor_pos_class";

  private static final List<String> VALUES = List.of(WEIGHTS, BIAS, FACTOR_POS_CLASS);
  private static final List<String> FORMATS = List.of("json", "orc", "avro");

  String name() {
    return "--concepts " + from;
  }

  /**
   * Returns the table.
   *
   * @throws JobException if there is none, or it has no weights
   */
  Dataset<Row> open(SparkSession session) {
    Dataset<Row> concepts =
        isPath(session)
            ? new Source.Files("concepts", List.of(from), format()).open(session)
            : SparkCall.orThrow(
                () -> session.table(from),
                e -> JobException.usage(name() + ": there is no such file, directory or table", e));
    NamedColumns.column(concepts, name(), "--concepts", WEIGHTS);
    return concepts;
  }

  private boolean isPath(SparkSession session) {
    try {
      Path path = new Path(from);
      return path.getFileSystem(session.sparkContext().hadoopConfiguration()).exists(path);
    } catch (IOException | IllegalArgumentException e) {
      throw JobException.usage(name() + ": " + SparkErrors.rootLine(e), e);
    }
  }

  /** Returns the format that the file's name ends with; Parquet if it does not tell. */
  private String format() {
    String name = from.toLowerCase(Locale.ROOT);
    return FORMATS.stream()
        .filter(format -> name.endsWith("." + format))
        .findFirst()
        .orElse("parquet");
  }

  static boolean has(Dataset<Row> concepts, String column) {
    return Arrays.stream(concepts.columns()).anyMatch(column::equalsIgnoreCase);
  }

  /**
   * Returns the columns that identify a concept: those that the rows have, too.
   *
   * @param rows the rows with the activations
   * @throws JobException if there are none
   */
  List<String> key(Dataset<Row> concepts, Dataset<Row> rows, String nameOfRows) {
    List<String> key =
        Arrays.stream(concepts.columns())
            .filter(column -> VALUES.stream().noneMatch(column::equalsIgnoreCase))
            .filter(column -> has(rows, column))
            .toList();
    if (key.isEmpty()) {
      throw JobException.usage(
          "%s has the columns %s and %s the columns %s, but both must have the concept's key, such as concept"
              .formatted(
                  name(),
                  String.join(", ", concepts.columns()),
                  nameOfRows,
                  String.join(", ", rows.columns())));
    }
    return key;
  }

  /**
   * Checks that every concept has one key, once, and a valid b.
   *
   * @throws JobException naming the first that has not
   */
  void require(Dataset<Row> concepts, List<String> key) {
    List<Column> columns = new ArrayList<>();
    key.forEach(column -> columns.add(concepts.col("`" + column + "`")));
    boolean factors = has(concepts, FACTOR_POS_CLASS);
    if (factors) {
      columns.add(concepts.col(FACTOR_POS_CLASS).cast("double"));
    }
    Set<List<Object>> seen = new HashSet<>();
    for (Row row : concepts.select(Columns.of(columns)).collectAsList()) {
      List<Object> values = new ArrayList<>();
      for (int i = 0; i < key.size(); i++) {
        if (row.isNullAt(i)) {
          throw JobException.usage(
              name() + ": " + key.get(i) + " is NULL in a row, but must identify its concept");
        }
        values.add(row.get(i));
      }
      if (!seen.add(values)) {
        throw JobException.usage(name() + " has several rows with " + text(key, values));
      }
      if (factors && !row.isNullAt(key.size())) {
        requireFactor(row.getDouble(key.size()), text(key, values));
      }
    }
  }

  private void requireFactor(double b, String concept) {
    try {
      FactorPosClass.require(b);
    } catch (IllegalArgumentException e) {
      throw JobException.usage(name() + ", " + concept + ": " + e.getMessage(), e);
    }
  }

  private static String text(List<String> key, List<Object> values) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < key.size(); i++) {
      texts.add(key.get(i) + " " + Shown.cell(values.get(i).toString()));
    }
    return String.join(", ", texts);
  }
}
