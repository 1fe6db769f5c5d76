package dev.net2vec.job
package evaluation

import com.fasterxml.jackson.databind.JsonNode
import org.apache.spark.sql.Row
import scala.jdk.CollectionConverters._

/** Confidence intervals and spread of the values, the same to the last bit in every run. */
class StatisticsSpec extends JobSpec {
  private lazy val masks = dataset(Masks.schema)(Masks.all.map(_.row): _*)

  private def rows(run: Run, name: String): Seq[JsonNode] =
    run.json.get(name).elements.asScala.toSeq

  /** A query for one-pixel instances, all foreground, with the given value at b = 1. */
  private def query(instances: Int, value: String, key: String = "0"): String =
    s"SELECT $key AS k, array($value) AS prediction, array(1) AS target FROM range($instances)"

  private val random = "((xxhash64(id) & 9007199254740991L) / 9007199254740992D)"

  describe("the figures") {
    it("have the same bits for any order, partitioning and number of files") {
      val spread = query(3000, s"pow(10, -9 * $random)", "id % 3")
      def figures(query: String): Seq[JsonNode] = {
        val run =
          evaluated("--query", query, "--group-by=k", "--factor-pos-class=0.3,auto", "--json")
        rows(run, "overall") ++ rows(run, "groups")
      }
      val reference = figures(spread)
      reference should have size 8
      for (partitions <- Seq(1, 12))
        figures(
          s"SELECT /*+ REPARTITION($partitions, n) */ k, prediction, target FROM (SELECT *, rand($partitions) AS n FROM ($spread))"
        ).map(_.toString) shouldBe reference.map(_.toString)
    }

    it("tell the quantiles: the smallest value that so many do not exceed") {
      val row = rows(
        evaluated(
          "--query",
          query(1000, "(id * 7 % 1000) / 1000"),
          "--factor-pos-class=1",
          "--json"
        ),
        "overall"
      ).head
      Seq("min", "q05", "q25", "q50", "q75", "q95", "max").map(row.get(_).asDouble) shouldBe
        Seq(0.0, 0.049, 0.249, 0.499, 0.749, 0.949, 0.999)
    }

    it("tell the mean's standard error and 95 % interval by Student's t, whatever the reduction") {
      for (reduction <- Seq("mean", "sum", "none")) {
        val row =
          rows(evaluated("--input", masks, s"--reduction=$reduction", "--json"), "overall").head
        val values = Masks.all.map(_.value(0.5))
        val error = Masks.std(values) / 2
        val t = 3.182446305284263 // For 3 degrees of freedom, from a table.
        row.get("standard_error").asDouble shouldBe error +- 1e-12
        row.get("mean_low95").asDouble shouldBe Masks.mean(values) - t * error +- 1e-9
        row.get("mean_high95").asDouble shouldBe Masks.mean(values) + t * error +- 1e-9
      }
    }

    it("have no spread of one instance") {
      val run = evaluated("--query", query(1, "0.5"), "--json")
      for (figure <- Seq("std", "standard_error", "mean_low95", "mean_high95"))
        rows(run, "overall").head.get(figure).isNull shouldBe true
    }

    it("have the std of exact arithmetic where values are large and nearly equal") {
      // A million pixels each, all but one of them predicted as 1.
      val run = evaluated(
        "--query",
        "SELECT array_repeat(1, 1000000) AS target, concat(array(id / 1000), array_repeat(1D, 999999)) AS prediction FROM range(20)",
        "--factor-pos-class=1",
        "--json"
      )
      val values = (0 until 20).map(id => BigDecimal(id) / 1000)
      val mean = values.sum / 20
      val std = math.sqrt((values.map(v => (v - mean).pow(2)).sum / 19).toDouble)
      rows(run, "overall").head.get("std").asDouble shouldBe std +- (1e-9 * std)
    }

    it("count the targets without foreground") {
      val run = evaluated("--input", masks, "--group-by=concept", "--json")
      rows(run, "groups").map(_.get("empty_targets").asInt) shouldBe Seq(1, 0, 0)
      rows(run, "overall").head.get("empty_targets").asInt shouldBe 1
    }
  }

  describe("--factor-pos-class auto") {
    it("is 1 - the mean share of foreground in the group's targets, beside other b's") {
      val run =
        evaluated("--input", masks, "--group-by=concept", "--factor-pos-class=auto,0.5", "--json")
      run.json.at("/settings/factor_pos_class").toString shouldBe """[0.5,"auto"]"""
      val groups = rows(run, "groups")
      groups.map(_.get("auto").asBoolean) shouldBe Seq(false, true, false, true, false, true)
      groups.map(_.get("factor_pos_class").asDouble) shouldBe
        Seq(0.5, 1.0, 0.5, 1 - (1.0 / 2 + 1.0 / 3) / 2, 0.5, 0.0)
      for ((row, concept) <- groups.filter(_.get("auto").asBoolean).zip(Seq(null, "cat", "dog"))) {
        val values = Masks.all
          .filter(_.concept == concept)
          .map(_.value(row.get("factor_pos_class").asDouble))
        row.get("value").asDouble shouldBe Masks.mean(values) +- 1e-12
        row.get("min").asDouble shouldBe values.min +- 1e-12
        row.get("max").asDouble shouldBe values.max +- 1e-12
        if (values.size > 1) row.get("std").asDouble shouldBe Masks.std(values) +- 1e-12
      }
    }

    it("may stand in a config file, as the settings of a run have it") {
      val config = file("auto.yaml", s"input: $masks\nfactor_pos_class: [auto, 0.25]\njson: true\n")
      evaluated("--config", config).json.at("/settings/factor_pos_class").toString shouldBe
        """[0.25,"auto"]"""
    }

    it("weighs each instance by its group's, and is told apart in the table") {
      val output = newDirectory()
      val run = evaluated(
        "--input",
        masks,
        "--group-by=concept",
        "--id=id",
        "--factor-pos-class=auto",
        "--instances",
        s"--output=$output"
      )
      run.out.linesIterator.toSeq(2) should startWith(
        "cat           auto=0.5833      2        0.7500"
      )
      val b = 1 - (1.0 / 2 + 1.0 / 3) / 2
      val instances = spark.read
        .parquet(onlyRun(output).resolve("instances.parquet").toString)
        .where("key.concept = 'cat'")
        .orderBy("id.id")
        .selectExpr("factor_pos_class", "auto", "value")
        .collect()
      instances.map(row => (row.getDouble(0), row.getBoolean(1))).toSet shouldBe Set((b, true))
      instances.map(_.getDouble(2)).zip(Masks.all.take(2)).foreach { case (value, instance) =>
        value shouldBe instance.value(b) +- 1e-12
      }
    }

    it("has no b for a group without a valid instance") {
      val input = dataset(Masks.schema)(
        Row(1L, "cat", Seq(1.0f), Seq(1)),
        Row(2L, "dog", Seq(2.0f), Seq(1))
      )
      val run = evaluate(
        "--input",
        input,
        "--group-by=concept",
        "--factor-pos-class=auto",
        "--max-invalid-ratio=0.5",
        "--json"
      )
      withClue(run.err) { run.exitCode shouldBe 0 }
      val dog = rows(run, "groups").last
      dog.get("factor_pos_class").isNull shouldBe true
      dog.get("count").asLong shouldBe 0
      dog.get("value").isNull shouldBe true
    }
  }
}
