package dev.net2vec.sql

import java.io.ByteArrayOutputStream
import java.nio.file.{Files, Path, StandardOpenOption}
import java.util.Arrays
import java.util.concurrent.ConcurrentLinkedQueue
import org.apache.parquet.hadoop.ParquetFileReader
import org.apache.parquet.io.LocalInputFile
import org.apache.spark.sql.DataFrame
import org.apache.spark.sql.functions.expr
import org.apache.spark.sql.streaming.Trigger
import scala.jdk.CollectionConverters._

/** Queries and streams over masks in Parquet have the rows and errors that they have over any other
  * columns, whether or not they call one of our functions.
  */
class MaskColumnQueriesSpec extends MaskColumnTables {
  describe("rows are kept") {

    /** A query's rows with a function in it, and without. */
    def same(query: String => String): Unit = {
      path
      withConf(batchKey -> "3") {
        val having = sql(query(score)).collect().map(plain).toSeq
        val without = sql(query("NULL")).collect().map(plain).toSeq
        having should not be empty
        having.map(_.init) shouldBe without.map(_.init)
        having.map(_.last).distinct.size should be > 1
      }
    }

    it("by a sort") {
      same(s => s"SELECT $masks, npy_target, $s FROM mask_columns ORDER BY id DESC")
    }

    it("by a window") {
      same(s =>
        s"SELECT id, lag(prediction, 2) OVER w, lead(npy_target) OVER w, first(target) OVER w, $s FROM mask_columns WINDOW w AS (PARTITION BY grp ORDER BY id) ORDER BY id"
      )
    }

    it("by joins") {
      path
      for (hint <- Seq("BROADCAST(b)", "MERGE(b)", "SHUFFLE_HASH(b)"))
        same(s =>
          s"SELECT /*+ $hint */ a.id, a.prediction, b.prediction, b.npy_target, ${s.replace("(prediction, target", "(a.prediction, b.target")} FROM mask_columns a JOIN mask_columns b ON a.id = b.id + 1 ORDER BY a.id"
        )
    }

    it("by aggregates") {
      same(s =>
        s"SELECT grp, min_by(prediction, id), max_by(npy_target, id), sort_array(collect_list(struct(id, target))), sum($s) FROM mask_columns GROUP BY grp ORDER BY grp"
      )
      path
      val firsts = sql(
        "SELECT first(prediction), first(npy_target), max(mask_shape(target)) FROM mask_columns"
      ).head()
      val all = rows(sql("SELECT prediction, npy_target FROM mask_columns"))
      all should contain(plain(firsts).init)
    }

    it("by a limit") {
      path
      val all = expected(masks, "mask_columns", score)
      for (query <- Seq("LIMIT 4", "LIMIT 45", "LIMIT 3 OFFSET 60"))
        withConf(batchKey -> "3") {
          val some = rows(sql(s"SELECT $masks, $score FROM mask_columns $query"))
          some.distinct should have size query.split(" ")(1).toLong
          all should contain allElementsOf some
        }
    }

    it("by the cache") {
      path
      val all = expected(s"$masks, npy_target", "mask_columns", score)
      for (batch <- Seq("3", "4096"); vectorized <- Seq("true", "false"))
        withConf(
          batchKey -> batch,
          "spark.sql.inMemoryColumnarStorage.enableVectorizedReader" -> vectorized
        ) {
          val cached = sql(s"SELECT $masks, npy_target, $score FROM mask_columns").cache()
          try {
            cached.count()
            rows(cached) shouldBe all
          } finally cached.unpersist(true)
        }
    }
  }

  describe("files that are not as they should be") {

    /** A good file, and one whose pages or end are damaged. */
    def damaged(name: String, options: (String, String)*)(
        damage: Array[Byte] => Array[Byte]
    ): (String, String) = {
      val path = directory(name)
      val all = Seq("parquet.enable.dictionary" -> "false", "compression" -> "zstd") ++ options
      write(frame(0, 30), path, all: _*)
      def files = Files.list(path).iterator().asScala.filter(_.toString.endsWith(".parquet")).toSet
      val good = files
      write(frame(30, 60), path, all: _*)
      val bad = (files -- good).head
      Files.delete(bad.resolveSibling(s".${bad.getFileName}.crc"))
      Files.write(bad, damage(Files.readAllBytes(bad)), StandardOpenOption.TRUNCATE_EXISTING)
      spark.read
        .schema("id BIGINT, prediction ARRAY<FLOAT>, target ARRAY<TINYINT>")
        .parquet(path.toString)
        .createOrReplaceTempView("mask_columns_damaged")
      (path.toString, bad.getFileName.toString)
    }

    def assertNamed(file: String): Unit = {
      messagesOf(sql(s"SELECT id, $score FROM mask_columns_damaged").collect()) should
        include(file)
      withConf("spark.sql.files.ignoreCorruptFiles" -> "true", batchKey -> "7") {
        val read = sql(s"SELECT id, $score FROM mask_columns_damaged").collect()
        read.map(_.getLong(0)) should contain allElementsOf (0L until 30)
        read.length should be < 60
      }
    }

    it("are named where their pages are damaged") {
      val (_, headers) = damaged("headers") { bytes =>
        for (i <- bytes.length / 2 until bytes.length / 2 + 300) bytes(i) = (bytes(i) ^ 0x55).toByte
        bytes
      }
      assertNamed(headers)
      // One of masks, of which Spark reads none.
      val (path, page) = damaged("page", "parquet.page.size" -> "1000000")(identity)
      val file = Path.of(path, page)
      val reader = ParquetFileReader.open(new LocalInputFile(file))
      val chunk =
        try reader.getRowGroups.get(0).getColumns.get(2)
        finally reader.close()
      val bytes = Files.readAllBytes(file)
      val end = (chunk.getStartingPos + chunk.getTotalSize).toInt
      Arrays.fill(bytes, end - chunk.getTotalSize.toInt / 2, end, -1.toByte)
      Files.write(file, bytes)
      spark.catalog.refreshTable("mask_columns_damaged")
      assertNamed(page)
      messagesOf(sql(s"SELECT id, $score FROM mask_columns_damaged").collect()) should
        include("a page cannot be decompressed")
    }

    it("are named where they are cut short") {
      val (_, file) = damaged("cut")(bytes => bytes.take(bytes.length / 2))
      assertNamed(file)
      assertNamed(damaged("no end")(bytes => bytes.take(bytes.length - 1))._2)
    }

    it("are named where their pages are gone, but not their end") {
      val (_, file) = damaged("hole")(bytes => bytes.take(100) ++ bytes.drop(300))
      assertNamed(file)
    }

    it("may be missing if Spark may ignore it") {
      val path = directory("missing")
      write(frame(0, 30), path)
      write(frame(30, 60), path)
      spark.read.parquet(path.toString).createOrReplaceTempView("mask_columns_missing")
      val query = s"SELECT id, $score FROM mask_columns_missing"
      val all = sql(query).collect().length
      all shouldBe 60
      Files.delete(
        Files.list(path).iterator().asScala.filter(_.toString.endsWith(".parquet")).next()
      )
      messagesOf(sql(query).collect()) should include("FILE_NOT_EXIST")
      withConf("spark.sql.files.ignoreMissingFiles" -> "true") {
        sql(query).collect() should have length 30
      }
    }
  }

  describe("a stream of files") {
    it("has the values that a table has") {
      path
      val all = expected(s"$masks, npy_target", "mask_columns", score)
      val schema = spark.table("mask_columns").schema
      val stream = spark.readStream
        .schema(schema)
        .option("maxFilesPerTrigger", "2")
        .parquet(path.toString)
      val query = stream
        .selectExpr("id", "prediction", "target", "npy_target", score)
        .writeStream
        .format("memory")
        .queryName("mask_columns_stream")
        .trigger(Trigger.AvailableNow())
        .start()
      try query.awaitTermination()
      finally query.stop()
      query.recentProgress.length should be > 2
      val plan = new ByteArrayOutputStream()
      Console.withOut(plan)(query.explain())
      plan.toString should include("Format: Parquet, batches fit masks")
      rows(spark.table("mask_columns_stream")) shouldBe all
    }

    it("has them batch by batch, and as aggregates") {
      path
      val found = new ConcurrentLinkedQueue[Seq[Any]]()
      val query = spark.readStream
        .schema(spark.table("mask_columns").schema)
        .option("maxFilesPerTrigger", "2")
        .parquet(path.toString)
        .writeStream
        .foreachBatch { (batch: DataFrame, _: Long) =>
          rows(batch.selectExpr("id", "prediction", "target", score)).foreach(found.add)
        }
        .trigger(Trigger.AvailableNow())
        .start()
      try query.awaitTermination()
      finally query.stop()
      found.asScala.toSeq.sortBy(_.toString) shouldBe expected(masks, "mask_columns", score)

      val means = spark.readStream
        .schema(spark.table("mask_columns").schema)
        .parquet(path.toString)
        .groupBy("grp")
        .agg(expr("net2vec_sum(prediction, target)").as("sum"))
        .writeStream
        .format("memory")
        .outputMode("complete")
        .queryName("mask_columns_sums")
        .trigger(Trigger.AvailableNow())
        .start()
      try means.awaitTermination()
      finally means.stop()
      rows(spark.table("mask_columns_sums")) shouldBe rows(
        sql("SELECT grp, net2vec_sum(prediction, target) FROM mask_columns GROUP BY grp")
      )
    }
  }
}
