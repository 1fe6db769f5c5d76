package dev.net2vec.sql

import java.nio.file.Files
import org.apache.spark.sql.DataFrame
import org.apache.spark.sql.execution.FileSourceScanExec
import org.apache.spark.sql.execution.adaptive.AdaptiveSparkPlanHelper
import org.apache.spark.sql.execution.exchange.ReusedExchangeExec
import org.apache.spark.sql.functions.{avg, col}

/** Scans that feed our functions read as many rows at a time as fit a few MB; others do not. */
class MaskScansSpec extends SparkSpec with AdaptiveSparkPlanHelper {
  private val rows = 200
  private val parquetKey = "spark.sql.parquet.columnarReaderBatchSize"

  /** 4,096 FLOATs and as many TINYINTs, a few dozen of which are 2 MB. */
  private lazy val wide: String = {
    val directory = Files.createTempDirectory("net2vec-scan")
    Seq("parquet", "orc", "json").foreach { format =>
      val path = directory.resolve(format).toString
      spark
        .range(0, rows, 1, 1)
        .selectExpr(
          "id",
          "transform(sequence(1, 4096), i -> cast((id * i) % 997 / 997 AS FLOAT)) AS prediction",
          "transform(sequence(1, 4096), i -> cast((id + i) % 2 AS TINYINT)) AS target"
        )
        .write
        .format(format)
        .save(path)
      spark.read.format(format).load(path).createOrReplaceTempView(s"wide_$format")
    }
    spark
      .table("wide_parquet")
      .selectExpr("id", "mask_to_npy(prediction) AS prediction", "mask_to_npy(target) AS target")
      .write
      .parquet(directory.resolve("npy").toString)
    spark.read.parquet(directory.resolve("npy").toString).createOrReplaceTempView("wide_npy")
    spark
      .range(0, 5000, 1, 1)
      .selectExpr("id", "array(0.5f) AS prediction", "array(1) AS target")
      .write
      .parquet(directory.resolve("narrow").toString)
    spark.read.parquet(directory.resolve("narrow").toString).createOrReplaceTempView("narrow")
    directory.toString
  }

  private def scans(frame: DataFrame): Seq[FileSourceScanExec] = {
    frame.collect()
    collectWithSubqueries(frame.queryExecution.executedPlan) { case scan: FileSourceScanExec =>
      scan
    }
  }

  /** The most rows that each scan of a query decodes at once, by the scan's columns. */
  private def batches(query: String): Map[String, Int] = batches(sql(query))

  private def batches(frame: DataFrame): Map[String, Int] =
    scans(frame)
      .map(scan =>
        scan.output.map(_.name).mkString(",") ->
          scan.executeColumnar().map(_.numRows()).collect().max
      )
      .toMap

  private val score = "net2vec(prediction, target)"
  private val columns = "prediction,target"

  private def sized(frame: => DataFrame): Int = {
    wide
    batches(frame) should have size 1
    batches(frame).values.head
  }

  private def fit: org.scalatest.matchers.Matcher[Int] = (be >= 10 and be <= 50)

  describe("a scan beneath a function") {
    for (
      (name, query) <- Seq(
        "a projection" -> s"SELECT $score FROM wide_parquet",
        "a filter" -> s"SELECT id FROM wide_parquet WHERE $score > 2000",
        "an aggregate" -> "SELECT net2vec_mean(prediction, target) FROM wide_parquet",
        "groups" -> "SELECT id % 3, net2vec_sum(prediction, target) FROM wide_parquet GROUP BY 1",
        "a window" -> s"SELECT id, avg($score) OVER (PARTITION BY id % 2) FROM wide_parquet",
        "a common table expression" -> s"WITH m AS (SELECT * FROM wide_parquet) SELECT $score FROM m",
        "a subquery" -> s"SELECT (SELECT max($score) FROM wide_parquet)",
        "a subquery that is an argument" ->
          "SELECT net2vec((SELECT first(prediction) FROM wide_parquet), array_repeat(1, 4096))",
        "a function of one mask" -> "SELECT mask_shape(target) FROM wide_parquet",
        "a shuffle" -> s"SELECT $score FROM (SELECT /*+ REPARTITION(2) */ * FROM wide_parquet)"
      )
    )
      it(s"takes a few MB at a time: $name") {
        sized(sql(query)) should fit
      }

    it("does so in a union, a view and a join with narrow rows, whose scan stays as it is") {
      wide
      sql(
        "CREATE OR REPLACE TEMPORARY VIEW wide_view AS SELECT id, prediction, target FROM wide_parquet"
      )
      sized(sql(s"SELECT $score FROM wide_view")) should fit
      scans(
        sql(s"SELECT $score FROM wide_view UNION ALL SELECT $score FROM wide_parquet")
      ).foreach(_.executeColumnar().map(_.numRows()).collect().max should fit)
      val joined = batches(
        s"SELECT avg($score) FROM wide_parquet JOIN (SELECT id FROM narrow) USING (id)"
      )
      joined(s"id,$columns") should fit
      joined("id") shouldBe 4096
    }

    it("does so where a common table expression is not repeated") {
      wide
      val values = batches(
        s"WITH m AS (SELECT *, rand() AS r FROM wide_parquet) SELECT $score, (SELECT max(r) FROM m) FROM m"
      ).values
      values.foreach(_ should fit)
    }

    it("does so through the DataFrame API") {
      wide
      val masks = spark.table("wide_parquet")
      sized(masks.agg(avg(Net2VecFunctions.net2vec(col("prediction"), col("target"))))) should fit
    }

    it("knows the width of BINARY") {
      wide
      val npy = batches("SELECT net2vec(prediction, target) FROM wide_npy")
      npy.values.head should (be >= 60 and be < rows)
    }

    it("does so for ORC") {
      wide
      sized(sql(s"SELECT $score FROM wide_orc")) should fit
    }

    it("measures the columns that are read, not those that are there") {
      wide
      val both = sized(sql(s"SELECT $score FROM wide_parquet"))
      val one = sized(sql("SELECT mask_shape(target) FROM wide_parquet"))
      one shouldBe 2 * both +- 2
    }

    it("says so in the plan") {
      wide
      val plan = sql(s"SELECT $score FROM wide_parquet").queryExecution.toString
      plan should include("Format: Parquet, batches fit masks")
    }
  }

  describe("Spark's own number of rows stands") {
    it("in all other scans of the session") {
      wide
      batches("SELECT size(prediction) FROM wide_parquet").values.toSeq shouldBe Seq(rows)
      batches("SELECT size(prediction) FROM wide_orc").values.toSeq shouldBe Seq(rows)
      spark.conf.get(parquetKey) shouldBe "4096"
    }

    it("in a scan of the same query that feeds no function") {
      wide
      val both = batches(
        s"SELECT * FROM (SELECT id, $score FROM wide_parquet) JOIN (SELECT id, target FROM wide_parquet) USING (id)"
      )
      both(s"id,$columns") should fit
      both("id,target") shouldBe rows
    }

    it("where rows are narrow") {
      wide
      sized(sql(s"SELECT $score FROM narrow")) shouldBe 4096
    }

    it("where the user has set it") {
      wide
      withConf(parquetKey -> "100", "spark.sql.orc.columnarReaderBatchSize" -> "150") {
        sized(sql(s"SELECT $score FROM wide_parquet")) shouldBe 100
        sized(sql(s"SELECT $score FROM wide_orc")) shouldBe 150
      }
      withConf(parquetKey -> "4096") {
        sized(sql(s"SELECT $score FROM wide_parquet")) shouldBe rows
      }
    }

    it("where files are of no such format") {
      wide
      sql(s"SELECT $score FROM wide_json").collect() should have length rows
    }
  }

  describe("a fitted scan") {
    it("gives what an unfitted one gives") {
      wide
      val query = s"SELECT id, $score, target FROM wide_parquet ORDER BY id"
      val fitted = sql(query).collect()
      withConf(parquetKey -> "4096")(sql(query).collect() shouldBe fitted)
      sql(query.replace("parquet", "orc")).collect() shouldBe fitted
    }

    it("is shared where Spark shares scans, and found in the cache") {
      wide
      val twice = sql(
        s"SELECT * FROM (SELECT id, $score FROM wide_parquet GROUP BY ALL) a JOIN (SELECT id, $score FROM wide_parquet GROUP BY ALL) b USING (id)"
      )
      twice.collect()
      collectWithSubqueries(twice.queryExecution.executedPlan) { case reused: ReusedExchangeExec =>
        reused
      } should not be empty
      val frame = sql(s"SELECT $score FROM wide_parquet").cache()
      try {
        frame.count()
        sql(s"SELECT $score FROM wide_parquet").queryExecution.optimizedPlan.toString should
          include("InMemoryRelation")
      } finally frame.unpersist(true)
    }

    it("reads a catalog's table with partitions") {
      wide
      sql(
        "CREATE TABLE wide_table USING parquet PARTITIONED BY (part) AS SELECT *, id % 2 AS part FROM wide_parquet"
      )
      try {
        sized(sql(s"SELECT $score FROM wide_table")) should fit
        sized(sql(s"SELECT $score FROM wide_table WHERE part = 1")) should fit
      } finally sql("DROP TABLE wide_table")
    }

    it("leaves it to the reader to tell what is wrong with a file") {
      val directory = Files.createTempDirectory("net2vec-scan-damaged")
      Files.write(directory.resolve("a.parquet"), Array.fill(100)(0.toByte))
      spark.read
        .schema("prediction ARRAY<FLOAT>, target ARRAY<FLOAT>")
        .parquet(directory.toString)
        .createOrReplaceTempView("wide_damaged")
      messagesOf(sql(s"SELECT $score FROM wide_damaged").collect()) should
        include("is not a Parquet file")
    }
  }

  describe("under a filter, a fitted scan") {
    lazy val sorted: String = {
      wide
      val path = Files.createTempDirectory("net2vec-scan-sorted").resolve("masks").toString
      spark
        .table("wide_parquet")
        .coalesce(1)
        .sortWithinPartitions("id")
        .write
        .option("parquet.page.row.count.limit", 8)
        .option("parquet.page.size.row.check.min", 1)
        .option("parquet.block.size", 1 << 20)
        .parquet(path)
      path
    }

    def read(query: String): (Seq[org.apache.spark.sql.Row], Long) = {
      val frame = sql(query)
      val rows = frame.collect().toSeq
      val scanned = collectWithSubqueries(frame.queryExecution.executedPlan) {
        case scan: FileSourceScanExec => scan.metrics("numOutputRows").value
      }
      (rows, scanned.sum)
    }

    it("gives the rows that an unfitted one gives, and leaves out the same pages or more") {
      for (
        where <- Seq(
          "id > 5",
          "id = 77",
          "id BETWEEN 60 AND 63 OR id > 190",
          "id < 0",
          "id % 7 = 3"
        )
      )
        withClue(s"$where: ") {
          val (ours, scanned) = read(
            s"SELECT id, prediction, target, $score FROM parquet.`$sorted` WHERE $where ORDER BY id"
          )
          val (sparks, all) =
            read(s"SELECT id, prediction, target FROM parquet.`$sorted` WHERE $where ORDER BY id")
          ours.map(row => org.apache.spark.sql.Row(row(0), row(1), row(2))) shouldBe sparks
          scanned should be <= all
        }
      read(s"SELECT $score FROM parquet.`$sorted` WHERE id = 77")._2 should be < 10L
    }
  }

  describe("a scan has") {
    def tasks(path: String): Array[Long] =
      spark
        .sql(s"SELECT $score FROM parquet.`$path`")
        .rdd
        .mapPartitions(rows => Iterator(rows.size.toLong))
        .collect()

    it("a task for each core where files are few and large") {
      wide
      val path = Files.createTempDirectory("net2vec-scan-large").resolve("masks").toString
      (1 to 4)
        .map(_ => spark.table("wide_parquet"))
        .reduce(_ union _)
        .coalesce(1)
        .selectExpr("transform(prediction, o -> float(rand())) AS prediction", "target")
        .write
        .option("parquet.block.size", 1 << 20)
        .parquet(path)
      val read = tasks(path)
      read.count(_ > 0) should be >= 2
      read.sum shouldBe 4 * rows
    }

    it("few tasks where files are many and small") {
      wide
      val path = Files.createTempDirectory("net2vec-scan-small").resolve("masks").toString
      spark.table("wide_parquet").repartition(100).write.parquet(path)
      val read = tasks(path)
      read.length should be <= 8
      read.sum shouldBe rows
    }
  }

  it("a file that was replaced after it was listed is told, not mixed") {
    wide
    val directory = Files.createTempDirectory("net2vec-scan-replaced").resolve("masks")
    spark.table("wide_parquet").coalesce(1).write.parquet(directory.toString)
    val masks = spark.read.parquet(directory.toString).selectExpr(s"$score AS value")
    masks.count() shouldBe rows
    val file = Files.list(directory).filter(_.toString.endsWith(".parquet")).findFirst.get
    val bytes = Files.readAllBytes(file)
    val listed = Files.getLastModifiedTime(file).toMillis
    Files.delete(file)
    Files.write(file, bytes)
    Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.fromMillis(listed + 1000))
    val error = the[Exception] thrownBy masks.collect()
    Iterator
      .iterate[Throwable](error)(_.getCause)
      .takeWhile(_ != null)
      .map(_.getMessage)
      .mkString should
      include(s"$file was replaced while it was read: it was listed with")
  }
}
