package dev.net2vec.job.spark;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/** What Spark's own functions of columns lack. */
public final class Columns {
  private Columns() {}

  /** Returns columns as methods with variable arguments take them. */
  public static Column[] of(List<Column> columns) {
    return columns.toArray(new Column[0]);
  }

  /** Returns a struct as JSON, its NULLs included. */
  public static Column json(Column struct) {
    return functions.to_json(struct, Map.of("ignoreNullFields", "false"));
  }
}
