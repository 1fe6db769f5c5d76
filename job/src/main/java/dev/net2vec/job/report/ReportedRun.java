package dev.net2vec.job.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.net2vec.job.evaluation.Pictures;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A run as its files have it.
 *
 * @param summary the content of {@code summary.json}
 * @param gate the content of {@code gate.json}; null if there is none
 * @param groups the rows of {@code groups.parquet}; null if the run has no groups
 * @param instances the rows of {@code instances.parquet}; null if there are none
 * @param rejected the rows of {@code rejected.parquet}; null if there are none
 * @param curves the rows of {@code curves.parquet}; null if there are none
 * @param earlier the summaries of runs before it with the same settings, oldest first
 * @param pictures draws instances; null where their masks cannot be read
 */
public record ReportedRun(
    JsonNode summary,
    JsonNode gate,
    Dataset<Row> groups,
    Dataset<Row> instances,
    Dataset<Row> rejected,
    Dataset<Row> curves,
    List<JsonNode> earlier,
    Pictures pictures) {
  String id() {
    return summary.at("/run/id").asText();
  }
}
