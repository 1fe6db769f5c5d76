package dev.net2vec.job

import com.fasterxml.jackson.databind.{JsonNode, ObjectMapper}
import java.nio.file.Path
import org.scalatest.Assertion
import scala.jdk.CollectionConverters._

/** Real masks, with values computed by the Python package's reference class. */
class CocoPeopleSpec extends JobSpec {
  private lazy val data: Path = Checkout.shared("data/coco-people")

  private lazy val expected: JsonNode =
    new ObjectMapper().readTree(data.resolve("expected.json").toFile).get("settings")

  private def close(actual: Double, reference: Double): Assertion =
    actual shouldBe reference +- (1e-9 * math.abs(reference))

  for (setting <- 0 until 3; reduction <- Seq("mean", "sum")) {
    it(s"gives the reference's values: setting $setting, $reduction") {
      val reference = expected.get(setting)
      val output = newDirectory()
      val summary = evaluated(
        "--input",
        data.resolve("instances.parquet").toString,
        "--id=instance",
        "--group-by=concept",
        s"--factor-pos-class=${reference.get("factor_pos_class").asText}",
        s"--target-thresh=${reference.get("target_thresh").asText}",
        s"--reduction=$reduction",
        s"--output=$output",
        "--instances",
        "--json"
      ).json

      val overall = summary.get("overall").get(0)
      overall.get("count").asLong shouldBe 33
      close(overall.get("value").asDouble, reference.get(reduction).asDouble)
      close(overall.get("loss").asDouble, -reference.get(reduction).asDouble)

      val groups = summary.get("groups").elements.asScala.toSeq
      groups.map(_.at("/key/concept").asText) shouldBe Seq("people", "person")
      for (group <- groups) {
        val concept = reference.get("by_concept").get(group.at("/key/concept").asText)
        group.get("count").asLong shouldBe concept.get("count").asLong
        close(group.get("value").asDouble, concept.get(reduction).asDouble)
      }

      val instances = spark.read
        .parquet(onlyRun(output).resolve("instances.parquet").toString)
        .selectExpr("id.instance", "value")
        .collect()
        .map(row => row.getString(0) -> row.getDouble(1))
        .toMap
      instances.keySet shouldBe reference.get("instances").fieldNames.asScala.toSet
      instances.foreach { case (instance, value) =>
        close(value, reference.get("instances").get(instance).asDouble)
      }
    }
  }

  private def byConcept(b: String*): Map[String, Seq[JsonNode]] =
    evaluated(
      "--input",
      data.resolve("instances.parquet").toString,
      "--group-by=concept",
      s"--factor-pos-class=${b.mkString(",")}",
      "--json"
    ).json.get("groups").elements.asScala.toSeq.groupBy(_.at("/key/concept").asText)

  it("balances as the paper does, by concept and over all") {
    val reference = new ObjectMapper()
      .readTree(data.resolve("expected.json").toFile)
      .get("auto_factor_pos_class")
    for ((concept, rows) <- byConcept("auto")) {
      rows should have size 1
      rows.head.get("auto").asBoolean shouldBe true
      rows.head.get("factor_pos_class").asDouble shouldBe reference.get(concept).asDouble +- 1e-12
    }
    val input = data.resolve("instances.parquet").toString
    evaluated("--input", input, "--factor-pos-class=auto", "--json").json
      .at("/overall/0/factor_pos_class")
      .asDouble shouldBe reference.get("all").asDouble +- 1e-12
  }

  it("gives the bits that SQL gives") {
    val table = s"parquet.`${data.resolve("instances.parquet")}`"
    val rows = spark
      .sql(s"""SELECT concept, net2vec_mean(prediction, target, 0.3),
        net2vec_mean(prediction, target, 0.9), net2vec_auto_factor(target),
        net2vec_of(net2vec_summary(prediction, target), net2vec_auto_factor(target))
        FROM $table GROUP BY concept""")
      .collect()
    rows should have size 2
    val groups = byConcept("0.3", "auto", "0.9")
    rows.foreach { row =>
      val byB = groups(row.getString(0))
      byB.map(_.get("auto").asBoolean) shouldBe Seq(false, false, true)
      val figures = byB.map(_.get("value")).patch(2, Seq(byB.last.get("factor_pos_class")), 0)
      figures.map(_.asDouble) shouldBe (1 to 4).map(row.getDouble)
    }
  }
}
