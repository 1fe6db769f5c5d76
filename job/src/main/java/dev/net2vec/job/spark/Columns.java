package dev.net2vec.job.spark;

import java.util.List;
import org.apache.spark.sql.Column;

/** Lists of columns as Spark's methods with variable arguments take them. */
public final class Columns {
  private Columns() {}

  public static Column[] of(List<Column> columns) {
    return columns.toArray(new Column[0]);
  }
}
