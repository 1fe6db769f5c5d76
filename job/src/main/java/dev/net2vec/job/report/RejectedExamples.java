package dev.net2vec.job.report;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;

import dev.net2vec.job.spark.Columns;
import dev.net2vec.job.text.Json;
import dev.net2vec.job.text.Shown;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/** A few rejected rows of each reason. */
final class RejectedExamples {
  private static final int EACH = 5;

  private RejectedExamples() {}

  static Table of(Dataset<Row> rejected) {
    List<String> present = List.of(rejected.columns());
    List<Column> order = new ArrayList<>();
    for (String name : List.of("file", "id", "key", "message")) {
      if (present.contains(name)) {
        order.add(col(name));
      }
    }
    boolean ids = present.contains("id");
    Column id = ids ? Columns.json(col("id")) : lit("{}");
    Dataset<Row> examples =
        rejected
            .withColumn(
                "at", row_number().over(Window.partitionBy("reason").orderBy(Columns.of(order))))
            .where(col("at").leq(EACH))
            .orderBy("reason", "at")
            .select(col("reason"), coalesce(id, lit("{}")), col("message"), col("file"));
    List<List<String>> rows = new ArrayList<>();
    for (Row row : examples.collectAsList()) {
      rows.add(
          List.of(
              Cells.words(row.getString(0)),
              Cells.named(Json.read(row.getString(1))),
              row.getString(2) == null ? "" : Shown.message(row.getString(2)),
              row.getString(3) == null ? "" : Shown.cell(row.getString(3))));
    }
    return new Table(
        "examples",
        "Examples of rejected rows",
        List.of(
            Table.Column.text("reason"),
            Table.Column.text("id"),
            Table.Column.text("message"),
            Table.Column.text("file")),
        rows);
  }
}
