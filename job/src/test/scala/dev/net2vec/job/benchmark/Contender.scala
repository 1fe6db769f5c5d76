package dev.net2vec.job.benchmark

import dev.net2vec.job.Benchmarks
import java.sql.{DriverManager, SQLException}
import org.apache.spark.sql.SparkSession
import org.apache.spark.sql.execution.FileSourceScanExec
import org.apache.spark.sql.functions.{avg, col, udf}

/** One way to compute the mean value of a dataset's instances.
  *
  * @param rows
  *   number of rows that it reads
  * @param run
  *   returns the mean; NaN if the contender computes none
  */
final case class Contender(name: String, rows: Long, run: () => Double)

object Contender {
  val ours = "net2vec_mean"
  val grouped = "net2vec_mean by group"
  val scan = "best scan of the same columns"

  private val batchSize = "spark.sql.parquet.columnarReaderBatchSize"

  /** All contenders that can read a layout. */
  def all(
      spark: SparkSession,
      pairs: Pairs,
      layout: Layout,
      pandas: Option[Pandas]
  ): Seq[Contender] = {
    val path = pairs.path(layout)
    def contender(name: String)(run: => Double) = Contender(name, pairs.rows, () => run)
    Seq(
      contender(ours)(one(spark, s"SELECT net2vec_mean(prediction, target) FROM parquet.`$path`")),
      contender(grouped)(byGroup(spark, path)),
      contender("the job by group")(Benchmarks.evaluate(path, "grp"))
    ) ++
      pairs.batches.map(rows => contender(scan)(readOnly(spark, path, rows))) ++
      layout.flat("prediction").map { flat =>
        contender("boxed Seq UDF")(
          boxed(spark, pairs.batches.last, path, flat, layout.flat("target").get)
        )
      } ++
      layout.flat("prediction").filter(_ => duckAvailable).map { flat =>
        contender("DuckDB")(duck(path, flat, layout.flat("target").get))
      } ++
      layout.flat("prediction").map { flat =>
        val few = pairs.few(layout)
        Contender(
          "plain SQL, aggregate(zip_with)",
          pairs.fewRows,
          () => plain(spark, pairs.batches.last, few, flat, layout.flat("target").get)
        )
      } ++
      pandas.map(python => contender("pandas_udf")(python.mean(layout, path, pairs.batches.last)))
  }

  def one(spark: SparkSession, query: String): Double = spark.sql(query).head().getDouble(0)

  /** Returns the mean of the groups' means, which is the mean of all instances, as groups are equal
    * in size.
    */
  private def byGroup(spark: SparkSession, path: String): Double = {
    val means = spark
      .sql(s"SELECT grp, net2vec_mean(prediction, target) FROM parquet.`$path` GROUP BY grp")
      .collect()
      .map(_.getDouble(1))
    means.sum / means.length
  }

  /** Only decodes the columns into Spark's vectors. */
  def readOnly(spark: SparkSession, path: String, rows: Int): Double = {
    tuned(spark, rows) {
      spark.read
        .parquet(path)
        .select("prediction", "target")
        .queryExecution
        .sparkPlan
        .collectFirst { case files: FileSourceScanExec => files }
        .get
        .executeColumnar()
        .map(_.numRows().toLong)
        .reduce(_ + _)
    }
    Double.NaN
  }

  /** Sets a batch size that suits masks; this project's reader finds it by itself. */
  def tuned[T](spark: SparkSession, rows: Int)(body: => T): T = {
    spark.conf.set(batchSize, rows.toString)
    try body
    finally spark.conf.unset(batchSize)
  }

  private def boxed(
      spark: SparkSession,
      rows: Int,
      path: String,
      prediction: String,
      target: String
  ) = {
    val score = udf { (o: Seq[Float], t: Seq[Byte]) =>
      var value = 0.0
      val (predicted, expected) = (o.iterator, t.iterator)
      while (predicted.hasNext)
        value += 0.5 * (if (expected.next() > 0) predicted.next() else 1 - predicted.next())
      value
    }
    tuned(spark, rows) {
      spark.read
        .parquet(path)
        .selectExpr(s"$prediction AS o", s"$target AS t")
        .agg(avg(score(col("o"), col("t"))))
        .head()
        .getDouble(0)
    }
  }

  private def plain(
      spark: SparkSession,
      rows: Int,
      path: String,
      prediction: String,
      target: String
  ) =
    tuned(spark, rows) {
      one(
        spark,
        s"""SELECT avg(aggregate(
           |  zip_with($prediction, $target, (o, t) -> 0.5 * IF(t > 0, o, 1 - o)),
           |  0D, (sum, term) -> sum + term)) FROM parquet.`$path`""".stripMargin
      )
    }

  private lazy val duckAvailable: Boolean =
    try { DriverManager.getConnection("jdbc:duckdb:").close(); true }
    catch { case _: SQLException => false }

  private def duck(path: String, prediction: String, target: String): Double = {
    val connection = DriverManager.getConnection("jdbc:duckdb:")
    try {
      val statement = connection.createStatement()
      statement.execute(s"SET threads = ${Benchmarks.cores}")
      // TN = pixels − Σo − Σt + TP, as the targets are 0 and 1.
      val result = statement.executeQuery(
        s"""SELECT avg(0.5 * tp + 0.5 * (len(o) - list_sum(o) - list_sum(t) + tp)) FROM (
           |  SELECT o, t, list_dot_product(o, t) AS tp FROM (
           |    SELECT $prediction AS o, $target::FLOAT[] AS t FROM '$path/*.parquet'))""".stripMargin
      )
      result.next()
      result.getDouble(1)
    } finally connection.close()
  }
}
