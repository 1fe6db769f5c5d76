package dev.net2vec.job

import com.fasterxml.jackson.databind.JsonNode
import java.nio.file.{Files, Path}
import org.apache.spark.sql.functions._
import scala.jdk.CollectionConverters._

/** Runs compared by their paired instances. */
class CompareSpec extends JobSpec {
  private val concepts = Seq("bicycle", "car", "dog", "person", "tree")

  /** A kept run of 300 instances in five groups, as evaluate writes it: their values depend on the
    * instance and the model, and their masks are binarised at two thresholds.
    *
    * @param gain
    *   of a concept's true positives
    */
  private def run(
      output: Path,
      id: String,
      gain: Map[String, Double] = Map.empty,
      instances: Int = 300,
      settings: String = "",
      tag: String = "v1",
      partitions: Int = 2
  ): Path = {
    val directory = output.resolve(s"runs/20260101T000000000Z-$id")
    val gains = gain.map { case (concept, by) => s"WHEN concept = '$concept' THEN $by" }
    val factor = s"(CASE ${gains.mkString(" ")} WHEN 1 = 0 THEN 1 ELSE 1.0D END)"
    spark
      .range(instances)
      .repartition(partitions)
      .selectExpr(
        "id AS instance",
        s"element_at(array(${concepts.map("'" + _ + "'").mkString(",")}), int(id % 5) + 1) concept",
        "100 + id % 17 AS n",
        "pmod(xxhash64(id), 1000) / 1000D AS noise"
      )
      .selectExpr(
        "struct(instance) AS id",
        "struct(concept) AS key",
        "0 AS instance_index",
        s"n * (0.5 + 0.4 * noise) * $factor AS true_positive",
        "(400 - n) * (0.9 - 0.1 * noise) AS true_negative",
        "400L AS pixels",
        "BIGINT(n) AS target_pixels",
        s"""transform(array(0.25D, 0.5D), t -> struct(t AS output_thresh,
           BIGINT(floor(n * (1.2 - t) * (0.5 + 0.4 * noise) * $factor)) AS true_positive,
           BIGINT(floor(20 * (1 - t) * noise)) AS false_positive,
           BIGINT(n - floor(n * (1.2 - t) * (0.5 + 0.4 * noise) * $factor)) AS false_negative,
           BIGINT(400 - n - floor(20 * (1 - t) * noise)) AS true_negative)) AS binarised"""
      )
      .withColumn("factor_pos_class", lit(0.5))
      .withColumn("auto", lit(false))
      .withColumn("value", expr("0.5 * true_positive + 0.5 * true_negative"))
      .write
      .parquet(directory.resolve("instances.parquet").toString)
    Files.writeString(
      directory.resolve("summary.json"),
      s"""{"version": 1, "run": {"id": "${directory.getFileName}", "tags": {"model": "$tag"},
         | "settings_hash": "${settings.hashCode}"},
         | "settings": {"factor_pos_class": [0.5], "reduction": "mean", "group_by": ["concept"]
         |  $settings},
         | "overall": [{"key": {}, "factor_pos_class": 0.5, "value": 1, "set_iou": 1,
         |  "mean_iou": 1}], "groups": []}""".stripMargin
    )
    directory
  }

  private def compare(arguments: String*): Run = {
    val run = net2vecEval("compare" +: arguments: _*)
    withClue(run.err) { run.exitCode shouldBe 0 }
    run
  }

  private def mistake(arguments: String*): String = {
    val run = net2vecEval("compare" +: arguments: _*)
    run.exitCode shouldBe 2
    run.out shouldBe ""
    run.err.linesIterator.toSeq.last.stripPrefix("net2vec-eval: ")
  }

  private def rows(run: Run): Seq[JsonNode] =
    run.json.at("/comparisons/0/rows").elements.asScala.toSeq

  private lazy val output: Path = {
    val output = newDirectory()
    run(output, "00000001", tag = "v1")
    run(output, "00000002", Map("person" -> 0.98), tag = "v2")
    output
  }
  private lazy val json = compare("model=v1", "model=v2", s"--output=$output", "--json")

  private lazy val instances = for {
    (tag, side) <- Seq("00000001" -> "a", "00000002" -> "b")
    path = output.resolve(s"runs/20260101T000000000Z-$tag/instances.parquet").toString
  } yield spark.read
    .parquet(path)
    .selectExpr("*", "xxhash64(id, key, instance_index) AS hash", s"'$side' AS side")
    .orderBy("id.instance")

  describe("a model that is worse on one concept of five") {
    it("is worse there beyond chance, and nowhere else") {
      val (all, groups) = rows(json).partition(_.get("key").isEmpty)
      groups should have size 5 * 2 * 4
      for (row <- groups) {
        val person = row.at("/key/concept").asText == "person"
        withClue(row) {
          (row.get("adjusted_p_value").asDouble <= 0.05) shouldBe person
          if (person) {
            row.get("high95").asDouble should be < 0.0
            row.get("worse").asDouble should be > 0.8
            row.get("effect_size").asDouble should be < -1.0
          } else {
            row.get("difference").asDouble shouldBe 0.0
            row.get("equal").asDouble shouldBe 1.0
            row.get("p_value").asDouble shouldBe 1.0
          }
        }
      }
      all.map(_.get("measure").asText).distinct shouldBe
        Seq("value", "normalized_value", "set_iou", "mean_iou")
      all.map(_.get("count").asInt).toSet shouldBe Set(300)
    }

    it("has the figures of its instances: means, and ratios of sums") {
      for (((side, rowsOf), name) <- Seq("a", "b").zip(instances).zip(Seq("baseline", "run"))) {
        val expected = rowsOf
          .selectExpr("*", "binarised[1] AS at")
          .where("key.concept = 'person'")
          .selectExpr(
            "avg(value)",
            "sum(value) / sum(0.5 * pixels)",
            "sum(at.true_positive) / sum(at.true_positive + at.false_positive + at.false_negative)",
            "avg(at.true_positive / (at.true_positive + at.false_positive + at.false_negative))"
          )
          .head()
        val found = rows(json)
          .filter(_.at("/key/concept").asText == "person")
          .filter(_.get("output_thresh").asDouble == 0.5)
          .map(_.get(name).asDouble)
        withClue(side) {
          found.zip(expected.toSeq.map(_.asInstanceOf[Double])).foreach { case (one, other) =>
            one shouldBe other +- 1e-12 * other
          }
        }
      }
    }

    it("has the intervals that the documented weights give") {
      val pairs = instances.head
        .select(col("hash"), col("id.instance"), col("key.concept"), col("value").as("there"))
        .join(
          instances(1).select(
            col("id.instance"),
            col("value").as("here"),
            expr("binarised[1] AS at")
          ),
          "instance"
        )
        .where("concept = 'person'")
        .collect()
      val weights = pairs.map { pair =>
        val weights = new Array[Double](1000)
        resampling.Weights.of(pair.getAs[Long]("hash"), 0, weights)
        weights
      }
      def sums(of: Int => Double): Seq[Double] =
        (0 until 1000).map(r => pairs.indices.map(i => weights(i)(r) * of(i)).sum)
      val count = sums(_ => 1)
      val differences = sums(i => pairs(i).getAs[Double]("here") - pairs(i).getAs[Double]("there"))
        .zip(count)
        .map { case (sum, n) => sum / n }
        .sorted
      val row = rows(json).find { row =>
        row.at("/key/concept").asText == "person" && row.get("measure").asText == "value"
      }.get
      def percentile(share: Double) = {
        val at = share * 999
        val below = differences(at.toInt)
        below + (at - at.toInt) * (differences(at.toInt + 1) - below)
      }
      row.get("low95").asDouble shouldBe percentile(0.025) +- 1e-7
      row.get("high95").asDouble shouldBe percentile(0.975) +- 1e-7
    }

    it("lists the instances that got worst, with both values") {
      val worst = json.json.at("/comparisons/0/worst").elements.asScala.toSeq
      worst should have size 10
      worst.map(_.at("/instance/key/concept").asText).toSet shouldBe Set("person")
      worst.map(_.get("difference").asDouble) shouldBe sorted
      val table = compare("model=v1", "model=v2", s"--output=$output", "--worst=1")
      table.out should include("\n\nworst ")
      table.err should include("300 pairs of instances")
      table.err should include("adjusted_p_value: Holm")
    }
  }

  it("gives the same bits for any partitioning of the instances") {
    val other = newDirectory()
    run(other, "00000001", tag = "v1", partitions = 7)
    run(other, "00000002", Map("person" -> 0.98), tag = "v2", partitions = 1)
    val again = compare("model=v1", "model=v2", s"--output=$other", "--json")
    again.json.get("comparisons") shouldBe json.json.get("comparisons")
    val seed = compare("model=v1", "model=v2", s"--output=$other", "--json", "--seed=1")
    seed.json.get("comparisons") should not be json.json.get("comparisons")
  }

  it("counts and lists instances that only one run has") {
    val one = newDirectory()
    run(one, "00000001", instances = 40)
    run(one, "00000002", instances = 60)
    Files.writeString(
      one.resolve("latest.json"),
      """{"run_id": "20260101T000000000Z-00000002"}"""
    )
    val run2 = compare("20260101T000000000Z-00000001", "latest", s"--output=$one", "--json")
    val pairing = run2.json.at("/comparisons/0/instances")
    pairing.get("paired").asInt shouldBe 40
    pairing.get("only_in_baseline").asInt shouldBe 0
    pairing.get("only_in_run").asInt shouldBe 20
    pairing.get("unpaired") should have size 10
    run2.err should include("Not paired: 0 instances only in the baseline, 20 only in ")
    run2.err should include("20260101T000000000Z-00000002: 40 (bicycle)")
    // A directory of runs is its latest; a run's directory is the run.
    val byPath = compare(one.resolve("runs/20260101T000000000Z-00000001").toString, one.toString)
    byPath.err should include("40 pairs of instances")
  }

  it("compares several runs with the first, in any format") {
    val csv = compare(
      Seq("model=v1", "model=v2", "model=v1", s"--output=$output", "--output-format=csv"): _*
    )
    val lines = csv.out.linesIterator.toSeq
    lines.head should startWith(
      "run,concept,factor_pos_class,output_thresh,measure,count,baseline,"
    )
    lines should have size 1 + 2 * (6 * 2 * 4)
    val markdown = compare("model=v1", "model=v2", s"--output=$output", "--output-format=markdown")
    markdown.out should startWith("| concept | factor_pos_class | output_thresh | measure |")
    val value = compare("model=v1", "model=v2", s"--output=$output", "--measure=net2vec", "--json")
    rows(value).map(_.get("measure").asText).toSet shouldBe Set("value")
    rows(value).exists(_.has("output_thresh")) shouldBe false
  }

  describe("runs that cannot be compared") {
    it("have other settings, which are named") {
      val other = newDirectory()
      val odd = run(other, "00000003", settings = """, "target_thresh": 0.5""")
      mistake("model=v1", odd.toString, s"--output=$output") should include(
        "target_thresh is 0.0 there, but 0.5 here"
      )
    }

    it("have no instances, or no ids, or one id twice; each with its remedy") {
      val other = newDirectory()
      val none = run(other, "00000004")
      val path = none.resolve("instances.parquet").toString
      val rows = spark.read.parquet(path).collect()
      val schema = spark.read.parquet(path).schema
      val twice = run(other, "00000005")
      spark
        .createDataFrame(rows.take(1).toSeq.asJava, schema)
        .write
        .mode("append")
        .parquet(
          twice.resolve("instances.parquet").toString
        )
      mistake(twice.toString, none.toString) should (include("2 times") and include("--id"))
      val nameless = run(other, "00000006")
      spark
        .createDataFrame(rows.toSeq.asJava, schema)
        .drop("id")
        .write
        .mode("overwrite")
        .parquet(
          nameless.resolve("instances.parquet").toString
        )
      mistake(none.toString, nameless.toString) should include("has no ids")
      Files.move(none.resolve("instances.parquet"), none.resolve("moved.parquet"))
      mistake(none.toString, nameless.toString) should include("run evaluate with --instances")
    }

    it("are not there") {
      mistake("model=v9", "latest", s"--output=$output") should startWith(
        "there is no run with model=v9 in "
      )
      mistake("latest", "model=v1") shouldBe "run latest needs --output, the directory of the runs"
      mistake("/no/such", "/no/such") should startWith(
        "run /no/such is not there: it must be latest"
      )
      mistake("model=v1", "model=v2", s"--output=$output", "--measure=iou") should startWith(
        "--measure is iou, but must be one of "
      )
      mistake("model=v1", "model=v2", s"--output=$output", "--replicates=10") shouldBe
        "--replicates is 10, but must be in [100, 100000]"
    }
  }
}
