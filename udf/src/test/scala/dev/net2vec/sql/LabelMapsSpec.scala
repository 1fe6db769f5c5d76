package dev.net2vec.sql

import com.fasterxml.jackson.databind.ObjectMapper
import java.awt.image.BufferedImage
import java.io.ByteArrayOutputStream
import java.nio.file.Files
import javax.imageio.ImageIO
import scala.jdk.CollectionConverters._

/** Targets that are label maps: foreground is a class, not what is above a threshold. */
class LabelMapsSpec extends SparkSpec {
  describe("a class") {
    it("is foreground wherever the target has it, whatever the threshold") {
      sql(
        """SELECT net2vec_counts(p, t, map('target_class', 8)).target_pixels,
          |  net2vec_counts(p, t, map('target_class', '8,3')).target_pixels,
          |  net2vec(p, t, map('target_class', '8', 'factor_pos_class', 1))
          |FROM VALUES (array(0.25, 0.5, 1.0, 0.0), array(3, 8, 8, 9)) AS m(p, t)""".stripMargin
      ).head().toSeq shouldBe Seq[Any](2L, 3L, 1.5)
    }

    it("may be a column") {
      sql(
        """SELECT c, net2vec(p, t, map('target_class', c, 'factor_pos_class', 1)) FROM VALUES
          |  (3, array(0.25, 0.5), array(3, 8)), (8, array(0.25, 0.5), array(3, 8)),
          |  (NULL, array(0.25, 0.5), array(3, 8)) AS m(c, p, t) ORDER BY c""".stripMargin
      ).collect().map(_.toSeq).toSeq shouldBe
        Seq(Seq[Any](null, null), Seq[Any](3, 0.25), Seq[Any](8, 0.5))
    }

    it("is that of each channel, against one label map") {
      sql(
        """SELECT net2vec_batch(array(array(array(0.25, 1.0)), array(array(0.75, 0.5))),
          |  array(array(0, 1)), map('target_class', 'channel', 'factor_pos_class', 1))""".stripMargin
      ).head().getSeq[Double](0) shouldBe Seq(0.25, 0.5)
    }

    it("of several channels is no single value") {
      val several = """array(array(array(0.25, 1.0)), array(array(0.75, 0.5))), array(array(0, 1)),
                      |map('target_class', 'channel')""".stripMargin
      Seq("net2vec", "net2vec_counts", "mask_iou").foreach { function =>
        messagesOf(sql(s"SELECT $function($several)").collect()) should include(
          "masks of shape 2x1x2 hold 2 instances, but must hold one; use net2vec_batch for one value each"
        )
      }
      sql(s"SELECT try_net2vec($several)").head().isNullAt(0) shouldBe true
      sql(s"SELECT net2vec_mean($several)").head().getDouble(0) shouldBe 0.25
    }

    it("counts in the balance, too") {
      sql("SELECT net2vec_auto_factor(array(3, 8, 8, 9), map('target_class', 8))")
        .head()
        .getDouble(0) shouldBe 0.5
    }

    it("is found at low resolution") {
      sql(
        """SELECT net2vec_counts(array(array(0.5)), array(array(3, 8), array(8, 8)),
          |  map('target_class', 8, 'resize', 'bilinear')).true_positive""".stripMargin
      ).head().getDouble(0) shouldBe 1.5
    }

    it("is that of each instance, where one map is scored for several classes at once") {
      val row = sql(
        """SELECT net2vec_batch(p, t, map('target_class', 'each:8,3,7', 'factor_pos_class', 1)),
          |  net2vec_diagnose(p, t, map('target_class', 'EACH: 8, 3')).instances.target_pixels,
          |  net2vec_mean(p, t, map('target_class', 'each:8,3', 'factor_pos_class', '1'))
          |FROM VALUES (array(array(0.25, 0.5, 1.0)), array(array(3, 8, 8))) AS m(p, t)
          |GROUP BY p, t""".stripMargin
      ).head()
      row.getSeq[Double](0) shouldBe Seq(1.5, 0.25, 0)
      row.getSeq[Long](1) shouldBe Seq(2, 1)
      row.getDouble(2) shouldBe 0.875
    }

    it("is that of some channels, against one label map") {
      sql(
        """SELECT net2vec_batch(array(array(array(0.25, 1.0)), array(array(0.75, 0.5)),
          |  array(array(0.0, 0.125))), array(array(0, 2)),
          |  map('target_class', 'channel:2,0', 'factor_pos_class', 1))""".stripMargin
      ).head().getSeq[Double](0) shouldBe Seq(0.125, 0.25)
    }

    it("of several instances is no single value") {
      for (classes <- Seq("each:0,1", "channel"))
        messagesOf(
          sql(
            s"""SELECT net2vec(${if (classes == "channel") "array(p, p)" else "p"}, t,
               |  map('target_class', '$classes'))
               |FROM VALUES (array(array(0.25, 0.5)), array(array(0, 1))) AS m(p, t)""".stripMargin
          ).collect()
        ) should include(
          "masks of shape 2x1x2 hold 2 instances, but must hold one; use net2vec_batch for one value each"
        )
    }

    it("of several instances needs one map, and channels that are there") {
      def message(p: String, t: String, classes: String): String =
        messagesOf(
          sql(s"SELECT net2vec_batch($p, $t, map('target_class', '$classes'))").collect()
        )
      message("array(array(0.5))", "array(array(array(1)))", "each:0,1") should include(
        "target has shape 1x1x1, but must have rank 2, as it is the target of every class"
      )
      message("array(array(0.5, 0.5))", "array(array(1))", "each:0,1") should include(
        "prediction has shape 1x2 and target 1x1, but both must have the same"
      )
      message("array(array(array(0.5)))", "array(array(1))", "channel:0,1") should include(
        "prediction has 1 channels, but must have at least 2, as target_class has class 1"
      )
      for (classes <- Seq("each:1,1", "channel:0.5", "channel:-1", "each:"))
        message("array(array(0.5))", "array(array(1))", classes) should include(
          s"target_class is '$classes', but must be numbers with commas, each:NUMBERS"
        )
    }

    it("that is none says what is allowed") {
      messagesOf(sql("SELECT net2vec(array(0.5), array(1), map('target_class', 'dog'))")) should
        include(
          "target_class is 'dog', but must be numbers with commas, each:NUMBERS, channel, channel:NUMBERS, or none"
        )
      messagesOf(
        sql("SELECT net2vec_batch(array(0.5), array(1), map('target_class', 'channel'))").collect()
      ) should include(
        "prediction has shape 1, but must have rank 3: channels, height and width"
      )
    }
  }

  describe("several values to ignore") {
    it("are all ignored, NaN too where it is one") {
      sql(
        """SELECT net2vec_counts(p, t, map('ignore_value', '255,11')).pixels,
          |  net2vec_counts(p, t, map('ignore_value', '255,11', 'target_class', 8)).target_pixels
          |FROM VALUES (array(0.25, 0.5, 1.0, 0.0), array(255, 8, 11, 9)) AS m(p, t)""".stripMargin
      ).head().toSeq shouldBe Seq[Any](2L, 1L)
      sql(
        """SELECT net2vec_counts(array(0.25, 0.5, 1.0), array(1D, 255D, double('NaN')),
          |  map('ignore_value', '255,nan')).pixels""".stripMargin
      ).head().getLong(0) shouldBe 1
      messagesOf(
        sql(
          """SELECT net2vec(array(0.25, 0.5, 1.0), array(1D, 255D, double('NaN')),
            |  map('ignore_value', '255,11'))""".stripMargin
        ).collect()
      ) should include("target is NaN at [2]")
      messagesOf(
        sql("SELECT net2vec(array(0.5, 0.5), array(255, 11), map('ignore_value', '255,11'))")
          .collect()
      ) should include("target has the ignore_value 255.0,11.0 at every pixel of instance 0")
    }
  }

  describe("colours that are ids") {

    /** A PNG of these colours, written by the JDK. */
    def png(alpha: Boolean, colours: Seq[Int]*): String = {
      val kind = if (alpha) BufferedImage.TYPE_INT_ARGB else BufferedImage.TYPE_INT_RGB
      val image = new BufferedImage(colours.head.size, colours.size, kind)
      for ((row, y) <- colours.zipWithIndex; (colour, x) <- row.zipWithIndex)
        image.setRGB(x, y, colour | 0x80000000)
      val file = new ByteArrayOutputStream
      ImageIO.write(image, "png", file)
      file.toByteArray.map(b => f"$b%02x").mkString("X'", "", "'")
    }

    // As R + 256 G + 65536 B, 7 is red and 256 a dark green; as ADE20K's, 0x20 in red is 3.
    val colours =
      Seq(Seq(0x070000, 0x000100, 0x000100), Seq(0x712301, 0x201100, 0x070000), Seq(0, 0, 0xffffff))
    val ids = Map(
      "rgb_id" -> Seq(Seq(7, 256, 256), Seq(0x012371, 0x1120, 7), Seq(0, 0, 0xffffff)),
      "ade20k" -> Seq(
        Seq(0, 1, 1),
        Seq(11 * 256 + 0x23, 3 * 256 + 0x11, 0),
        Seq(0, 0, 25 * 256 + 255)
      )
    )
    val prediction = "array(array(0.25, 0.5, 1.0), array(0.75, 0.125, 0.0), array(0.5, 1.0, 0.25))"

    for (encoding <- Seq("rgb_id", "ade20k"); alpha <- Seq(false, true))
      it(s"are scored as these ids are, with all options: $encoding, alpha $alpha") {
        val known = ids(encoding).map(_.mkString("array(", ", ", ")")).mkString("array(", ", ", ")")
        val some = ids(encoding).flatten
        for (
          o <- Seq(prediction, "array(array(0.25, 0.5))");
          options <- Seq(
            s"'target_class', ${some.head}",
            s"'target_class', '${some(1)},${some(3)}', 'ignore_value', ${some.head}",
            s"'target_thresh', ${some(4)}",
            s"'ignore_value', '${some(1)},${some(8)}', 'activation_order', 'after_resize'"
          );
          function <- Seq("net2vec_counts", "mask_confusion", "mask_curve")
        ) {
          def call(target: String, more: String): String =
            s"$function($o, $target, map($options, 'resize', 'bilinear'$more))"
          val row = sql(
            s"""SELECT ${call(png(alpha, colours: _*), s", 'target_encoding', '$encoding'")},
               |  ${call(known, "")}""".stripMargin
          ).head()
          withClue(s"$function $options: ")(row.get(0) shouldBe row.get(1))
        }
      }

    it("count in the balance, too") {
      sql(
        s"""SELECT net2vec_auto_factor(${png(alpha = false, colours: _*)},
           |  map('target_class', 256, 'target_encoding', 'rgb_id'))""".stripMargin
      ).head().getDouble(0) shouldBe 1 - 2.0 / 9
    }

    it("may be those of the session") {
      withConf("spark.net2vec.targetEncoding" -> "ADE20K")(
        sql(
          s"""SELECT net2vec_counts($prediction, ${png(alpha = false, colours: _*)},
             |  map('target_class', 1)).true_positive""".stripMargin
        ).head().getDouble(0) shouldBe 1.5
      )
    }

    it("are an error without the option, which is named") {
      def message(target: String, options: String): String =
        messagesOf(sql(s"SELECT net2vec($prediction, $target$options)").collect())
      val file = png(alpha = false, colours: _*)
      message(file, "") should include(
        "target's PNG colour type is 2 (RGB) at byte 25, but must be 0 (greyscale) or 3 (palette);" +
          " if its colours are class ids, set the option target_encoding to rgb_id or ade20k;"
      )
      messagesOf(sql(s"SELECT net2vec($file, $prediction)").collect()) should include(
        "prediction's PNG colour type is 2 (RGB) at byte 25, but must be 0 (greyscale) or 3 (palette);" +
          " if all channels are equal, save the first with Pillow's image.getchannel(0)"
      )
      message(file, ", map('target_encoding', 'rgb')") should include(
        "target_encoding is 'rgb', but must be auto, rgb_id or ade20k"
      )
    }
  }

  describe("the label maps of the reference") {
    lazy val expected = new ObjectMapper().readTree(Shared.file("data/labels/expected.json").toFile)

    def masks(target: String, prediction: String): String = {
      def literal(name: String): String =
        Files
          .readAllBytes(Shared.file(s"data/labels/$name"))
          .map(b => f"$b%02x")
          .mkString("X'", "", "'")
      s"${literal(prediction)}, ${literal(target)}"
    }

    it("have its value for every class, with and without ignored values") {
      val pair = masks("labels.png", "prediction.npy")
      expected.get("labels").asScala.foreach { each =>
        def list(field: String): String = each.get(field).asScala.map(_.asInt).mkString(",")
        val ignored = list("ignore_value")
        val options = s"'factor_pos_class', 0.9, 'target_class', '${list("target_class")}'" +
          (if (ignored.isEmpty) "" else s", 'ignore_value', '$ignored'")
        withClue(options) {
          sql(s"SELECT net2vec($pair, map($options))").head().getDouble(0) should beWithin(
            1e-12,
            each.get("value").asDouble
          )
        }
      }
    }

    it("have its value for every class at once") {
      val pair = masks("labels.png", "prediction.npy")
      val single = expected.get("labels").asScala.filter(_.get("target_class").size == 1).toSeq
      for ((ignored, rows) <- single.groupBy(_.get("ignore_value").toString)) {
        val ids = rows.map(_.get("target_class").get(0).asText).mkString("each:", ",", "")
        val ignore = ignored.replaceAll("[\\[\\]]", "")
        val found = sql(
          s"""SELECT net2vec_batch($pair, map('factor_pos_class', 0.9, 'target_class', '$ids',
             |  'ignore_value', '${if (ignore.isEmpty) "none" else ignore}'))""".stripMargin
        ).head().getSeq[Double](0)
        found should have size rows.size.toLong
        found.zip(rows).foreach { case (actual, row) =>
          withClue(row)(actual should beWithin(1e-12, row.get("value").asDouble))
        }
      }
    }

    for (encoding <- Seq("rgb_id", "ade20k"))
      it(s"have its value for every class of a file of colours, $encoding") {
        val pair = masks(s"$encoding.png", "prediction.npy")
        expected.get(encoding).asScala.foreach { each =>
          val ids = each.get("target_class").asScala.map(_.asInt).mkString(",")
          withClue(ids) {
            sql(
              s"""SELECT net2vec($pair, map('factor_pos_class', 0.9, 'target_class', '$ids',
                 |  'target_encoding', '$encoding'))""".stripMargin
            ).head().getDouble(0) should beWithin(1e-12, each.get("value").asDouble)
          }
        }
      }

    it("have its value for every channel") {
      val found = sql(
        s"SELECT net2vec_batch(${masks("channels.png", "channels.npy")}, map('factor_pos_class', 0.9, 'target_class', 'channel'))"
      ).head().getSeq[Double](0)
      val values = expected.get("channels").asScala.map(_.asDouble).toSeq
      found should have size values.size.toLong
      found.zip(values).foreach { case (actual, value) => actual should beWithin(1e-12, value) }
    }
  }
}
