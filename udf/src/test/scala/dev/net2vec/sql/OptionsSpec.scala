package dev.net2vec.sql

import dev.net2vec.setting.{MaskOptions, Setting, Settings}
import dev.net2vec.sql.Net2VecFunctions._
import org.apache.spark.sql.{AnalysisException, Row}
import org.apache.spark.sql.functions.{col, lit, map, typedLit}
import scala.jdk.CollectionConverters._

/** The trailing `map('name', value, …)` of the functions of masks. */
class OptionsSpec extends SparkSpec {
  private val masks = "array(0.25d, 1.0d), array(5, 6)"
  private val logits = "array(0d, -1000d, 1000d), array(1, 0, 1)"

  private def value(call: String): Double = cell[Double](s"SELECT $call")

  describe("the options of a call") {
    it("are settings, which argument and session may give, too") {
      value(s"net2vec($masks, map('factor_pos_class', 1))") shouldBe 1.25
      value(s"net2vec($masks, map('target_thresh', 5))") shouldBe 0.875
      value(s"net2vec($masks, 1, map('target_thresh', 5))") shouldBe 1.0
      value(s"net2vec($masks, map('ignore_value', 5))") shouldBe 0.5
      value(s"net2vec($logits, map('activation', 'sigmoid'))") shouldBe 1.25
    }

    it("have names that ignore case, may be named, and stand in any order") {
      value(s"net2vec($masks, map('TARGET_thresh', 5))") shouldBe 0.875
      value(s"net2vec($masks, options => map('factor_pos_class', 1))") shouldBe 1.25
      value(
        "net2vec(options => map('target_thresh', 5, 'factor_pos_class', 1)," +
          " target => array(5, 6), prediction => array(0.25d, 1.0d))"
      ) shouldBe 1.0
    }

    it("give way to nothing but an argument") {
      withConf(
        "spark.net2vec.factorPosClass" -> "0.25",
        "spark.net2vec.targetThresh" -> "5",
        "spark.net2vec.ignoreValue" -> "6"
      ) {
        value(s"net2vec($masks, map('ignore_value', 'none'))") shouldBe 0.8125
        value(s"net2vec($masks, 1, map('ignore_value', 'none', 'target_thresh', 0))") shouldBe 1.25
      }
    }

    it("may be values of any type, though Spark casts those of a map to one") {
      for (
        ansi <- Seq("true", "false");
        options <- Seq(
          "'activation', 'sigmoid', 'factor_pos_class', 0.9",
          "'activation', 'sigmoid', 'factor_pos_class', 0.9d, 'max_pixels', 100",
          "'max_pixels', 100, 'activation', 'sigmoid', 'factor_pos_class', '0.9'",
          "'max_pixels', 1e2, 'factor_pos_class', 9 / 10, 'activation', 'sigmoid'",
          "'ignore_value', double('NaN'), 'factor_pos_class', 0.9, 'activation', 'sigmoid'",
          "'target_thresh', CAST(0.5 AS INT), 'factor_pos_class', .9, 'activation', 'SIGMOID'"
        )
      ) withConf("spark.sql.ansi.enabled" -> ansi) {
        withClue(s"$options, ANSI $ansi: ") {
          value(s"net2vec($logits, map($options))") shouldBe 1.45 +- 1e-15
        }
      }
    }

    it("may be columns where an argument may be one") {
      for (ansi <- Seq("true", "false")) withConf("spark.sql.ansi.enabled" -> ansi) {
        sql(
          s"""SELECT net2vec($logits, map('activation', 'sigmoid', 'factor_pos_class', b)),
             |net2vec($masks, map('max_pixels', 2, 'factor_pos_class', '1', 'target_thresh', t))
             |FROM VALUES (0.75d, 4.0f), (0.25d, 5.5f), (NULL, NULL) AS s(b, t)""".stripMargin
        ).collect() shouldBe Array(Row(1.375, 1.25), Row(1.125, 1.0), Row(null, null))
      }
    }

    it("may be none") {
      value(s"net2vec($masks, map())") shouldBe 0.625
      value(s"net2vec($masks, options => map())") shouldBe 0.625
    }

    it("may be a literal of the DataFrame API") {
      val pair = sql("SELECT array(0.25d, 1.0d) AS p, array(5, 6) AS t")
      val options = MaskOptions.DEFAULTS.`with`(Settings.TARGET_THRESH, Double.box(5.0))
      Seq(
        net2vec(col("p"), col("t"), typedLit(Map("target_thresh" -> "5"))),
        net2vec(col("p"), col("t"), typedLit(Map("target_thresh" -> 5.0))),
        net2vec(col("p"), col("t"), map(lit("target_thresh"), lit(5))),
        net2vec(col("p"), col("t"), options),
        net2vec(col("p"), col("t"), lit(0.5), Net2VecFunctions.options(options))
      ).foreach(column => pair.select(column).head().getDouble(0) shouldBe 0.875)
      pair
        .select(net2vec(col("p"), col("t"), MaskOptions.DEFAULTS))
        .head()
        .getDouble(0) shouldBe 0.625
    }

    it("stand in the column's name as they were written") {
      sql(
        "SELECT net2vec(p, t, map('activation', 'sigmoid', 'max_pixels', 9)) FROM" +
          " VALUES (array(0.5), array(1)) AS m(p, t)"
      ).columns shouldBe Array("net2vec(p, t, map(activation, sigmoid, max_pixels, 9))")
    }
  }

  describe("every function of masks") {
    val functions = Net2VecExtensions.FUNCTIONS.asScala.toSeq
    val ofMasks = functions.filter(!_.signature.options.isEmpty)

    it("takes options, and no other function does") {
      ofMasks.map(_.name) shouldBe functions.map(_.name).filterNot { name =>
        name.matches("net2vec_(of|exact_.*|statistics.*|reduce_values)|mask_curve_merge")
      }
      withClue("net2vec_of") {
        wrong("net2vec_of(net2vec_summary(array(1), array(1)), map('max_pixels', 1))") should
          startWith("factor_pos_class is MAP<STRING, INT>, but must be a number")
      }
    }

    val decoding = ofMasks.filter(_.signature.options.contains(Settings.MAX_PIXELS))

    for (function <- decoding) it(s"heeds them: ${function.name}") {
      val masks = function.signature.required.asScala
        .map {
          case "prediction" if function.name.endsWith("_channels") =>
            "array(array(array(1, 1, 0)))"
          case "height" | "width" => "1"
          case "weights"          => "array(1)"
          case "activations"      => "array(array(array(1, 1, 0)))"
          case _                  => "array(array(1, 1, 0))"
        }
        .mkString(", ")
      val call = s"${function.name}($masks, map('max_pixels', 2))"
      if (function.name.startsWith("try_")) {
        sql(s"SELECT $call").head().isNullAt(0) shouldBe true
        sql(s"SELECT ${function.name}($masks)").head().isNullAt(0) shouldBe false
      } else if (function.name.contains("_diagnose")) {
        cell[String](s"SELECT $call.reason") shouldBe "TOO_LARGE"
      } else {
        messagesOf(sql(s"SELECT $call").collect()) should
          include("has 3 pixels, but must have at most 2")
      }
    }

    for (function <- ofMasks) it(s"describes them: ${function.name}") {
      val described = sql(s"DESCRIBE FUNCTION EXTENDED ${function.name}")
        .collect()
        .map(_.getString(0))
        .mkString("\n")
      described should include(" [, options])")
      function.signature.options.forEach { (option: Setting[_]) =>
        described should include(
          s"\n          ${option.name} - ${option.meaning}: ${option.allowed}, literal"
        )
      }
    }
  }

  describe("an option that is wrong") {
    it("fails where the function has none of its name, with the nearest") {
      wrong(s"net2vec($masks, map('activaton', 'sigmoid'))") should (
        startWith("'activaton' is not an option of net2vec, which has factor_pos_class, ")
          and endWith("; did you mean activation?")
      )
      wrong(s"net2vec($masks, map('maxPixels', 9))") should endWith("; did you mean max_pixels?")
      wrong("net2vec_auto_factor(array(1), map('activation', 'sigmoid'))") shouldBe
        "'activation' is not an option of net2vec_auto_factor, which has target_thresh," +
        " target_class, target_encoding, ignore_value, max_pixels"
      wrong("net2vec_counts(array(1), array(1), map('factor_pos_class', 1))") should
        startWith("'factor_pos_class' is not an option of net2vec_counts, which has target_thresh")
      wrong(s"net2vec($masks, map(1, 2))") should startWith("'1' is not an option of net2vec")
    }

    it("fails for a value that is not allowed") {
      Seq(
        "'activation', 'relu'" -> "activation is 'relu', but must be none or sigmoid",
        "'activation', 1" -> "activation is 1, but must be none or sigmoid",
        "'resize', 'bicubic', 'clip', true" ->
          "resize is 'bicubic', but must be none, bilinear or nearest",
        "'clip', 'yes'" -> "clip is 'yes', but must be true or false",
        "'prediction_scale', -1" -> "prediction_scale is -1, but must be a positive number or auto",
        "'activation', NULL" -> "activation is NULL, but must be none or sigmoid",
        "'max_pixels', 0, 'activation', 'sigmoid'" ->
          "max_pixels is 0, but must be an integer in [1, 2147483639]",
        "'max_pixels', 1.5" -> "max_pixels is 1.5, but must be an integer in [1, 2147483639]",
        "'ignore_value', 'void'" -> "ignore_value is 'void', but must be numbers with commas, nan, or none",
        "'factor_pos_class', 2" -> "factor_pos_class is 2.0, but must be in [0, 1]",
        "'factor_pos_class', '2'" ->
          "factor_pos_class is '2', but must be a number in [0, 1]",
        "'factor_pos_class', true" -> "factor_pos_class is BOOLEAN, but must be a number",
        "'target_thresh', 'NaN'" -> "target_thresh is 'NaN', but must be a number",
        "'target_thresh', 5, 'TARGET_THRESH', 5" ->
          "target_thresh is twice among the options, but must be given once"
      ).foreach { case (options, message) =>
        withClue(options)(wrong(s"net2vec($masks, map($options))") shouldBe message)
      }
    }

    it("is NULL as a NULL argument is") {
      sql(s"SELECT net2vec($masks, map('factor_pos_class', NULL))").head().isNullAt(0) shouldBe true
    }

    it("fails for a value that is wrong in a row, as an argument does") {
      messagesOf(
        sql(
          s"SELECT net2vec($masks, map('factor_pos_class', b)) FROM VALUES (1.5d) AS t(b)"
        ).collect()
      ) should include("net2vec: factor_pos_class is 1.5, but must be in [0, 1]")
    }

    it("fails where an argument gives the same") {
      wrong(s"net2vec($masks, 0.5, map('factor_pos_class', 0.5))") shouldBe
        "factor_pos_class is an argument and an option, but must be given once"
    }

    it("fails where it must be a literal") {
      val from = "FROM VALUES ('sigmoid', map('activation', 'sigmoid')) AS t(a, m)"
      wrongIn(s"SELECT net2vec($masks, map('activation', a)) $from") shouldBe
        "activation is t.a, but must be a literal: none or sigmoid"
      wrongIn(s"SELECT net2vec($masks, map(a, 'sigmoid')) $from") shouldBe
        "an option's name is t.a, but must be a literal"
      wrongIn(s"SELECT net2vec($masks, m) $from") shouldBe
        "options is t.m, but must be map('name', value, …) with literal names"
    }

    it("fails where the options are no map, or are not last") {
      val allowed = "but must be map('name', value, …) with literal names"
      wrong(s"net2vec($masks, 0.5, 0, 1)") shouldBe s"options is INT, $allowed"
      wrong(s"net2vec($masks, options => 'activation')") shouldBe s"options is STRING, $allowed"
      wrong(s"net2vec($masks, options => NULL)") shouldBe s"options is VOID, $allowed"
      wrong(s"net2vec($masks, CAST(NULL AS MAP<STRING, STRING>))") shouldBe
        s"options is NULL, $allowed"
      wrong(s"net2vec($masks, map('activation', 'sigmoid'), 0.5)") shouldBe
        "factor_pos_class is MAP<STRING, STRING>, but must be a number"
    }
  }

  private def wrong(call: String): String = wrongIn(s"SELECT $call")

  /** What is said to be wrong with a call. */
  private def wrongIn(query: String): String = {
    val error = intercept[AnalysisException](sql(query))
    error.getCondition shouldBe "DATATYPE_MISMATCH.TYPE_CHECK_FAILURE_WITH_HINT"
    error.getMessageParameters.get("msg")
  }
}
