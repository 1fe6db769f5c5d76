package dev.net2vec.job

import com.fasterxml.jackson.databind.{JsonNode, ObjectMapper}
import org.apache.spark.sql.Row
import scala.jdk.CollectionConverters._

/** The table of bad inputs, which the SQL functions' specs also read. */
class BadInputsSpec extends JobSpec {
  private val inputs: Seq[JsonNode] = new ObjectMapper()
    .readTree(Checkout.path("udf/src/test/resources/bad-inputs.json").toFile)
    .elements
    .asScala
    .toSeq

  private def text(input: JsonNode, field: String): String = input.get(field).asText

  private def select(id: String, input: JsonNode): String =
    s"SELECT '$id' AS id, ${text(input, "prediction")} AS prediction, " +
      s"${text(input, "target")} AS target"

  private def line(id: String, input: JsonNode): String =
    s"id $id: ${text(input, "reason")}: ${text(input, "message")}"

  describe("a bad input ends the run where that is asked for, which names it:") {
    inputs.foreach { input =>
      val id = text(input, "id")
      it(id) {
        val run = evaluate("--query", select(id, input), "--id=id", "--on-invalid=fail")
        run.exitCode shouldBe 21
        run.out shouldBe ""
        run.messages shouldBe Seq(s"net2vec-eval: ${line(id, input)}")
      }
    }
  }

  describe("bad inputs are put apart, each with its code, and are too many, where masks are") {
    val byType = inputs.groupBy { input =>
      spark.sql(select("", input)).schema.map(_.dataType.catalogString)
    }
    byType.foreach { case (types, alike) =>
      it(types.tail.mkString(" and ")) {
        val schema = s"id STRING, prediction ${types(1)}, target ${types(2)}"
        val rows = alike.map(input => spark.sql(select(text(input, "id"), input)).head())
        val output = newDirectory()
        val run = evaluate(
          "--input",
          dataset(schema)(rows: _*),
          "--id=id",
          "--json",
          s"--output=$output"
        )
        run.exitCode shouldBe 21
        run.json.at("/instances/evaluated").asInt shouldBe 0
        run.json.at("/instances/rejected").asInt shouldBe alike.size
        val rejected = spark.read.parquet(onlyRun(output).resolve("rejected.parquet").toString)
        rejected.selectExpr("id.id", "reason", "message").collect() should
          contain theSameElementsAs alike.map { input =>
            Row(text(input, "id"), text(input, "reason"), text(input, "message"))
          }
      }
    }
  }

  it("30 bad rows among 10,000 good ones are named, and exactly the 10,000 evaluated") {
    val binary =
      inputs.filter(input => text(input, "prediction").matches("(?s)(X'|concat\\(X').*"))
    val bad = Iterator.continually(binary).flatten.take(30).toSeq.zipWithIndex
    val good =
      """SELECT concat('good-', id) AS id,
        |  mask_to_npy(array(array(id / 10000, 1.0D))) AS prediction,
        |  array(array(0, 1)) AS target
        |FROM range(10000)""".stripMargin
    val path = newDirectory().resolve("masks.parquet").toString
    spark
      .sql((good +: bad.map { case (input, i) =>
        select(s"bad-$i", input)
      }).mkString(" UNION ALL "))
      .repartition(4)
      .write
      .parquet(path)

    val output = newDirectory()
    val run = evaluate("--input", path, "--id=id", "--json", s"--output=$output")
    run.exitCode shouldBe 21
    run.json.at("/instances/read").asLong shouldBe 10030
    run.json.at("/instances/evaluated").asLong shouldBe 10000
    run.json.at("/instances/rejected").asLong shouldBe 30
    run.json.at("/overall/0/count").asLong shouldBe 10000
    run.json.at("/overall/0/value").asDouble shouldBe
      (0 until 10000).map(i => 0.5 * (1 - (i / 10000.0).toFloat) + 0.5).sum / 10000 +- 1e-6

    val rejected = spark.read.parquet(onlyRun(output).resolve("rejected.parquet").toString)
    rejected.selectExpr("id.id", "reason", "message").collect() should contain theSameElementsAs
      bad.map { case (input, i) =>
        Row(s"bad-$i", text(input, "reason"), text(input, "message"))
      }
    rejected.where(s"file LIKE 'file:$path/part-%.parquet'").count() shouldBe 30
  }
}
