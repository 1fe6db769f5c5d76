package dev.net2vec.sql

import java.io.ByteArrayOutputStream
import java.nio.file.{Files, Path, StandardOpenOption}
import java.util.Arrays
import java.util.concurrent.ConcurrentLinkedQueue
import org.apache.parquet.column.Encoding
import org.apache.parquet.hadoop.ParquetFileReader
import org.apache.parquet.io.LocalInputFile
import org.apache.spark.sql.{DataFrame, Row}
import org.apache.spark.sql.execution.FileSourceScanExec
import org.apache.spark.sql.execution.adaptive.AdaptiveSparkPlanHelper
import org.apache.spark.sql.functions.expr
import org.apache.spark.sql.streaming.Trigger
import org.apache.spark.sql.types.{ArrayType, FloatType, MetadataBuilder, StructType}
import scala.jdk.CollectionConverters._

/** Masks in Parquet are read by our own reader: its rows are those of Spark's, which reads them
  * wherever none of our functions is called.
  */
class MaskColumnsSpec extends SparkSpec with AdaptiveSparkPlanHelper {
  private val batchKey = "spark.sql.parquet.columnarReaderBatchSize"
  private val offHeap = "spark.sql.columnVector.offheap.enabled"
  private val score = "net2vec(prediction, target)"
  private val masks = "id, prediction, target"

  private val prediction =
    "IF(id % 7 = 3, NULL, transform(sequence(1, 50), i -> cast((id * 7 + i * 13) % 97 / 96 AS FLOAT)))"
  private val target =
    "IF(id % 11 = 5, NULL, transform(sequence(1, 50), i -> cast((id + i) % 3 = 0 AS TINYINT)))"

  private def frame(from: Long, to: Long): DataFrame =
    spark
      .range(from, to, 1, 1)
      .selectExpr("id", "id % 3 AS grp", s"$prediction AS prediction", s"$target AS target")

  private def directory(name: String): Path =
    Files.createTempDirectory("net2vec-columns").resolve(name)

  /** Several files of several row groups, each of several pages. */
  private def write(masks: DataFrame, path: Path, options: (String, String)*): String = {
    val small = Map("parquet.page.size" -> "500", "parquet.page.size.row.check.min" -> "1")
    masks.write.options(small ++ options).mode("append").parquet(path.toString)
    path.toString
  }

  private lazy val path: Path = {
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
  private def plain(row: Row): Seq[Any] = row.toSeq.map {
    case bytes: Array[Byte] => bytes.toSeq
    case other              => other
  }

  private def rows(frame: DataFrame): Seq[Seq[Any]] =
    frame.collect().map(plain).toSeq.sortBy(_.toString)

  /** The rows that Spark's own reader has, their scores from rows that were never in columns. */
  private def expected(columns: String, from: String, score: String): Seq[Seq[Any]] = {
    val read = sql(s"SELECT $columns FROM $from")
    val values = read.collect().toSeq.asJava
    rows(spark.createDataFrame(values, read.schema).selectExpr("*", score))
  }

  private def sameAsSparks(columns: String, from: String, score: String = score): Unit = {
    val right = expected(columns, from, score)
    right should not be empty
    right.map(_.last).distinct.size should be > 1
    for ((batch, memory) <- Seq("7" -> "true", "4096" -> "false"))
      withClue(s"batches of $batch, off heap $memory: ") {
        withConf(batchKey -> batch, offHeap -> memory) {
          rows(sql(s"SELECT $columns, $score FROM $from")) shouldBe right
        }
      }
  }

  private def scans(frame: DataFrame): Seq[FileSourceScanExec] =
    collectWithSubqueries(frame.queryExecution.executedPlan) { case scan: FileSourceScanExec =>
      scan
    }

  /** The kinds of vectors that each column of a query's only scan comes in. Spark reads into those
    * outside the heap, if it is told to; ours are on it.
    */
  private def vectors(query: String): Map[String, Set[String]] =
    withConf(offHeap -> "true") {
      val read = sql(query)
      read.collect()
      val scan = scans(read).head
      val kinds = scan
        .executeColumnar()
        .map(batch => (0 until batch.numCols).map(batch.column(_).getClass.getSimpleName))
        .collect()
      scan.output
        .map(_.name)
        .zipWithIndex
        .map { case (name, i) =>
          name -> kinds.map(_(i)).toSet
        }
        .toMap
    }

  /** The encodings of all columns of the files in a directory. */
  private def encodings(path: String): Set[Encoding] =
    Files
      .list(Path.of(path))
      .iterator
      .asScala
      .filter(_.toString.endsWith(".parquet"))
      .flatMap { file =>
        val reader = ParquetFileReader.open(new LocalInputFile(file))
        try
          reader.getRowGroups.asScala.flatMap(_.getColumns.asScala.flatMap(_.getEncodings.asScala))
        finally reader.close()
      }
      .toSet

  private val ours = Set("OnHeapColumnVector")
  private val sparks = Set("OffHeapColumnVector")

  describe("the reader in use") {
    it("is ours for masks, and Spark's for all other columns") {
      path
      val read = vectors(
        s"SELECT id, grp, tags, npy_target, images, $score, net2vec(npy_prediction, target) FROM mask_columns"
      )
      read("prediction") shouldBe ours
      read("target") shouldBe ours
      read("images") shouldBe ours
      read("npy_target") shouldBe Set("BinaryVector")
      read("npy_prediction") shouldBe Set("BinaryVector")
      read("id") shouldBe sparks
      read("tags") shouldBe sparks
      read("grp") shouldBe Set("ConstantColumnVector")
    }

    it("is Spark's where no function is called") {
      path
      val read = vectors(s"SELECT $masks, npy_target FROM mask_columns")
      Seq("id", "prediction", "target", "npy_target").foreach(read(_) shouldBe sparks)
    }

    it("is Spark's for what is encoded otherwise") {
      val deltas = write(
        frame(0, 30),
        directory("deltas"),
        "parquet.writer.version" -> "v2",
        "parquet.enable.dictionary" -> "false"
      )
      vectors(s"SELECT id, $score FROM parquet.`$deltas`").values.toSet shouldBe Set(sparks)
      sameAsSparks(masks, s"parquet.`$deltas`")
    }
  }

  describe("rows are the same") {
    it("over files and partitions, with other columns between them") {
      path
      sameAsSparks(
        "id, grp, prediction, tags, target, npy_target, images, _metadata.file_name, _metadata.row_index",
        s"parquet.`$path`"
      )
    }

    it("where the bytes of FLOATs are split, which Spark's vectorised reader refuses") {
      val whole = write(frame(0, 100), directory("whole"), "parquet.enable.dictionary" -> "false")
      val split = write(
        frame(0, 100),
        directory("split"),
        "parquet.enable.dictionary" -> "false",
        "parquet.enable.bytestreamsplit" -> "true"
      )
      encodings(whole) should not contain Encoding.BYTE_STREAM_SPLIT
      encodings(split) should contain(Encoding.BYTE_STREAM_SPLIT)
      for ((batch, memory) <- Seq("7" -> "true", "4096" -> "false"))
        withConf(batchKey -> batch, offHeap -> memory) {
          val right = rows(sql(s"SELECT $masks, $score FROM parquet.`$whole`"))
          right.map(_.last).distinct.size should be > 1
          rows(sql(s"SELECT $masks, $score FROM parquet.`$split`")) shouldBe right
        }
      vectors(s"SELECT $score FROM parquet.`$split`")("prediction") shouldBe ours
    }

    it("where the masks are NPY files in BINARY") {
      path
      sameAsSparks(
        "id, npy_prediction, npy_target, tags",
        "mask_columns",
        "net2vec(npy_prediction, npy_target)"
      )
    }

    it("where nothing but masks is read, and from where rows come") {
      path
      sameAsSparks("prediction, target", "mask_columns")
      sameAsSparks("grp, prediction, target, input_file_name()", "mask_columns")
    }

    it("where each file is read in parts") {
      path
      withConf(
        "spark.sql.files.maxPartitionBytes" -> "2000",
        "spark.sql.files.openCostInBytes" -> "0"
      ) {
        spark.table("mask_columns").rdd.getNumPartitions should be > 12
        sameAsSparks(masks, "mask_columns")
      }
    }

    it("behind filters, pushed ones too") {
      path
      sameAsSparks(masks, "mask_columns WHERE id > 60")
      sameAsSparks(masks, "mask_columns WHERE grp = 1")
      sameAsSparks(masks, "mask_columns WHERE prediction IS NOT NULL AND target[3] = 1")
      sameAsSparks(masks, "mask_columns WHERE length(npy_target) > 10 AND size(tags) = 2")
    }

    it("where files lack a column") {
      val path = directory("merged")
      write(frame(0, 30), path.resolve("day=1"))
      write(frame(30, 60).drop("target"), path.resolve("day=2"))
      write(frame(60, 90).withColumnRenamed("target", "Target"), path.resolve("day=3"))
      spark.read
        .schema("id BIGINT, prediction ARRAY<FLOAT>, target ARRAY<TINYINT>, day INT")
        .parquet(path.toString)
        .createOrReplaceTempView("mask_columns_merged")
      sameAsSparks("id, day, prediction, target", "mask_columns_merged")
      vectors(s"SELECT $score FROM mask_columns_merged")("prediction") shouldBe (ours ++ sparks)
      spark.read
        .option("mergeSchema", "true")
        .parquet(path.resolve("day=1").toString, path.resolve("day=2").toString)
        .createOrReplaceTempView("mask_columns_merged")
      sameAsSparks(masks, "mask_columns_merged")
    }

    it("where files have lists of the old form, or items of other types") {
      val path = directory("forms")
      write(frame(0, 30), path)
      withConf("spark.sql.parquet.writeLegacyFormat" -> "true")(write(frame(30, 60), path))
      write(
        frame(60, 90).selectExpr("id", "prediction", "cast(target AS ARRAY<SMALLINT>) AS target"),
        path
      )
      spark.read
        .schema("id BIGINT, prediction ARRAY<FLOAT>, target ARRAY<INT>")
        .parquet(path.toString)
        .createOrReplaceTempView("mask_columns_forms")
      sameAsSparks(masks, "mask_columns_forms")
      spark.read
        .schema("id BIGINT, prediction ARRAY<FLOAT>, target ARRAY<TINYINT>")
        .parquet(path.toString)
        .createOrReplaceTempView("mask_columns_forms")
      sameAsSparks(masks, "mask_columns_forms WHERE id < 60")
      vectors(s"SELECT $score FROM mask_columns_forms")("target") shouldBe (ours ++ sparks)
    }

    it("where columns are told by number, not by name") {
      def schema(one: String, two: String): StructType = {
        def id(number: Long) = new MetadataBuilder().putLong("parquet.field.id", number).build()
        val floats = ArrayType(FloatType)
        new StructType().add(one, floats, true, id(1)).add(two, floats, true, id(2))
      }
      val path = directory("numbers")
      val rows = frame(0, 30)
        .selectExpr("prediction", "cast(target AS ARRAY<FLOAT>) AS target")
        .where("prediction IS NOT NULL AND target IS NOT NULL")
      write(spark.createDataFrame(rows.rdd, schema("target", "prediction")), path)
      spark.read
        .schema(schema("prediction", "target"))
        .parquet(path.toString)
        .createOrReplaceTempView("mask_columns_numbers")
      withConf("spark.sql.parquet.fieldId.read.enabled" -> "true") {
        sameAsSparks("prediction, target", "mask_columns_numbers")
      }
    }
  }

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
