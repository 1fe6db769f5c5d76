package dev.net2vec.sql

import org.apache.spark.sql.DataFrame
import org.apache.spark.sql.execution.HiveResult

/** Rows as spark-sql prints them, columns separated by tabs. */
object HiveRows {
  def apply(frame: DataFrame): Seq[String] =
    HiveResult.hiveResultString(
      frame.asInstanceOf[org.apache.spark.sql.classic.DataFrame].queryExecution.executedPlan
    )
}
