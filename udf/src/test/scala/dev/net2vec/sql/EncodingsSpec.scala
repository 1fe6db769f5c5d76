package dev.net2vec.sql

import dev.net2vec.setting.Settings

import com.fasterxml.jackson.databind.{JsonNode, ObjectMapper}
import org.apache.spark.sql.functions.{col, lit, regexp_extract}
import scala.jdk.CollectionConverters._

/** Masks as NPY, PNG and COCO RLE through SQL, each side of any kind. */
class EncodingsSpec extends SparkSpec {
  private lazy val coco =
    spark.read.parquet(Shared.file("data/coco-people/instances.parquet").toString)
  private lazy val settings: Seq[JsonNode] =
    new ObjectMapper()
      .readTree(Shared.file("data/coco-people/expected.json").toFile)
      .get("settings")
      .asScala
      .toSeq

  private lazy val files = {
    def read(folder: String) = spark.read
      .format("binaryFile")
      .load(Shared.file(s"data/coco-people/$folder").toString)
      .select(
        regexp_extract(col("path"), "([^/]+)\\.\\w+$", 1).as("instance"),
        col("content").as(folder)
      )
    read("predictions").join(read("targets"), "instance")
  }

  private def check(
      masks: org.apache.spark.sql.DataFrame,
      prediction: String,
      target: String,
      expected: JsonNode
  ): Unit = {
    val b = lit(expected.get("factor_pos_class").asDouble)
    val thresh = lit(expected.get("target_thresh").asDouble)
    val rows = masks
      .select(col("instance"), Net2VecFunctions.net2vec(col(prediction), col(target), b, thresh))
      .collect()
    rows should have length 33
    rows.foreach { row =>
      row.getDouble(1) should beWithin(
        1e-9,
        expected.get("instances").get(row.getString(0)).asDouble
      )
    }
  }

  (0 until 3).foreach { setting =>
    describe(s"the COCO people at setting $setting") {
      lazy val expected = settings(setting)

      it("have their expected values as arrays") { check(coco, "prediction", "target", expected) }
      it("as NPY and PNG") { check(coco, "prediction_npy", "target_png", expected) }
      it("with kinds mixed") {
        check(coco, "prediction_npy", "target", expected)
        check(coco, "prediction", "target_png", expected)
      }
      it("read as files") { check(files, "predictions", "targets", expected) }
      it("as NPY files that mask_to_npy wrote") {
        val written =
          coco.selectExpr("instance", "mask_to_npy(prediction) AS p", "mask_to_npy(target) AS t")
        check(written, "p", "t", expected)
      }
      it("as run lengths, whose foreground is above 0 already") {
        val thresh = expected.get("target_thresh").asDouble
        val runs = coco.selectExpr(
          "instance",
          "prediction",
          // Run lengths hold 0 and 1, so the threshold is applied when they are made.
          s"mask_to_rle(target, ${thresh}d) AS rle",
          s"to_json(mask_to_rle(target_png, ${thresh}d)) AS rle_json",
          s"transform(sequence(0, 0), x -> mask_to_rle(target, ${thresh}d))[0] AS rle_in_lambda"
        )
        val atZero = new ObjectMapper().createObjectNode()
        atZero.setAll[JsonNode](
          expected.asInstanceOf[com.fasterxml.jackson.databind.node.ObjectNode]
        )
        atZero.put("target_thresh", 0.0)
        Seq("rle", "rle_json", "rle_in_lambda").foreach(check(runs, "prediction", _, atZero))
      }
    }
  }

  describe("looking at a mask") {
    it("tells shape and values of any kind") {
      val masks = Seq(
        "array(array(0, 1, 1), array(0, 1, 0))",
        "named_struct('size', array(2, 3), 'counts', '231')",
        "named_struct('counts', array(2, 3, 1), 'size', array(2, 3))",
        "named_struct('size', array(2L, 3L), 'counts', cast('231' AS BINARY))",
        "named_struct('bytes', mask_to_npy(array(array(0, 1, 1), array(0, 1, 0))), 'path', '0.npy')",
        """'{"size": [2, 3], "counts": "231"}'""",
        "mask_to_npy(array(array(0, 1, 1), array(0, 1, 0)))"
      )
      masks.foreach { mask =>
        cell[Seq[Int]](s"SELECT mask_shape($mask)") shouldBe Seq(2, 3)
        cell[Seq[Float]](s"SELECT mask_values($mask)") shouldBe Seq(0f, 1f, 1f, 0f, 1f, 0f)
      }
    }

    it("is NULL for NULL") {
      Seq(
        "mask_shape",
        "mask_values",
        "mask_to_npy",
        "try_mask_to_npy",
        "mask_to_rle",
        "try_mask_to_rle"
      ).foreach { function =>
        sql(s"SELECT $function(NULL), $function(cast(NULL AS BINARY))").head().toSeq shouldBe Seq(
          null,
          null
        )
      }
    }

    it("round-trips every number exactly through NPY, in the smallest type that can") {
      Seq("0, 255" -> 2, "0.5d, -1d" -> 8, "0.1d, 1e300" -> 16, "256, 1" -> 8).foreach {
        case (items, bytes) =>
          cell[Int](s"SELECT length(mask_to_npy(array($items)))") shouldBe 128 + bytes
          cell[Boolean](
            s"SELECT mask_values(mask_to_npy(array($items))) = mask_values(array($items)) AND net2vec_counts(mask_to_npy(array(0.1d, 0.2d)), array(1, 1)).predicted = net2vec_counts(array(0.1d, 0.2d), array(1, 1)).predicted"
          ) shouldBe true
      }
    }

    it("has its fault named by mask_diagnose") {
      sql(
        """SELECT d.reason, d.message, d.shape FROM (SELECT mask_diagnose(m) AS d FROM VALUES
          |(array(array(0, 1))), (array(array(0D, double('NaN')))), (array(array(1), array(1, 2))),
          |(array(array(NULL))), (NULL), (array()) AS masks(m))""".stripMargin
      ).collect().map(_.toSeq).toSeq shouldBe Seq(
        Seq[Any](null, null, Seq(1, 2)),
        Seq[Any]("NAN", "mask is NaN at [0, 1], but every item must be a number (shape 1x2)", null),
        Seq[Any](
          "RAGGED",
          "mask has 2 items at [1] and 1 in its first row, but all rows must have the same length",
          null
        ),
        Seq[Any]("NULL_ITEM", "mask is NULL at [0, 0], but every item must be a number", null),
        Seq[Any]("NULL_MASK", "mask is NULL, but must be a mask", null),
        Seq[Any]("EMPTY", "mask has shape 0, but must have at least one pixel", null)
      )
      cell[String]("SELECT mask_diagnose(unhex('00')).reason") shouldBe "UNREADABLE"
    }

    it("is rounded to the type that is given, or fails where that has no such number") {
      cell[Seq[Float]]("SELECT mask_values(mask_to_npy(array(0.1, 1e-8, -2), 'F2'))") shouldBe
        Seq(0.099975586f, 0f, -2f)
      cell[Int]("SELECT length(mask_to_npy(array(0, 1, 1), 'f2'))") shouldBe 128 + 6
      cell[Int]("SELECT length(mask_to_npy(array(0, 1, 1), 'f8', map('max_pixels', 3)))") shouldBe
        128 + 24
      Seq(
        "array(0, 65520), 'f2'" ->
          "mask_to_npy: item is 65520.0 at [1], but must be in [-65504, 65504] to be written as <f2",
        "array(0.5), 'u1'" ->
          "mask_to_npy: item is 0.5 at [0], but must be an integer in [0, 255] to be written as |u1"
      ).foreach { case (arguments, message) =>
        messagesOf(sql(s"SELECT mask_to_npy($arguments)").collect()) should include(message)
        sql(s"SELECT try_mask_to_npy($arguments)").head().isNullAt(0) shouldBe true
      }
      Seq("'f3'", "NULL", "1").foreach { given =>
        messagesOf(sql(s"SELECT mask_to_npy(array(1), $given)")) should include(
          s"item_type is $given, but must be 'u1', 'f2', 'f4' or 'f8'"
        )
      }
    }

    it("names the function, the mask and what is wrong with it") {
      messagesOf(sql("SELECT mask_shape(unhex('00'))").collect()) should include("mask_shape: mask")
      messagesOf(sql("SELECT mask_to_rle(array(1))").collect()) should include(
        "mask_to_rle: mask's shape is 1 (rank 1), but must be of rank 2 to be written as RLE"
          .replace("have of", "be of")
      )
    }
  }

  describe("try_mask_to_rle") {
    it("is what mask_to_rle is, and NULL where that fails on the data") {
      val valid = sql("SELECT array(array(0d, 2d), array(3d, 1d)) AS mask")
      val masks = sql("""SELECT array(array(0d, 2d), array(3d, 1d)) AS mask
          UNION ALL SELECT array(array(0d, 2d), array(3d))
          UNION ALL SELECT array(array(0d, double('NaN')))
          UNION ALL SELECT array(array(0d, NULL))
          UNION ALL SELECT array()
          UNION ALL SELECT NULL""")
      val runs = masks.select(Net2VecFunctions.tryMaskToRle(col("mask"), lit(1.5)).as("runs"))
      runs.where("runs IS NOT NULL").collect() shouldBe
        valid.select(Net2VecFunctions.maskToRle(col("mask"), lit(1.5))).collect()
      runs.count() shouldBe 6
    }

    it("fails on types that are no masks, all the same") {
      messagesOf(sql("SELECT try_mask_to_rle(1)")) should include(
        "\"try_mask_to_rle(1)\" due to data type mismatch: mask is INT, but must be"
      )
    }
  }

  describe("spark.net2vec.maxPixels") {
    it("bounds every mask before anything is allocated for it") {
      withConf("spark.net2vec.maxPixels" -> "3") {
        messagesOf(
          sql("SELECT net2vec(array(1, 1, 1, 1), array(1, 1, 1, 1))").collect()
        ) should include(
          "net2vec: prediction has 4 pixels, but must have at most 3"
        )
        messagesOf(
          sql("SELECT mask_shape(named_struct('size', array(30000, 30000), 'counts', ''))")
            .collect()
        ) should include(
          "mask_shape: mask has 900000000 pixels, but must have at most 3"
        )
      }
    }

    it("must be a positive integer") {
      withConf("spark.net2vec.maxPixels" -> "0") {
        messagesOf(sql("SELECT mask_shape(array(1))")) should include(
          "spark.net2vec.maxPixels is '0', but must be an integer in [1, 2147483639]"
        )
      }
    }
  }

  describe("spark.net2vec.activation") {
    it("is what the error of logits tells to set") {
      val logits = "SELECT net2vec(array(-1.92d, 3.5d), array(0, 1))"
      messagesOf(sql(logits).collect()) should include(
        s"prediction is -1.92 at [0], but every item must be in [0, 1] (shape 2); if items are logits, set ${Settings.ACTIVATION.key} (the job's --activation) to sigmoid"
      )
      withConf(Settings.ACTIVATION.key -> "sigmoid") {
        cell[Double](logits) should (be > 0.0 and be < 2.0)
      }
    }

    it("makes predictions of logits, the target's numbers staying as they are") {
      withConf("spark.net2vec.activation" -> "sigmoid") {
        cell[Double](
          "SELECT net2vec(array(0d, 0d, -1000d, 1000d), array(0, 5, 0, 5), 0.5)"
        ) shouldBe 1.5
        cell[Double]("SELECT net2vec(array(-2.5d), array(1), 1)") shouldBe 1 / (1 + math.exp(
          2.5
        )) +- 1e-16
        messagesOf(sql("SELECT net2vec(array(double('NaN')), array(1))").collect()) should include(
          "net2vec: prediction is NaN at [0], but every item must be a number (shape 1)"
        )
      }
    }

    it("must be known") {
      withConf("spark.net2vec.activation" -> "relu") {
        messagesOf(sql("SELECT net2vec(array(1), array(1))")) should include(
          "spark.net2vec.activation is 'relu', but must be none or sigmoid"
        )
      }
    }
  }
}
