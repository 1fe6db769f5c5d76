package dev.net2vec.sql

import dev.net2vec.mask.MaskDecoder
import org.apache.spark.SparkThrowable
import org.apache.spark.sql.AnalysisException

/** What users are told when a call or a mask is wrong: what, where, and what would be right. */
class ErrorsSpec extends SparkSpec {

  private def messageOf(call: String): String = messagesOf(sql(s"SELECT $call").collect())

  describe("an invalid mask") {
    val invalid = Seq(
      (
        "a NULL item",
        "array(0.5d, NULL), array(0, 1)",
        "prediction is NULL at [1], but every item must be a number"
      ),
      (
        "a NULL item of a target",
        "array(0.5d, 1.0d), array(NULL, 1)",
        "target is NULL at [0], but every item must be a number"
      ),
      (
        "a NULL row",
        "array(array(0.5d), cast(NULL AS ARRAY<DOUBLE>)), array(array(1), array(1))",
        "prediction is NULL at [1], but every item must be a number"
      ),
      (
        "NaN in a prediction",
        "array(array(0.5d, 0.5d), array(double('NaN'), 0.5d)), array(array(0, 0), array(0, 0))",
        "prediction is NaN at [1, 0], but every item must be a number (shape 2x2)"
      ),
      (
        "NaN in a target",
        "array(0.5d, 0.5d), array(0, double('NaN'))",
        "target is NaN at [1], but every item must be a number (shape 2)"
      ),
      (
        "a prediction above 1",
        "array(0.5d, 1.5d), array(0, 1)",
        "prediction is 1.5 at [1], but every item must be in [0, 1] (shape 2)"
      ),
      (
        "a prediction below 0",
        "array(-0.25d, 1.5d), array(0, 1)",
        "prediction is -0.25 at [0], but every item must be in [0, 1] (shape 2)"
      ),
      (
        "an infinite prediction",
        "array(double('Infinity')), array(1)",
        "prediction is Infinity at [0], but every item must be in [0, 1] (shape 1)"
      ),
      (
        "different lengths",
        "array(0.5d), array(0, 1)",
        "prediction has shape 1 and target 2, but both must have the same"
      ),
      (
        "different ranks",
        "array(0.5d), array(array(1))",
        "prediction has shape 1 and target 1x1, but both must have the same; reshape the flat one to height and width"
      ),
      (
        "transposed shapes",
        "array(array(0.5d, 0.5d)), array(array(0), array(1))",
        "prediction has shape 1x2 and target 2x1, but both must have the same; to score the prediction at the target's size, set the option resize to bilinear or nearest"
      ),
      (
        "ragged rows",
        "array(array(0.5d, 0.5d), array(0.5d)), array(array(0, 0), array(0, 0))",
        "prediction has 1 items at [1] and 2 in its first row, but all rows must have the same length"
      ),
      (
        "ragged inner rows",
        "array(array(array(0.5d), array(0.5d)), array(array(0.5d), array(0.5d, 0.5d))), array(array(array(1)))",
        "prediction has 2 items at [1, 1] and 1 in its first row, but all rows must have the same length"
      ),
      (
        "an empty mask",
        "cast(array() AS ARRAY<FLOAT>), cast(array() AS ARRAY<INT>)",
        "prediction has shape 0, but must have at least one pixel"
      ),
      (
        "empty rows",
        "array(cast(array() AS ARRAY<FLOAT>)), array(cast(array() AS ARRAY<INT>))",
        "prediction has shape 1x0, but must have at least one pixel"
      )
    )

    invalid.foreach { case (what, arguments, message) =>
      it(s"fails for $what, in every function that scores") {
        Seq(
          "net2vec",
          "net2vec_loss",
          "net2vec_batch",
          "net2vec_counts",
          "net2vec_mean",
          "net2vec_sum",
          "net2vec_reduce"
        )
          .foreach { function =>
            messageOf(s"$function($arguments)") should include(s"$function: $message")
          }
      }

      it(s"is NULL for $what in try_net2vec, and told by net2vec_diagnose") {
        sql(s"SELECT try_net2vec($arguments)").head().isNullAt(0) shouldBe true
        cell[String](s"SELECT net2vec_diagnose($arguments).message") shouldBe message
      }
    }
  }

  describe("several instances in a mask") {
    val masks =
      "array(array(array(0.5d)), array(array(1.0d))), array(array(array(1)), array(array(1)))"

    it("fail where one value is asked for, naming the function that gives all") {
      Seq("net2vec", "net2vec_loss", "net2vec_counts").foreach { function =>
        messageOf(s"$function($masks)") should include(
          s"$function: masks of shape 2x1x1 hold 2 instances, but must hold one; use net2vec_batch for one value each"
        )
      }
    }

    it("are NULL in try_net2vec") {
      sql(s"SELECT try_net2vec($masks)").head().isNullAt(0) shouldBe true
    }
  }

  describe("a wrong call") {
    it("fails at analysis for a wrong number of arguments") {
      messageOf("net2vec(array(1))") should startWith(
        "[WRONG_NUM_ARGS.WITHOUT_SUGGESTION] The `net2vec` requires [2, 3, 4, 5] parameters but the actual number is 1."
      )
      messageOf("net2vec_counts(array(1), array(1), 0, map(), 0)") should startWith(
        "[WRONG_NUM_ARGS.WITHOUT_SUGGESTION] The `net2vec_counts` requires [2, 3, 4] parameters but the actual number is 5."
      )
    }

    it("fails at analysis for a type that is no mask") {
      Seq(
        "1" -> "INT",
        "array('a')" -> "ARRAY<STRING>",
        "map(1, 2)" -> "MAP<INT, INT>",
        "array(array(array(array(array(1)))))" -> "ARRAY<ARRAY<ARRAY<ARRAY<ARRAY<INT>>>>>",
        "array(current_date())" -> "ARRAY<DATE>",
        "named_struct('size', array(1, 1), 'runs', array(1))" -> "STRUCT<size: ARRAY<INT> NOT NULL, runs: ARRAY<INT> NOT NULL>"
      ).foreach { case (argument, sqlType) =>
        wrong(s"net2vec($argument, array(1))") should startWith(
          s"prediction is $sqlType, but must be ${MaskDecoder.ALLOWED}"
        )
        wrong(s"net2vec_mean(array(1), $argument)") should startWith(
          s"target is $sqlType, but must be ${MaskDecoder.ALLOWED}"
        )
        wrong(s"mask_shape($argument)") should startWith(
          s"mask is $sqlType, but must be ${MaskDecoder.ALLOWED}"
        )
      }
    }

    it("fails at analysis for settings that are no numbers") {
      wrong("net2vec(array(1), array(1), 'a')") shouldBe
        "factor_pos_class is STRING, but must be a number"
      wrong("net2vec(array(1), array(1), 0.5, true)") shouldBe
        "target_thresh is BOOLEAN, but must be a number"
    }

    it("fails at analysis for a literal b outside [0, 1]") {
      Seq("1.5" -> "1.5", "-0.1" -> "-0.1", "double('NaN')" -> "NaN", "1 + 1" -> "2.0").foreach {
        case (literal, shown) =>
          Seq("net2vec", "try_net2vec", "net2vec_mean").foreach { function =>
            wrong(s"$function(array(1), array(1), $literal)") shouldBe
              s"factor_pos_class is $shown, but must be in [0, 1]"
          }
      }
    }

    it("fails at run time for a column b outside [0, 1]") {
      Seq("net2vec", "net2vec_batch", "net2vec_mean").foreach { function =>
        messagesOf(
          sql(s"SELECT $function(array(1), array(1), b) FROM VALUES (1.5d) AS t(b)").collect()
        ) should include(
          s"$function: factor_pos_class is 1.5, but must be in [0, 1]"
        )
      }
      sql("SELECT try_net2vec(array(1), array(1), b) FROM VALUES (1.5d) AS t(b)")
        .head()
        .isNullAt(0) shouldBe true
    }

    it("fails for a threshold that is NaN") {
      wrong("net2vec(array(1), array(1), 0.5, double('NaN'))") shouldBe
        "target_thresh is NaN, but must be a number"
      messagesOf(
        sql("SELECT net2vec(array(1), array(1), 0.5, t) FROM VALUES (double('NaN')) AS s(t)")
          .collect()
      ) should include("net2vec: target_thresh is NaN, but must be a number")
    }
  }

  describe("Spark's error condition") {
    it("says that a call is wrong, and how") {
      val error = intercept[AnalysisException](sql("SELECT net2vec(array(1.0), array(1), 2.0)"))
      error.getCondition shouldBe "DATATYPE_MISMATCH.TYPE_CHECK_FAILURE_WITH_HINT"
      error.getMessage should startWith(
        "[DATATYPE_MISMATCH.TYPE_CHECK_FAILURE_WITH_HINT] Cannot resolve" +
          " \"net2vec(array(1.0), array(1), 2.0)\" due to data type mismatch:" +
          " factor_pos_class is 2.0, but must be in [0, 1]. SQLSTATE: 42K09"
      )
    }

    it("is there for a setting of the session") {
      withConf("spark.net2vec.activation" -> "sigmoidd") {
        val error = intercept[AnalysisException](sql("SELECT net2vec(array(1.0), array(1))"))
        error.getCondition shouldBe "USER_RAISED_EXCEPTION"
        error.getMessage should startWith(
          "[USER_RAISED_EXCEPTION] spark.net2vec.activation is 'sigmoidd'," +
            " but must be none or sigmoid SQLSTATE: P0001"
        )
      }
    }

    it("is there at run time, where the error of a task is the error of the query") {
      Seq(
        "net2vec(array(1.5), array(id))" ->
          "net2vec: prediction is 1.5 at [0], but every item must be in [0, 1] (shape 1)",
        "net2vec_mean(array(1.5), array(id))" ->
          "net2vec_mean: prediction is 1.5 at [0], but every item must be in [0, 1] (shape 1)",
        "net2vec_exact_sum(-1 - id)" ->
          "net2vec_exact_sum: value is -1.0, but must be finite and at least 0",
        "mask_to_rle(array(id))" ->
          "mask_to_rle: mask's shape is 1 (rank 1), but must be of rank 2 to be written as RLE"
      ).foreach { case (call, message) =>
        intercept[RuntimeException](sql(s"SELECT $call FROM range(1)").collect()) match {
          case error: SparkThrowable =>
            error.getCondition shouldBe "USER_RAISED_EXCEPTION"
            error.getMessage shouldBe s"[USER_RAISED_EXCEPTION] $message SQLSTATE: P0001"
          case other => fail(s"no error condition: $other")
        }
      }
    }
  }

  describe("named arguments") {
    val masks = "target => array(0, 1), prediction => array(0.25d, 1.0d)"

    it("are taken in any order, by every function") {
      cell[Double](s"SELECT net2vec($masks)") shouldBe 0.875
      cell[Double](
        s"SELECT net2vec(factor_pos_class => 0.9, $masks, target_thresh => 0)"
      ) shouldBe 0.975
      cell[Double]("SELECT net2vec(array(0.25d, 1.0d), TARGET => array(0, 1))") shouldBe 0.875
      withConf("spark.net2vec.factorPosClass" -> "1") {
        cell[Double](s"SELECT net2vec(target_thresh => 1, $masks)") shouldBe 0.0
      }
      val summary = s"net2vec_summary($masks)"
      Seq(
        s"net2vec_loss($masks)" -> "-0.875",
        s"try_net2vec($masks)" -> "0.875",
        s"net2vec_batch($masks)" -> "[0.875]",
        s"net2vec_counts(target_thresh => 0, $masks).target_pixels" -> "1",
        s"net2vec_diagnose($masks).reason" -> "NULL",
        s"net2vec_mean($masks)" -> "0.875",
        s"net2vec_sum(factor_pos_class => 0.9, $masks)" -> "0.975",
        s"net2vec_reduce($masks)" -> "0.875",
        "net2vec_auto_factor(target_thresh => 0, target => array(0, 1))" -> "0.5",
        s"$summary.instances" -> "1",
        s"net2vec_of(reduction => 'sum', summary => $summary)" -> "0.875",
        "net2vec_exact_mean(values => 3)" -> "3.0",
        "net2vec_exact_sum(values => 3)" -> "3.0",
        "net2vec_exact_std(values => array(1, 3))" -> "1.4142135623730951",
        "net2vec_statistics(values => 3).count" -> "1",
        "size(net2vec_statistics_each(values => array(1, 3)))" -> "2",
        "net2vec_reduce_values(order => 2, values => 3)" -> "3.0",
        "net2vec_project(bias => 1, weights => array(2), activations => array(array(array(3))))" ->
          "[[7.0]]",
        "mask_shape(mask => array(1, 2))" -> "[2]",
        "mask_values(mask => array(1, 2))" -> "[1.0,2.0]",
        "length(mask_to_npy(mask => array(1, 2))) > 2" -> "true",
        "mask_shape(mask_resize(width => 3, height => 2, mask => array(array(1))))" -> "[2,3]",
        "mask_to_rle(target_thresh => 1, mask => array(array(1, 2))).counts" -> "11",
        "try_mask_to_rle(mask => array(array(1, 2))).counts" -> "02"
      ).foreach { case (call, shown) =>
        withClue(call)(HiveRows(sql(s"SELECT $call")) shouldBe Seq(shown))
      }
    }

    it("stand in the column's name as they were written") {
      sql(
        "SELECT net2vec(p, target => t) FROM VALUES (array(0.5), array(1)) AS m(p, t)"
      ).columns shouldBe Array("net2vec(p, target => t)")
    }

    it("are refused where they are unknown, doubled, missing or followed by others") {
      val (p, t) = ("array(0.5)", "array(1)")
      Seq(
        s"net2vec($p, targets => $t)" ->
          ("UNRECOGNIZED_PARAMETER_NAME", "Did you mean one of the following? [`target` "),
        s"net2vec($p, target => $t, target => $t)" ->
          (
            "DUPLICATE_ROUTINE_PARAMETER_ASSIGNMENT.DOUBLE_NAMED_ARGUMENT_REFERENCE",
            "parameter name `target`"
          ),
        s"net2vec($p, prediction => $p, target => $t)" ->
          (
            "DUPLICATE_ROUTINE_PARAMETER_ASSIGNMENT.BOTH_POSITIONAL_AND_NAMED",
            "parameter name `prediction`"
          ),
        s"net2vec(prediction => $p)" ->
          ("REQUIRED_PARAMETER_NOT_FOUND", "the parameter named `target` is required"),
        s"net2vec(prediction => $p, $t)" ->
          ("UNEXPECTED_POSITIONAL_ARGUMENT", "the named argument assigned to `prediction`")
      ).foreach { case (call, (condition, words)) =>
        val error = intercept[AnalysisException](sql(s"SELECT $call"))
        error.getCondition shouldBe condition
        error.getMessage should (include("`net2vec`") and include(words))
      }
    }
  }

  /** What is said to be wrong with a call. */
  private def wrong(call: String): String = {
    val error = intercept[AnalysisException](sql(s"SELECT $call"))
    error.getCondition shouldBe "DATATYPE_MISMATCH.TYPE_CHECK_FAILURE_WITH_HINT"
    error.getMessageParameters.get("msg")
  }
}
