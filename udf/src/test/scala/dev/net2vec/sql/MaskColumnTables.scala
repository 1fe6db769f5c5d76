package dev.net2vec.sql

import java.nio.file.{Files, Path}
import org.apache.spark.sql.{DataFrame, Row}
import scala.jdk.CollectionConverters._

/** Specs over masks in Parquet files of several row groups and pages: the view `mask_columns`. */
abstract class MaskColumnTables extends SparkSpec {
  protected val batchKey = "spark.sql.parquet.columnarReaderBatchSize"
  protected val score = "net2vec(prediction, target)"
  protected val masks = "id, prediction, target"

  private val prediction =
    "IF(id % 7 = 3, NULL, transform(sequence(1, 50), i -> cast((id * 7 + i * 13) % 97 / 96 AS FLOAT)))"
  private val target =
    "IF(id % 11 = 5, NULL, transform(sequence(1, 50), i -> cast((id + i) % 3 = 0 AS TINYINT)))"

  protected def frame(from: Long, to: Long): DataFrame =
    spark
      .range(from, to, 1, 1)
      .selectExpr("id", "id % 3 AS grp", s"$prediction AS prediction", s"$target AS target")

  protected def directory(name: String): Path =
    Files.createTempDirectory("net2vec-columns").resolve(name)

  /** Several files of several row groups, each of several pages. */
  protected def write(masks: DataFrame, path: Path, options: (String, String)*): String = {
    val small = Map("parquet.page.size" -> "500", "parquet.page.size.row.check.min" -> "1")
    masks.write.options(small ++ options).mode("append").parquet(path.toString)
    path.toString
  }

  protected lazy val path: Path = {
    val path = directory("masks")
    for (part <- 0 to 2) {
      val rows = frame(part * 50L, part * 50L + 50).selectExpr(
        "*",
        "array(cast(id AS STRING), NULL) AS tags",
        "mask_to_npy(prediction) AS npy_prediction",
        "mask_to_npy(target) AS npy_target",
        "array(prediction, NULL, prediction) AS images"
      )
      val options = Seq("parquet.block.row.count.limit" -> "20", "compression" -> "zstd")
      rows.write
        .options((options :+ ("parquet.page.size" -> "500")).toMap)
        .partitionBy("grp")
        .mode("append")
        .parquet(path.toString)
    }
    spark.read.parquet(path.toString).createOrReplaceTempView("mask_columns")
    path
  }

  /** A row whose bytes can be compared. */
  protected def plain(row: Row): Seq[Any] = row.toSeq.map {
    case bytes: Array[Byte] => bytes.toSeq
    case other              => other
  }

  protected def rows(frame: DataFrame): Seq[Seq[Any]] =
    frame.collect().map(plain).toSeq.sortBy(_.toString)

  /** The rows that Spark's own reader has, their scores from rows that were never in columns. */
  protected def expected(columns: String, from: String, score: String): Seq[Seq[Any]] = {
    val read = sql(s"SELECT $columns FROM $from")
    val values = read.collect().toSeq.asJava
    rows(spark.createDataFrame(values, read.schema).selectExpr("*", score))
  }
}
