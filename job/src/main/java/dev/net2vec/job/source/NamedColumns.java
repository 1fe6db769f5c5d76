package dev.net2vec.job.source;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.net2vec.job.error.JobException;
import dev.net2vec.job.error.SparkErrors;
import dev.net2vec.job.spark.Columns;
import dev.net2vec.job.spark.SparkCall;
import dev.net2vec.job.text.Shown;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Columns that the user named for one purpose. The job and its results hold them as the fields of
 * one struct, so that their names do not clash with the job's own.
 *
 * @param option that names them; messages start with it
 * @param field the struct's name
 * @param names as given, and used as the fields' names, {@code a.b} included
 */
public record NamedColumns(String option, String field, List<String> names) {

  /** Returns the struct's column; empty if no columns are named. */
  public List<Column> column() {
    return names.isEmpty() ? List.of() : List.of(col(field));
  }

  /**
   * Returns the struct of the source's columns; empty if no columns are named.
   *
   * @throws JobException if a column is missing, or its type cannot be ordered
   */
  public List<Column> from(Dataset<Row> source, String sourceName) {
    List<Column> fields = new ArrayList<>();
    for (String name : names) {
      Column column = column(source, sourceName, option, name);
      requireOrder(source, column, name);
      fields.add(column.as(name));
    }
    return names.isEmpty() ? List.of() : List.of(struct(Columns.of(fields)).as(field));
  }

  /**
   * Returns a column of the source.
   *
   * @throws JobException if there is none of that name; the message lists the existing ones
   */
  public static Column column(Dataset<Row> source, String sourceName, String option, String name) {
    return SparkCall.orThrow(
        () -> {
          Column column = source.col(name);
          source.select(column);
          return column;
        },
        e -> JobException.usage(option + " " + name + ": " + missing(source, sourceName, e), e));
  }

  private static String missing(Dataset<Row> source, String sourceName, Exception thrown) {
    if (SparkErrors.find(thrown, "UNRESOLVED_COLUMN").isEmpty()
        && SparkErrors.find(thrown, "FIELD_NOT_FOUND").isEmpty()) {
      return SparkErrors.line(thrown);
    }
    return "no such column in "
        + sourceName
        + "; its columns are "
        + Arrays.stream(source.columns())
            .filter(column -> !column.startsWith(Problem.OURS))
            .collect(Collectors.joining(", "));
  }

  private void requireOrder(Dataset<Row> source, Column column, String name) {
    String comparing = option + " " + name + ": values of its type cannot be compared: ";
    SparkCall.orThrow(
        () -> source.orderBy(column), e -> JobException.usage(comparing + SparkErrors.line(e), e));
  }

  /** Returns the struct's text for messages: {@code "instance 17, image 3"}. */
  public Column text() {
    if (names.isEmpty()) {
      return lit("a row (identify it with " + option + ")");
    }
    List<Column> texts = new ArrayList<>();
    for (String name : names) {
      Column value = col(field).getField(name).cast("string");
      Column told =
          when(value.equalTo(Shown.NULL), Shown.cell(Shown.NULL))
              .otherwise(coalesce(value, lit(Shown.NULL)));
      texts.add(concat(lit(name + " "), told));
    }
    return concat_ws(", ", Columns.of(texts));
  }
}
