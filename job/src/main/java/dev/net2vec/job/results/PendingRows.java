package dev.net2vec.job.results;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.net2vec.job.spark.Columns;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;

/**
 * The rows that a run has for its {@link OutputTable}, if it names one, in {@code append.parquet}
 * of its directory.
 *
 * <p>Once the run is whole, they are appended from there, as one file in one commit. If the driver
 * is killed in between, the next run appends them, unless the table already has rows of that run,
 * so that no row is appended twice.
 */
record PendingRows(SparkSession session, RunDirectory directory) implements Sink {
  static final String RUN_ID = "run_id";
  static final String ROWS = "append.parquet";
  static final String INTENT = "append.json";

  @Override
  public void finish(String runId) throws IOException {
    Optional<JsonNode> intent = directory.read(runId, INTENT);
    if (intent.isPresent()) {
      Path rows = new Path(directory.run(runId), ROWS);
      append(intent.get().get("table").asText(), rows, runId);
      directory.storage().delete(new Path(directory.run(runId), INTENT));
      directory.storage().delete(rows);
    }
  }

  private void append(String table, Path path, String runId) throws IOException {
    Dataset<Row> rows = session.read().parquet(path.toString());
    long expected = rows.count();
    if (count(table, runId) == 0) {
      List<Column> columns = new ArrayList<>();
      List<String> ours = List.of(rows.columns());
      for (StructField field : session.table(table).schema().fields()) {
        String name = field.name();
        columns.add(
            ours.stream().anyMatch(name::equalsIgnoreCase)
                ? col(name)
                : lit(null).cast(field.dataType()).as(name));
      }
      rows.select(Columns.of(columns)).coalesce(1).write().insertInto(table);
    }
    long found = count(table, runId);
    if (found != expected) {
      throw new IOException(
          "the run %s has %,d rows for the table %s, which has %,d of them"
              .formatted(runId, expected, table, found));
    }
  }

  private long count(String table, String runId) {
    return session.table(table).where(col(RUN_ID).equalTo(runId)).count();
  }
}
