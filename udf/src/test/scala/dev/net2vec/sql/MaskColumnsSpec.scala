package dev.net2vec.sql

import java.nio.file.{Files, Path}
import org.apache.parquet.column.Encoding
import org.apache.parquet.hadoop.ParquetFileReader
import org.apache.parquet.io.LocalInputFile
import org.apache.spark.sql.DataFrame
import org.apache.spark.sql.execution.FileSourceScanExec
import org.apache.spark.sql.execution.adaptive.AdaptiveSparkPlanHelper
import org.apache.spark.sql.types.{ArrayType, FloatType, MetadataBuilder, StructType}
import scala.jdk.CollectionConverters._

/** Masks in Parquet are read by our own reader: its rows are those of Spark's, which reads them
  * wherever none of our functions is called.
  */
class MaskColumnsSpec extends MaskColumnTables with AdaptiveSparkPlanHelper {
  private val offHeap = "spark.sql.columnVector.offheap.enabled"

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

    it("behind filters that leave some rows of a batch, whose masks alone are read") {
      path
      val many = (0 until 150 by 7).mkString(", ")
      for (
        filter <- Seq(
          s"id IN ($many)",
          "id IN (3, 5, 131)",
          "id % 2 = 0",
          s"id NOT IN ($many) AND grp < 2",
          "id = 77 OR id > 140",
          "NOT (id < 20 OR id BETWEEN 50 AND 120)",
          s"id IN ($many) AND size(tags) = 2 AND target IS NOT NULL",
          "tags[0] IN ('4', '17', '90')"
        )
      ) withClue(filter) {
        sameAsSparks("id, grp, tags, prediction, target, images", s"mask_columns WHERE $filter")
        sameAsSparks(
          "id, npy_prediction, npy_target, tags, _metadata.row_index",
          s"parquet.`$path` WHERE $filter",
          "net2vec(npy_prediction, npy_target)"
        )
      }
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
}
