package dev.net2vec.job

import com.fasterxml.jackson.databind.{JsonNode, ObjectMapper}
import dev.net2vec.job.text.JsonLog
import java.io.{PrintWriter, StringWriter}
import java.util.concurrent.ConcurrentLinkedQueue
import org.apache.spark.scheduler._
import org.apache.spark.sql.Row
import scala.jdk.CollectionConverters._

/** What users see of a running job: JSON lines, and Spark's UI. */
class WatchSpec extends JobSpec {
  private lazy val masks = dataset(Masks.schema)(
    Masks.all.map(_.row) :+ Row(5L, "dog", Seq(2.0f), Seq(1)): _*
  )

  private def lines(run: Run): Seq[JsonNode] =
    run.err.linesIterator.map(new ObjectMapper().readTree(_)).toSeq

  describe("--log-format json") {
    it("makes every line of standard error an object, in the form of Spark's structured logs") {
      val run = evaluate("--input", masks, "--id=id", "--log-format=json", "--json")
      run.exitCode shouldBe 21
      run.json.at("/instances/evaluated").asLong shouldBe 4
      val log = lines(run)
      log.foreach { line =>
        java.time.Instant.parse(line.get("ts").asText)
        line.get("logger").asText shouldBe "net2vec-eval"
      }
      log.map(line => line.get("level").asText -> line.get("msg").asText).filterNot {
        case (_, message) =>
          message.matches(
            "(Starting|Scoring|Reducing|Writing|Generating|Packing|Comparing|Reporting)(: .*)?"
          )
      } shouldBe Seq(
        "WARN" -> "1 of 5 rows are invalid: 1 OUT_OF_RANGE",
        "INFO" -> s"id 5: OUT_OF_RANGE: prediction is 2.0 at [0], but every item must be in [0, 1] (shape 1), in ${spark.read.parquet(masks).inputFiles.head.replace("file:///", "file:/")}",
        "WARN" -> "the share of invalid rows is 0.2, but --max-invalid-ratio is 0.0",
        "ERROR" -> "the exit code is 21"
      )
      log.last.at("/context/exit_code").asText shouldBe "21"
    }

    it("holds for a mistake, too, and for another order of the arguments") {
      for (
        args <- Seq(Seq("--log-format", "json", "evaluate"), Seq("evaluate", "--log-format=JSON"))
      ) {
        val run = net2vecEval(args: _*)
        run.exitCode shouldBe 2
        lines(run).map(_.get("level").asText) shouldBe Seq("WARN", "ERROR")
        lines(run).head.get("msg").asText should startWith("there is no input: ")
      }
    }

    it("gives progress by name as well as in words") {
      val out = new StringWriter
      val log = new JsonLog(new PrintWriter(out))
      log.log("INFO", "Scoring: 3 of 12 shards", java.util.Map.of("shards_done", "3"))
      log.println("net2vec-eval: a b")
      out.toString.linesIterator.map(_.replaceFirst(""""ts":"[^"]+",""", "")).toSeq shouldBe Seq(
        """{"level":"INFO","msg":"Scoring: 3 of 12 shards","context":{"shards_done":"3"},"logger":"net2vec-eval"}""",
        """{"level":"WARN","msg":"a b","logger":"net2vec-eval"}"""
      )
    }
  }

  describe("Spark's UI") {
    it("has a description of every stage, and counts instances and rejected rows") {
      val stages = new ConcurrentLinkedQueue[String]
      val counts = new ConcurrentLinkedQueue[(String, Any)]
      val listener = new SparkListener {
        override def onStageSubmitted(event: SparkListenerStageSubmitted): Unit = {
          Option(event.properties.getProperty("spark.job.description")).foreach(stages.add)
        }
        override def onStageCompleted(event: SparkListenerStageCompleted): Unit =
          for (
            counter <- event.stageInfo.accumulables.values; name <- counter.name
            if name.startsWith("net2vec"); value <- counter.value
          ) counts.add(name -> value)
      }
      val output = newDirectory()
      spark.sparkContext.addSparkListener(listener)
      try {
        evaluate("--input", masks, "--group-by=concept", s"--output=$output").exitCode shouldBe 21
        // Listeners receive the last stage with a delay.
        Thread.sleep(1000)
      } finally spark.sparkContext.removeSparkListener(listener)
      val described = stages.asScala.toSeq.distinct
      described should contain allOf (
        "Scoring: every pair of masks, once",
        "Reducing: scores to figures of groups",
        "Writing: results"
      )
      counts.asScala.toMap shouldBe
        Map("net2vec instances evaluated" -> 4L, "net2vec rows rejected" -> 1L)
    }
  }
}
