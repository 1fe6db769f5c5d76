package dev.net2vec.job.benchmark

import dev.net2vec.job.{Benchmarks, Checkout}
import java.nio.file.Path
import org.apache.spark.sql.SparkSession
import org.apache.spark.sql.execution.FileSourceScanExec
import org.apache.spark.sql.functions.{avg, col, udf}

/** Contenders that run in the benchmark's own session: this project's, and what Spark has. */
final class SparkTools(spark: SparkSession) {
  import Layout.{Files, Flat, Npy}

  private val parquet = Set[Layout](Flat, Npy)

  /** @param batches
    *   sizes of batches, in rows, to try for the scan
    */
  def all(batches: Seq[Int]): Seq[Tool] = Seq(
    Tool(
      SparkTools.ours,
      parquet + Layout.Coco,
      Tool.double,
      mean,
      resizes = true,
      start = Some(SparkTools.alone)
    ),
    Tool(
      "`net2vec_mean`, the same stored enlarged, as 1-D arrays",
      Set(Layout.Coco),
      Tool.float,
      mean,
      instead = Some(Layout.Enlarged),
      resizes = true
    ),
    Tool("`net2vec_mean` by group", parquet, Tool.double, byGroup),
    Tool(
      "`net2vec_mean`, the same as 2-D arrays",
      Set(Flat),
      Tool.double,
      mean,
      instead = Some(Layout.Nested)
    ),
    Tool(
      "the job by group, with all its figures",
      parquet,
      Tool.double,
      data => Benchmarks.evaluate("--input", data.path, "--group-by", "grp")
    ),
    Tool(
      "the job, `--format files`",
      Set(Files),
      Tool.double,
      data =>
        Benchmarks.evaluate(
          Seq("--format", "files", "--predictions", s"${data.path}/predictions") ++
            Seq("--targets", s"${data.path}/targets") ++
            (if (data.small < data.side) Seq("--resize", "bilinear") else Nil): _*
        ),
      resizes = true
    ),
    Tool("a UDF on boxed `Seq`s", Set(Flat), Tool.float, boxed, oneOf = 10),
    Tool("plain SQL, `aggregate(zip_with(…))`", Set(Flat), Tool.float, plain, oneOf = 50)
  ) ++ batches.map { rows =>
    Tool(SparkTools.scan, parquet, Tool.double, data => SparkTools.readOnly(spark, data.path, rows))
  }

  private def mean(data: Dataset): Double = SparkTools.one(spark, SparkTools.query(data))

  /** Returns the mean of the groups' means, which is the mean of all instances, as groups are equal
    * in size.
    */
  private def byGroup(data: Dataset): Double = SparkTools.one(
    spark,
    s"""SELECT avg(mean) FROM (
       |  SELECT net2vec_mean(prediction, target) AS mean FROM parquet.`${data.path}`
       |  GROUP BY grp)""".stripMargin
  )

  private def boxed(data: Dataset): Double = {
    val score = udf { (o: Seq[Float], t: Seq[Byte]) =>
      var value = 0.0
      val (predicted, expected) = (o.iterator, t.iterator)
      while (predicted.hasNext)
        value += 0.5 * (if (expected.next() > 0) predicted.next() else 1 - predicted.next())
      value
    }
    SparkTools.tuned(spark, data.batch) {
      spark.read
        .parquet(data.path)
        .agg(avg(score(col("prediction"), col("target"))))
        .head()
        .getDouble(0)
    }
  }

  private def plain(data: Dataset): Double =
    SparkTools.tuned(spark, data.batch) {
      SparkTools.one(
        spark,
        s"""SELECT avg(aggregate(
           |  zip_with(prediction, target, (o, t) -> 0.5 * IF(t > 0, o, 1 - o)),
           |  0D, (sum, term) -> sum + term)) FROM parquet.`${data.path}`""".stripMargin
      )
    }
}

object SparkTools {
  val ours = "**`net2vec_mean`**"
  val scan = "Spark's fastest scan of the same columns, no score"

  private val batchSize = "spark.sql.parquet.columnarReaderBatchSize"

  def query(data: Dataset): String = {
    val options = if (data.small < data.side) ", map('resize', 'bilinear')" else ""
    s"SELECT net2vec_mean(prediction, target$options) FROM parquet.`${data.path}`"
  }

  def one(spark: SparkSession, query: String): Double = spark.sql(query).head().getDouble(0)

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

  /** A Spark that is started for one query. */
  private def alone(data: Dataset): Double = {
    val java = Seq(
      Path.of(sys.props("java.home"), "bin", "java").toString,
      s"@${Checkout.path("job/bin/java-options")}",
      s"-Dlog4j2.configurationFile=${Checkout.path("conf/log4j2.properties")}",
      "-XX:MaxRAMPercentage=25"
    )
    val worker = new Worker(
      java ++ Seq("-cp", sys.props("java.class.path"), "dev.net2vec.job.benchmark.SparkWorker") :+
        SparkTools.query(data)
    )
    try worker.mean(data)
    finally worker.close()
  }
}

/** Runs a query for each line of standard input, as the contenders in Python do. */
object SparkWorker {
  def main(args: Array[String]): Unit = {
    val spark = SparkSession.builder().master(s"local[${Benchmark.cores}]").getOrCreate()
    println("ready")
    scala.io.Source.stdin.getLines().foreach(_ => println(SparkTools.one(spark, args.head)))
    spark.stop()
  }
}
