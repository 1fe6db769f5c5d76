package dev.net2vec.sql

import com.fasterxml.jackson.databind.JsonNode
import dev.net2vec.ReferenceFiles
import java.nio.file.Files
import org.apache.spark.sql.Row
import org.apache.spark.sql.functions.rand
import org.apache.spark.sql.types.StructType
import scala.jdk.CollectionConverters._

/** The measures beside the value: normalized values, overlap of binarised masks, and curves. */
class MeasuresSpec extends SparkSpec {
  private def told(query: String): String = messagesOf(sql(query).collect())

  private lazy val golden = ReferenceFiles.golden("concepts.json").get("thresholds")
  private lazy val cases: Seq[JsonNode] = golden.get("cases").asScala.toSeq

  private def rows(node: JsonNode, field: String): Seq[Seq[Double]] =
    node
      .get(field)
      .asScala
      .map(_.asDouble)
      .toSeq
      .grouped(node.get("shape").get(1).asInt)
      .toSeq

  /** The golden pairs as the view `pairs`, in some partitions. */
  private def pairs(partitions: Int): Unit = spark
    .createDataFrame(
      cases
        .map(node => Row(node.get("name").asText, rows(node, "prediction"), rows(node, "target")))
        .asJava,
      StructType.fromDDL("name STRING, p ARRAY<ARRAY<DOUBLE>>, t ARRAY<ARRAY<DOUBLE>>")
    )
    .repartition(partitions)
    .createOrReplaceTempView("pairs")

  describe("the golden pairs") {
    it("have the reference's counts and overlap at every threshold") {
      pairs(3)
      for (at <- Seq(0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0)) {
        val found = sql(
          s"""SELECT name, inline(array(mask_confusion(p, t, $at))), mask_iou(p, t, $at) AS iou,
             |  mask_dice(p, t, $at) AS dice FROM pairs""".stripMargin
        ).collect().map(row => row.getAs[String]("name") -> row).toMap
        cases.foreach { node =>
          val expected = node
            .get("at")
            .asScala
            .find(_.get("output_thresh").asDouble == at)
            .get
          val row = found(node.get("name").asText)
          val tp = expected.get("tp").asLong
          val fp = expected.get("fp").asLong
          val fn = expected.get("fn").asLong
          val tn = expected.get("tn").asLong
          withClue(s"${node.get("name")} at $at: ") {
            row.getAs[Long]("true_positive") shouldBe tp
            row.getAs[Long]("false_positive") shouldBe fp
            row.getAs[Long]("false_negative") shouldBe fn
            row.getAs[Long]("true_negative") shouldBe tn
            row.getAs[Long]("pixels") shouldBe tp + fp + fn + tn
            val union = (tp + fp + fn).toDouble
            row.getAs[Double]("iou") shouldBe (if (union == 0) 1.0 else tp / union)
            row.getAs[Double]("dice") shouldBe
              (if (union == 0) 1.0 else 2.0 * tp / (2 * tp + fp + fn))
            // The reference adds 1e-6 to both.
            row.getAs[Double]("iou") shouldBe
              expected.get("reference_iou").asDouble +- 1e-6
          }
        }
      }
    }

    it("have the reference's set IoU, and the same from a curve") {
      pairs(2)
      val set = golden.get("set_iou")
      set.fieldNames.asScala.foreach { at =>
        val expected =
          set.get(at).get("intersection").asDouble / set.get(at).get("union").asDouble
        val row = sql(
          s"""SELECT mask_set_iou(p, t, $at), mask_curve_at(mask_curve(p, t), $at).iou,
             |  mask_set_iou(p, t, map('output_thresh', $at)) FROM pairs""".stripMargin
        ).head()
        row.toSeq shouldBe Seq(expected, expected, expected)
      }
    }

    it("have the same bits in 30 orders and partitionings, whatever is measured") {
      val measures =
        """net2vec_mean(p, t, 0.3), net2vec_normalized_mean(p, t, 0.3), mask_set_iou(p, t, 0.5),
          |  net2vec_exact_mean(mask_dice(p, t, 0.25)), mask_curve(p, t, map('thresholds', 1000)),
          |  mask_curve_summary(mask_curve(p, t, map('thresholds', 1000)))""".stripMargin
      pairs(1)
      val golden = spark.table("pairs").cache()
      try {
        val found = for (partitions <- 1 to 30) yield {
          golden
            .orderBy(rand(partitions.toLong))
            .repartition(partitions)
            .createOrReplaceTempView("pairs")
          sql(s"SELECT $measures FROM pairs").head()
        }
        found.toSet should have size 1
      } finally golden.unpersist()
    }

    it("have the curve that the curves of ten parts of them give") {
      def curve(query: String): Row = sql(query).head().getStruct(0)
      pairs(1)
      val parts = "SELECT pmod(hash(name), 10) AS part, mask_curve(p, t) AS c FROM pairs GROUP BY 1"
      curve(s"SELECT mask_curve_merge(c) FROM ($parts)") shouldBe
        curve("SELECT mask_curve(p, t) FROM pairs")
    }
  }

  describe("a curve") {
    it("has counts above each threshold and sums between them") {
      val curve = sql(
        "SELECT inline(array(mask_curve(array(0.25, 1.0, 0.6), array(0, 1, 1), map('thresholds', 4))))"
      ).head()
      curve.getInt(0) shouldBe 4
      curve.getLong(1) shouldBe 3
      curve.getLong(2) shouldBe 2
      curve.getSeq[Long](3) shouldBe Seq(2, 2, 2, 1, 0)
      curve.getSeq[Long](4) shouldBe Seq(1, 0, 0, 0, 0)
      curve.getSeq[java.math.BigDecimal](5).map(_.doubleValue) shouldBe Seq(0.25, 0, 0.6, 1)
    }

    it("takes the number of thresholds from the session, if the call has none") {
      spark.conf.set("spark.net2vec.thresholds", "8")
      try sql("SELECT mask_curve(array(1.0), array(1)).thresholds").head().getInt(0) shouldBe 8
      finally spark.conf.unset("spark.net2vec.thresholds")
    }

    it("without rows has counts of 0; without curves, merging gives NULL") {
      sql("SELECT mask_curve(p, t).pixels FROM (SELECT array(1.0) AS p, array(1) AS t) WHERE false")
        .head()
        .getLong(0) shouldBe 0
      sql("SELECT mask_curve_merge(NULL) IS NULL").head().getBoolean(0) shouldBe true
    }

    it("skips NULL masks, and takes those of rank 4 with all of their instances") {
      sql(
        """SELECT mask_curve(p, t).pixels FROM VALUES
          |  (array(array(array(array(0.5), array(1.0)), array(array(0.5), array(1.0)))),
          |   array(array(array(array(0), array(1)), array(array(1), array(1))))),
          |  (NULL, NULL) AS m(p, t)""".stripMargin
      ).head().getLong(0) shouldBe 4
    }

    it("has measures at its thresholds; those of 0 / 0 are NULL or the empty score") {
      val curve = "mask_curve(array(0.25, 0.75, 1.0, 0.0), array(0, 1, 1, 0), map('thresholds', 4))"
      sql(s"SELECT inline(array(mask_curve_at($curve, 0.5)))").head().toSeq shouldBe
        Seq[Any](4L, 2L, 0L, 0L, 2L, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0)
      sql(s"SELECT inline(array(mask_curve_at($curve, 0)))").head().toSeq shouldBe
        Seq[Any](4L, 2L, 1L, 0L, 1L, 2.0 / 3, 0.8, 2.0 / 3, 1.0, 0.5, 0.75)
      val empty = "mask_curve(array(0.0), array(0), map('thresholds', 4))"
      sql(s"SELECT inline(array(mask_curve_at($empty, 0)))").head().toSeq shouldBe
        Seq[Any](1L, 0L, 0L, 0L, 1L, 1.0, 1.0, null, null, 1.0, 1.0)
      sql(s"SELECT mask_curve_at($empty, 0, map('empty_score', null)).iou").head().get(0) shouldBe
        (null: Any)
      sql(s"SELECT mask_curve_summary($empty)").head().getStruct(0).toSeq shouldBe
        Seq[Any](null, null, 1.0, 0.0, 1.0, 0.0, 0.0)
    }

    it("is stored and read again") {
      val path = Files.createTempDirectory("curves").resolve("curves").toString
      sql("SELECT mask_curve(array(0.25, 1.0), array(0, 1)) AS c").write.parquet(path)
      spark.read.parquet(path).createOrReplaceTempView("stored")
      sql("SELECT mask_curve_at(c, 0.5).iou, mask_curve_merge(c).pixels FROM stored GROUP BY c")
        .head()
        .toSeq shouldBe Seq[Any](1.0, 2L)
    }
  }

  describe("a mistake") {
    val curve = "mask_curve(array(0.25, 1.0), array(0, 1))"

    it("in a threshold says which are possible") {
      told(s"SELECT mask_curve_at($curve, 0.505)") should include(
        "mask_curve_at: output_thresh is 0.505, but must be a threshold of the curve, a multiple of 1/100 such as 0.5"
      )
      told(s"SELECT mask_iou(array(0.5), array(1), 1.5)") should include(
        "output_thresh is 1.5, but must be in [0, 1]"
      )
      told("SELECT mask_iou(array(0.5), array(1), id) FROM range(1)") should include(
        "output_thresh is id, but must be a literal: a number in [0, 1]"
      )
      told("SELECT mask_curve(array(0.5), array(1), map('thresholds', 0))") should include(
        "thresholds is 0, but must be an integer in [1, 10000]"
      )
    }

    it("in curves says what differs") {
      told(
        s"""SELECT mask_curve_merge(c) FROM (SELECT $curve AS c UNION ALL
           |  SELECT mask_curve(array(0.5), array(1), map('thresholds', 10)))""".stripMargin
      ) should (include("mask_curve_merge: curve has") and include("as the others do"))
      told("SELECT mask_curve_merge(1)") should include(
        "curve is INT, but must be a STRUCT as mask_curve returns it"
      )
    }
  }

  describe("normalized values") {
    it("are shares of the best value") {
      sql(
        """SELECT net2vec_normalized(array(0.25, 1.0), array(0, 1), 0.9),
          |  net2vec_normalized(array(0.0, 1.0), array(0, 1), 0.9),
          |  net2vec_normalized(array(0.5), array(0), 1.0),
          |  net2vec_normalized(NULL, array(1))""".stripMargin
      ).head().toSeq shouldBe Seq[Any](
        (0.9 * 1 + (1 - 0.9) * 0.75) / (0.9 + (1 - 0.9)),
        1.0,
        null,
        null
      )
    }

    it("of many instances are the sum of the values over the sum of the best") {
      pairs(3)
      val row = sql(
        """SELECT net2vec_normalized_mean(p, t, 0.3), net2vec_sum(p, t, 0.3),
          |  sum(0.3D * net2vec_counts(p, t).target_pixels
          |    + 0.7D * (net2vec_counts(p, t).pixels - net2vec_counts(p, t).target_pixels)) FROM pairs""".stripMargin
      ).head()
      row.getDouble(0) shouldBe row.getDouble(1) / row.getDouble(2) +- 1e-12
    }
  }

  describe("net2vec_diagnose") {
    it("has the counts at several thresholds and the curve of each instance, if asked") {
      pairs(3)
      val asked = "map('output_thresh', '0.25,0.75', 'thresholds', 40)"
      val instance = s"net2vec_diagnose(p, t, $asked).instances[0]"
      sql(
        s"""SELECT name, $instance.binarised[1].false_positive,
           |  mask_confusion(p, t, 0.75).false_positive, $instance.binarised.output_thresh,
           |  $instance.predicted, net2vec_counts(p, t).predicted FROM pairs""".stripMargin
      ).collect().foreach { row =>
        withClue(row.getString(0)) {
          row.getLong(1) shouldBe row.getLong(2)
          row.getSeq[Double](3) shouldBe Seq(0.25, 0.75)
          row.getDouble(4) shouldBe row.getDouble(5)
        }
      }
      val row = sql(
        s"""SELECT mask_curve_merge($instance.curve), mask_curve(p, t, map('thresholds', 40)),
           |  avg(mask_curve_at($instance.curve, 0.75).iou), avg(mask_iou(p, t, 0.75)) FROM pairs""".stripMargin
      ).head()
      row.get(0) shouldBe row.get(1)
      row.getDouble(2) shouldBe row.getDouble(3) +- 1e-12
    }

    it("has no more fields than were asked for, and the reason of an invalid pair") {
      def type_(options: String) =
        sql(s"SELECT net2vec_diagnose(array(2.0), array(1)$options) AS d").schema.toDDL
      type_("") should not include "binarised"
      type_(", map('output_thresh', 0.5)") should (include("binarised") and not include "curve")
      type_(", map('thresholds', 5)") should (include("curve: BINARY") and not include "binarised")
      cell[String](
        "SELECT net2vec_diagnose(array(2.0), array(1), map('thresholds', 5)).reason"
      ) shouldBe "OUT_OF_RANGE"
      cell[String](
        "SELECT net2vec_diagnose(NULL, array(1), map('thresholds', 5)).reason"
      ) shouldBe "NULL_MASK"
      told("SELECT net2vec_diagnose(array(1), array(1), map('output_thresh', '0.5,2'))") should
        include("output_thresh is '0.5,2', but must be numbers in [0, 1] with commas")
    }

    it("has a curve that is told from other bytes") {
      told("SELECT mask_curve_merge(X'0102')") should include(
        "curve is BINARY of 2 bytes, but must be a curve of instances.parquet"
      )
    }
  }

  it("an empty overlap is 1, unless it is set") {
    val empty = "array(0.25, 0.0), array(0, 0)"
    sql(
      s"""SELECT mask_iou($empty), mask_iou($empty, map('empty_score', 0)), mask_dice($empty, map('empty_score', null)),
         |  mask_set_iou($empty), mask_set_iou($empty, map('empty_score', null))""".stripMargin
    ).head().toSeq shouldBe Seq[Any](1.0, 0.0, null, 1.0, null)
  }

  it("low-resolution predictions are binarised at the target's size") {
    sql(
      """SELECT mask_confusion(array(array(0.25, 0.75)), array(array(0, 0, 1, 1)), 0.7,
        |  map('resize', 'bilinear'))""".stripMargin
    ).head().getStruct(0).toSeq shouldBe Seq(4L, 1L, 0L, 1L, 2L)
  }
}
