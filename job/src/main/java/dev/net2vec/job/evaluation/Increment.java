package dev.net2vec.job.evaluation;

import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What an evaluation takes from earlier runs.
 *
 * @param reused their narrow rows; null if there are none
 * @param fresh the inputs whose rows are scored
 */
public record Increment(Dataset<Row> reused, Set<String> fresh) {
  /** Finds out what can be reused. */
  @FunctionalInterface
  public interface Finder {
    /**
     * Returns what is reused of the rows of a source.
     *
     * @param source its rows, not yet read
     * @param scoring the settings that decide the narrow rows
     */
    Increment of(Dataset<Row> source, Map<String, Object> scoring);
  }
}
