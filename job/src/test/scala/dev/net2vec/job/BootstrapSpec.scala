package dev.net2vec.job

import com.fasterxml.jackson.databind.JsonNode
import org.apache.spark.sql.Row
import scala.jdk.CollectionConverters._

/** `evaluate --bootstrap`: the intervals of a run's own figures. */
class BootstrapSpec extends JobSpec {
  private lazy val masks = dataset(
    "instance STRING, concept STRING, prediction ARRAY<FLOAT>, target ARRAY<INT>"
  )((0 until 60).map { i =>
    val prediction = Seq((i * 7 % 32) / 32f, 0.25f, (i * 5 % 32) / 32f, (i * 11 % 32) / 32f)
    Row(s"i$i", Seq("cat", "dog")(i % 2), prediction, Seq(1, 0, 1, if (i % 3 == 0) 1 else 0))
  }: _*)

  private def resampled(more: String*): Run = evaluated(
    Seq("--input", masks, "--group-by=concept", "--id=instance", "--bootstrap=1000", "--json") ++
      more: _*
  )

  private lazy val output = newDirectory()
  private lazy val run =
    resampled("--measures=net2vec,set_iou", "--instances", s"--output=$output")

  private def row(run: Run, concept: String): JsonNode =
    run.json.get("groups").elements.asScala.find(_.at("/key/concept").asText == concept).get

  private def percentile(values: Seq[Double], share: Double): Double = {
    val sorted = values.sorted
    val at = share * (sorted.size - 1)
    val below = sorted(at.toInt)
    below + (at - at.toInt) * (sorted(math.min(at.toInt + 1, sorted.size - 1)) - below)
  }

  it("gives the intervals of the documented weights: of means, and of ratios of sums") {
    val cat = row(run, "cat")
    val instances = spark.read
      .parquet(onlyRun(output).resolve("instances.parquet").toString)
      .where("key.concept = 'cat'")
      .selectExpr("xxhash64(id, key, instance_index)", "value", "inline(binarised)")
      .selectExpr(
        "*",
        "cast(true_positive AS DOUBLE) AS hit",
        "cast(true_positive + false_positive + false_negative AS DOUBLE) AS union"
      )
      .collect()
    instances should have length 30
    val weights = instances.map { instance =>
      val weights = new Array[Double](1000)
      resampling.Weights.of(instance.getLong(0), 0, weights)
      weights
    }
    def sums(of: Row => Double): Seq[Double] = (0 until 1000).map { replicate =>
      instances.zip(weights).map { case (row, weight) => weight(replicate) * of(row) }.sum
    }
    def ratios(of: Row => Double, by: Row => Double) =
      sums(of).zip(sums(by)).map { case (a, b) => a / b }
    val expected = Map(
      "value" -> ratios(_.getAs[Double]("value"), _ => 1),
      "set_iou" -> ratios(_.getAs[Double]("hit"), _.getAs[Double]("union"))
    )
    for (
      (figure, replicates) <- expected; (bound, share) <- Seq("low95" -> 0.025, "high95" -> 0.975)
    )
      withClue(s"${figure}_$bound") {
        cat.get(s"${figure}_$bound").asDouble shouldBe
          percentile(replicates, share) +- 1e-7
      }
  }

  it("gives an interval near Student's for the mean, and one of all instances") {
    for (row <- run.json.get("groups").elements.asScala) {
      val width = row.get("mean_high95").asDouble - row.get("mean_low95").asDouble
      (row.get("value_high95").asDouble - row.get("value_low95").asDouble) / width shouldBe
        1.0 +- 0.15
    }
    val all = run.json.at("/overall/0")
    all.get("value_low95").asDouble should be < all.get("value").asDouble
    all.get("value_high95").asDouble should be > all.get("value").asDouble
  }

  it("gives the same bits for any partitioning of the rows") {
    val scattered = newDirectory().resolve("scattered.parquet").toString
    spark.read.parquet(masks).repartition(7).write.parquet(scattered)
    val again = evaluated(
      "--input",
      scattered,
      "--group-by=concept",
      "--id=instance",
      "--bootstrap=1000",
      "--measures=net2vec,set_iou",
      "--json"
    )
    again.json.get("groups") shouldBe run.json.get("groups")
    again.json.get("overall") shouldBe run.json.get("overall")
  }

  it("needs ids, and enough replicates for a percentile") {
    def mistake(arguments: String*): String = {
      val run = evaluate(Seq("--input", masks) ++ arguments: _*)
      run.exitCode shouldBe 2
      run.messages.last.stripPrefix("net2vec-eval: ")
    }
    mistake("--bootstrap=1000") shouldBe
      "--bootstrap needs --id, the columns that identify an instance"
    mistake("--bootstrap=10", "--id=instance") shouldBe
      "--bootstrap is 10, but must be in [100, 100000]"
  }
}
