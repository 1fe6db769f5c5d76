package dev.net2vec.job
package results

import com.fasterxml.jackson.databind.node.ObjectNode
import java.nio.file.Files
import java.time.Instant
import org.apache.spark.sql.Row
import scala.jdk.CollectionConverters._

/** The files that runs leave, and where they may be. */
class ResultsSpec extends JobSpec {
  private lazy val masks = dataset(Masks.schema)(Masks.all.map(_.row): _*)

  it("lie in a directory of the run, and the latest run is named beside") {
    val output = newDirectory()
    val run =
      evaluated("--input", masks, "--group-by=concept", "--json", s"--output=$output")
    val directory = onlyRun(output)
    children(directory).map(_.getFileName.toString) shouldBe
      Seq("gate.json", "groups.parquet", "rejected.parquet", "summary.json")
    read(directory.resolve("gate.json")) shouldBe run.json.get("gate")
    val summary = run.json.asInstanceOf[ObjectNode].without[ObjectNode]("gate")
    read(directory.resolve("summary.json")) shouldBe summary
    val latest = read(output.resolve("latest.json"))
    latest.get("version").asInt shouldBe 1
    latest.get("run_id").asText shouldBe directory.getFileName.toString
    latest.get("gate").asText shouldBe "passed"
    latest.get("summary") shouldBe summary
    run.messages shouldBe Seq(s"Results are in file:$directory")
  }

  it("stay when another run follows, which becomes the latest") {
    val output = newDirectory()
    evaluated("--input", masks, s"--output=$output", "--factor-pos-class=0.25")
    val first = read(output.resolve("latest.json"))
    evaluated("--input", masks, s"--output=$output", "--factor-pos-class=0.75")
    val second = read(output.resolve("latest.json"))
    children(output.resolve("runs")).map(_.getFileName.toString) shouldBe
      Seq(first.get("run_id").asText, second.get("run_id").asText)
    second.at("/summary/overall/0/factor_pos_class").asDouble shouldBe 0.75
    children(output).map(_.getFileName.toString) shouldBe Seq("latest.json", "runs")
  }

  it("have a small latest.json, with the first of many groups") {
    val output = newDirectory()
    evaluated(
      "--query",
      "SELECT id AS k, array(1.0D) AS prediction, array(1) AS target FROM range(400)",
      "--group-by=k",
      "--factor-pos-class=0.5,0.9",
      s"--output=$output"
    )
    Files.size(output.resolve("latest.json")) should be < 100000L
    val latest = read(output.resolve("latest.json")).get("summary")
    val all = read(onlyRun(output).resolve("summary.json")).get("groups")
    all should have size 800
    latest.get("groups").asScala.toSeq shouldBe all.asScala.toSeq.take(latest.get("groups").size)
    latest.at("/groups_truncated/listed").asInt * 2 shouldBe latest.get("groups").size
    latest.at("/groups_truncated/total").asInt shouldBe 400
    latest.get("overall") should have size 2
  }

  it("go to a directory and a table that are not read") {
    val home = newDirectory().toRealPath()
    val rows = spark.read.parquet(masks)
    Seq("data", "out/runs/x", "out/data").foreach(name => rows.write.parquet(s"$home/$name"))
    Files.createSymbolicLink(home.resolve("link"), home.resolve("data"))
    rows.write.option("path", s"$home/table").saveAsTable("masks_read")
    val apart = ", but must be a directory outside the input"
    for (
      (input, output, message) <- Seq(
        (
          s"--input=$home/data",
          Seq(s"--output=$home/link"),
          s"--output is $home/link, which is an input$apart"
        ),
        (
          s"--input=$home/link/",
          Seq(s"--output=file:$home/data/results"),
          s"--output is file:$home/data/results, which lies in the input file:$home/link$apart"
        ),
        (
          s"--input=$home/out/runs/x",
          Seq(s"--output=$home/out"),
          s"--output is $home/out, whose runs contain the input file:$home/out/runs/x$apart"
        ),
        (
          "--table=masks_read",
          Seq(s"--output=$home/results", "--output-table=masks_read"),
          s"--output-table is masks_read, which shares files with the input file:$home/table, but " +
            "must be a separate table"
        )
      )
    ) {
      val run = evaluate(input +: output: _*)
      run.exitCode shouldBe 2
      run.messages shouldBe Seq(s"net2vec-eval: $message")
    }
    children(home.resolve("data")) shouldBe children(home.resolve("link")).map(path =>
      home.resolve("data").resolve(path.getFileName)
    )
    evaluated(s"--input=$home/out/data", s"--output=$home/out")
  }

  it("have the groups' figures as rows, and each instance's by b") {
    val output = newDirectory()
    evaluated(
      "--input",
      masks,
      "--group-by=concept",
      "--id=id",
      "--factor-pos-class=0.25,0.5",
      "--instances",
      s"--output=$output"
    )
    val groups = spark.read.parquet(onlyRun(output).resolve("groups.parquet").toString)
    groups.schema.toDDL shouldBe
      "key STRUCT<concept: STRING>,factor_pos_class DOUBLE,auto BOOLEAN,count BIGINT," +
      "value DOUBLE,loss DOUBLE,value_per_pixel DOUBLE,normalized_value DOUBLE,std DOUBLE,standard_error DOUBLE," +
      "mean_low95 DOUBLE,mean_high95 DOUBLE,min DOUBLE,q05 DOUBLE,q25 DOUBLE,q50 DOUBLE," +
      "q75 DOUBLE,q95 DOUBLE,max DOUBLE,empty_targets BIGINT,full_targets BIGINT"
    groups.count() shouldBe 6

    val instances = spark.read.parquet(onlyRun(output).resolve("instances.parquet").toString)
    instances.schema.toDDL shouldBe
      "id STRUCT<id: BIGINT>,key STRUCT<concept: STRING>,instance_index INT," +
      "factor_pos_class DOUBLE,auto BOOLEAN,value DOUBLE,loss DOUBLE,pixels BIGINT,target_pixels BIGINT," +
      "predicted DOUBLE,true_positive DOUBLE,false_positive DOUBLE,false_negative DOUBLE," +
      "true_negative DOUBLE"
    instances.count() shouldBe 8
    instances
      .where("id.id = 1 AND factor_pos_class = 0.25")
      .selectExpr("value", "loss", "pixels", "target_pixels", "true_positive", "true_negative")
      .collect() shouldBe Array(Row(0.8125, -0.8125, 2, 1, 1.0, 0.75))

    val rejected = spark.read.parquet(onlyRun(output).resolve("rejected.parquet").toString)
    rejected.schema.toDDL shouldBe
      "id STRUCT<id: BIGINT>,key STRUCT<concept: STRING>,reason STRING,message STRING,file STRING"
    rejected.count() shouldBe 0
  }

  it("keep the instances where nothing is reduced") {
    val output = newDirectory()
    evaluated("--input", masks, "--reduction=none", s"--output=$output")
    val instances = spark.read.parquet(onlyRun(output).resolve("instances.parquet").toString)
    instances.count() shouldBe 4
  }

  it("leave the last good run the latest where one fails") {
    val output = newDirectory()
    evaluated("--input", masks, s"--output=$output")
    val good = Files.readString(output.resolve("latest.json"))
    val bad = dataset(Masks.schema)(Row(1L, "cat", Seq(2.0f), Seq(1)))
    evaluate("--input", bad, "--on-invalid=fail", s"--output=$output").exitCode shouldBe 21
    Files.readString(output.resolve("latest.json")) shouldBe good
    children(output.resolve("runs")) should have size 1
  }

  it("carry ids that sort by time") {
    val ids = Seq(0L, 1L, 999L, 1000L, 1795500000000L).map(millis =>
      Results.runId(Instant.ofEpochMilli(millis))
    )
    ids shouldBe ids.sorted
    ids.head should fullyMatch regex "19700101T000000000Z-[0-9a-f]{8}"
    Results.runId(Instant.EPOCH) should not be Results.runId(Instant.EPOCH)
  }
}
