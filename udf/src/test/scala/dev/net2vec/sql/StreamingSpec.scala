package dev.net2vec.sql

import java.nio.file.{Files, Path}
import org.apache.spark.sql.DataFrame
import org.apache.spark.sql.streaming.{StreamingQueryException, Trigger}

/** A stream that is stopped and goes on keeps to the settings that it began with. */
class StreamingSpec extends SparkSpec {
  private val masks = "SELECT 'cat' AS concept, array(0.25d, 1.0d) AS p, array(0, 1) AS t"

  private def stream(): Stream = new Stream(Files.createTempDirectory("stream"))

  /** Files of masks that come in one by one, and the stream that scores them. */
  private class Stream(directory: Path) {
    private val (in, out, state) =
      (directory.resolve("in"), directory.resolve("out"), directory.resolve("state"))
    val record: Path = state.resolve("net2vec.properties")

    def arrive(): Unit = sql(masks).write.mode("append").parquet(in.toString)

    def rows: DataFrame = spark.readStream
      .schema(sql(masks).schema)
      .parquet(in.toString)

    /** Scores what has come since the last run, and stops. */
    def score(call: String): Unit = rows
      .selectExpr(s"$call AS value")
      .writeStream
      .format("parquet")
      .option("checkpointLocation", state.toString)
      .trigger(Trigger.AvailableNow())
      .start(out.toString)
      .awaitTermination()

    def scores: Seq[Double] =
      spark.read.parquet(out.toString).collect().map(_.getDouble(0)).toSeq.sorted

    /** Adds what has come to the means so far. */
    def mean(call: String): Double = {
      var last = Double.NaN
      rows
        .groupBy("concept")
        .agg(org.apache.spark.sql.functions.expr(call).as("mean"))
        .writeStream
        .outputMode("complete")
        .option("checkpointLocation", state.toString)
        .trigger(Trigger.AvailableNow())
        .foreachBatch { (batch: DataFrame, _: Long) =>
          last = batch.collect().head.getDouble(1)
        }
        .start()
        .awaitTermination()
      last
    }
  }

  describe("a stream of scores") {
    it("records what its calls took from the session, and goes on where that is the same") {
      val scored = stream()
      scored.arrive()
      withConf("spark.net2vec.factorPosClass" -> "0.9")(scored.score("net2vec(p, t)"))
      Files.readString(scored.record) shouldBe
        """spark.net2vec.activation=none
          |spark.net2vec.activationOrder=before_resize
          |spark.net2vec.alignCorners=false
          |spark.net2vec.clip=false
          |spark.net2vec.factorPosClass=0.9
          |spark.net2vec.ignoreValue=none
          |spark.net2vec.predictionScale=auto
          |spark.net2vec.resize=none
          |spark.net2vec.targetClass=none
          |spark.net2vec.targetEncoding=auto
          |spark.net2vec.targetThresh=0.0
          |""".stripMargin
      scored.arrive()
      withConf("spark.net2vec.factorPosClass" -> "0.90")(scored.score("net2vec(p, t)"))
      scored.scores shouldBe Seq(0.975, 0.975)
    }

    it("fails where it goes on with another setting") {
      val scored = stream()
      scored.arrive()
      scored.score("net2vec(p, t)")
      scored.arrive()
      Seq(
        ("spark.net2vec.factorPosClass", "0.9", "0.5"),
        ("spark.net2vec.targetThresh", "0.5", "0.0"),
        ("spark.net2vec.ignoreValue", "255", "none"),
        ("spark.net2vec.activation", "sigmoid", "none")
      ).foreach { case (key, value, before) =>
        withConf(key -> value) {
          val error = intercept[StreamingQueryException](scored.score("net2vec(p, t)"))
          val shown = if (key.endsWith("Value")) "255.0" else value
          error.getCause.getMessage should startWith(
            s"[USER_RAISED_EXCEPTION] $key is '$shown', but must be '$before', as when this" +
              s" stream started (file:${scored.record}); to change the measure, use a new" +
              " checkpoint or give it in the call"
          )
        }
      }
      scored.score("net2vec(p, t)")
      scored.scores shouldBe Seq(0.875, 0.875)
    }

    it("takes what an argument says, then as before") {
      val scored = stream()
      scored.arrive()
      scored.score("net2vec(p, t)")
      scored.arrive()
      withConf("spark.net2vec.factorPosClass" -> "0.25")(scored.score("net2vec(p, t, 0.9)"))
      scored.scores shouldBe Seq(0.875, 0.975)
    }
  }

  describe("a stream of means") {
    it("goes on with its settings, and with no others") {
      val means = stream()
      means.arrive()
      means.mean("net2vec_mean(p, t)") shouldBe 0.875
      means.arrive()
      withConf("spark.net2vec.factorPosClass" -> "0.9") {
        intercept[StreamingQueryException](means.mean("net2vec_mean(p, t)")).getMessage should
          include(
            "spark.net2vec.factorPosClass is '0.9', but must be '0.5', as when this stream started"
          )
      }
      means.mean("net2vec_mean(p, t)") shouldBe 0.875
    }
  }
}
