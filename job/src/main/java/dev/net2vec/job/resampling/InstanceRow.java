package dev.net2vec.job.resampling;

import static org.apache.spark.sql.functions.lit;

import org.apache.spark.sql.Column;

/**
 * The fields of an instance's row, as {@code instances.parquet} names them.
 *
 * @param fields a struct with them
 * @param counts a struct with the counts of binarised masks, or null if there are none
 * @param emptyOverlap what an overlap is where neither mask has foreground; null for none
 */
record InstanceRow(Column fields, Column counts, Double emptyOverlap) {
  Column field(String name) {
    return fields.getField(name).cast("double");
  }

  Column count(String name) {
    return counts.getField(name).cast("double");
  }

  Column emptyScore() {
    return lit(emptyOverlap).cast("double");
  }
}
