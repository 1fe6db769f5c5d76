package dev.net2vec.sql

import org.apache.spark.sql.{DataFrame, Row, SparkSession}
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.Matcher
import org.scalatest.matchers.should.Matchers

/** A spec that talks to Spark as a user does: one session for all, with nothing configured of ours.
  */
abstract class SparkSpec extends AnyFunSpec with Matchers {
  protected lazy val spark: SparkSession = SparkSpec.session

  protected def sql(query: String): DataFrame = spark.sql(query)

  /** The only cell of the only row. */
  protected def cell[T](query: String): T = {
    val rows: Array[Row] = sql(query).collect()
    rows should have length 1
    rows.head.getAs[T](0)
  }

  /** The messages of an error and of all its causes. */
  protected def messagesOf(body: => Any): String = {
    val error = intercept[Exception](body)
    Iterator
      .iterate[Throwable](error)(_.getCause)
      .takeWhile(_ != null)
      .map(_.getMessage)
      .mkString("\n")
  }

  /** Equal up to a relative error. */
  protected def beWithin(tolerance: Double, expected: Double): Matcher[Double] =
    be(expected +- math.max(math.abs(expected) * tolerance, Double.MinPositiveValue))

  protected def withConf[T](settings: (String, String)*)(body: => T): T = {
    settings.foreach { case (key, value) => spark.conf.set(key, value) }
    try body
    finally settings.foreach { case (key, _) => spark.conf.unset(key) }
  }
}

object SparkSpec {
  lazy val session: SparkSession = SparkSession
    .builder()
    .master("local[2, 2]") // A task that fails is tried once more.
    .appName("net2vec-udf specs")
    .config("spark.ui.enabled", "false")
    .config("spark.sql.shuffle.partitions", "2")
    .config("spark.sql.warehouse.dir", "target/warehouse")
    .getOrCreate()
}
