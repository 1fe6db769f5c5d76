package dev.net2vec.sql

import dev.net2vec.mask.MaskDecoder

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
        "prediction has shape 1 and target 1x1, but both must have the same; give the flat one its height and width"
      ),
      (
        "transposed shapes",
        "array(array(0.5d, 0.5d)), array(array(0), array(1))",
        "prediction has shape 1x2 and target 2x1, but both must have the same"
      ),
      (
        "ragged rows",
        "array(array(0.5d, 0.5d), array(0.5d)), array(array(0, 0), array(0, 0))",
        "prediction is ragged: 1 items at [1], but 2 in the first row, and all must be equally long"
      ),
      (
        "ragged inner rows",
        "array(array(array(0.5d), array(0.5d)), array(array(0.5d), array(0.5d, 0.5d))), array(array(array(1)))",
        "prediction is ragged: 2 items at [1, 1], but 1 in the first row, and all must be equally long"
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
        "[WRONG_NUM_ARGS.WITHOUT_SUGGESTION] The `net2vec` requires [2, 3, 4] parameters but the actual number is 1."
      )
      messageOf("net2vec_counts(array(1), array(1), 0, 0)") should startWith(
        "[WRONG_NUM_ARGS.WITHOUT_SUGGESTION] The `net2vec_counts` requires [2, 3] parameters but the actual number is 4."
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
        messageOf(s"net2vec($argument, array(1))") should startWith(
          s"net2vec: prediction is $sqlType, but must be ${MaskDecoder.ALLOWED}"
        )
        messageOf(s"net2vec_mean(array(1), $argument)") should startWith(
          s"net2vec_mean: target is $sqlType, but must be ${MaskDecoder.ALLOWED}"
        )
        messageOf(s"mask_shape($argument)") should startWith(
          s"mask_shape: mask is $sqlType, but must be ${MaskDecoder.ALLOWED}"
        )
      }
    }

    it("fails at analysis for settings that are no numbers") {
      messageOf("net2vec(array(1), array(1), 'a')") should startWith(
        "net2vec: factor_pos_class is STRING, but must be a number"
      )
      messageOf("net2vec(array(1), array(1), 0.5, true)") should startWith(
        "net2vec: target_thresh is BOOLEAN, but must be a number"
      )
    }

    it("fails at analysis for a literal b outside [0, 1]") {
      Seq("1.5" -> "1.5", "-0.1" -> "-0.1", "double('NaN')" -> "NaN", "1 + 1" -> "2.0").foreach {
        case (literal, shown) =>
          Seq("net2vec", "try_net2vec", "net2vec_mean").foreach { function =>
            messagesOf(sql(s"SELECT $function(array(1), array(1), $literal)")) should startWith(
              s"$function: factor_pos_class is $shown, but must be in [0, 1]"
            )
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
      messagesOf(sql("SELECT net2vec(array(1), array(1), 0.5, double('NaN'))")) should startWith(
        "net2vec: target_thresh is NaN, but must be a number"
      )
      messagesOf(
        sql("SELECT net2vec(array(1), array(1), 0.5, t) FROM VALUES (double('NaN')) AS s(t)")
          .collect()
      ) should include("net2vec: target_thresh is NaN, but must be a number")
    }
  }
}
