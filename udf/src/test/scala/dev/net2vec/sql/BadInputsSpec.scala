package dev.net2vec.sql

import com.fasterxml.jackson.databind.{JsonNode, ObjectMapper}
import dev.net2vec.kpi.InvalidMaskException
import scala.jdk.CollectionConverters._

/** The table of bad-inputs.json, which the job's specs read, too. */
class BadInputsSpec extends SparkSpec {
  private val inputs: Seq[JsonNode] =
    new ObjectMapper()
      .readTree(getClass.getResourceAsStream("/bad-inputs.json"))
      .elements
      .asScala
      .toSeq

  it("is a table of 30 inputs or more, with every reason that one row can have") {
    inputs.size should be >= 30
    inputs.map(_.get("id").asText).distinct should have size inputs.size
    inputs.map(_.get("reason").asText).toSet shouldBe
      InvalidMaskException.Reason.values.map(_.name).toSet - "UNPAIRED"
  }

  inputs.foreach { input =>
    val masks = s"${input.get("prediction").asText}, ${input.get("target").asText}"
    val reason = input.get("reason").asText
    val message = input.get("message").asText

    describe(input.get("id").asText) {
      if (reason == "NULL_MASK")
        it("is NULL") {
          sql(s"SELECT net2vec($masks)").head().isNullAt(0) shouldBe true
        }
      else
        it("is an error that says what, where, and what would be right") {
          val thrown = intercept[Exception](sql(s"SELECT net2vec($masks)").collect())
          thrown.getMessage shouldBe s"[USER_RAISED_EXCEPTION] net2vec: $message SQLSTATE: P0001"
          thrown.getCause shouldBe an[InvalidMaskException]
          thrown.getCause.getMessage shouldBe message
        }

      it(s"is NULL in try_net2vec, and $reason in net2vec_diagnose") {
        val row = sql(
          s"SELECT try_net2vec($masks), net2vec_diagnose($masks) AS d"
        ).selectExpr("*", "d.reason", "d.message", "d.instances").head()
        row.isNullAt(0) shouldBe true
        row.getAs[String]("reason") shouldBe reason
        row.getAs[String]("message") shouldBe message
        row.isNullAt(4) shouldBe true
      }
    }
  }
}
