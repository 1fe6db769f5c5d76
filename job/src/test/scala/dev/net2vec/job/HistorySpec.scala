package dev.net2vec.job

import java.nio.file.{Files, Path}
import scala.jdk.CollectionConverters._

/** The figures of kept runs, one after the other, from their summaries alone. */
class HistorySpec extends JobSpec {
  private lazy val masks = dataset(Masks.schema)(Masks.all.map(_.row): _*)

  /** Two runs of different models and settings, one that is not whole, and a damaged summary. */
  private lazy val output: Path = {
    val output = newDirectory()
    val kept = Seq("--input", masks, "--group-by=concept", s"--output=$output")
    evaluated(kept :+ "--tag=model=v1": _*)
    evaluated(kept ++ Seq("--tag=model=v2", "--tag=set=test", "--factor-pos-class=0.5,auto"): _*)
    val runs = output.resolve("runs")
    Files.createDirectory(runs.resolve("20990101T000000000Z-00000001"))
    for ((id, text) <- Seq("00000002" -> "{\"overall\": [", "00000003" -> "{}")) {
      val run = Files.createDirectory(runs.resolve(s"20990101T000000000Z-$id"))
      Files.writeString(run.resolve("summary.json"), text)
      // Only the summaries of runs are read.
      children(runs).head.resolve("groups.parquet").toFile.setReadable(false)
    }
    output
  }

  private def history(arguments: String*): Run = {
    val run = net2vecEval(Seq("history", output.toString) ++ arguments: _*)
    withClue(run.err) { run.exitCode shouldBe 0 }
    run
  }

  private def mistake(arguments: String*): String = {
    val run = net2vecEval("history" +: arguments: _*)
    run.exitCode shouldBe 2
    run.out shouldBe ""
    run.err.linesIterator.toSeq.last.stripPrefix("net2vec-eval: ")
  }

  private def summaries = children(output.resolve("runs"))
    .map(_.resolve("summary.json"))
    .filter(Files.exists(_))
    .take(2)
    .map(read)

  it("has a line per run, group, b and measure, oldest run first, with the summaries' figures") {
    val lines = history("--measure=net2vec,count", "--json").json.elements.asScala.toSeq
    val expected = for {
      summary <- summaries
      row <- Seq("groups", "overall").flatMap(summary.get(_).elements.asScala)
      measure <- Seq("value", "count")
    } yield (
      summary.at("/run/id").asText,
      if (row.get("key").isEmpty) "(all)" else row.at("/key/concept").asText(null),
      row.get("factor_pos_class"),
      measure,
      row.get(measure)
    )
    lines.map { line =>
      val concept = line.get("concept").asText(null)
      (
        line.get("run").asText,
        if (line.get("concept").isNull) null else concept,
        line.get("factor_pos_class"),
        line.get("measure").asText,
        line.get("figure")
      )
    } shouldBe expected.map(row => row.copy(_2 = if (row._2 == "null") null else row._2))
    lines.last.at("/tags/model").asText shouldBe "v2"
  }

  it("names damaged summaries, and goes on") {
    val left = history("--group=all").err.linesIterator.toSeq
    left should have size 2
    left.exists(_.matches("Left out: .*-00000003/summary.json: it has no rows, .*")) shouldBe true
    left.exists(_.matches("Left out: .*-00000002/summary.json: it is not JSON: .*")) shouldBe true
  }

  it("chooses runs by tag, the last of them, and groups by the values of their columns") {
    val header = "run,started,tags,concept,factor_pos_class,measure,figure"
    val first = summaries.head
    val id = first.at("/run/id").asText
    val started = first.at("/run/started").asText
    history("--tag=model=v1", "--group=concept=dog", "--output-format=csv").out shouldBe
      s"""$header
         |$id,$started,"{""model"":""v1""}",dog,0.5,value,0.0625
         |""".stripMargin
    history("--last=1", "--group=all", "--output-format=csv").out.linesIterator
      .map(_.split(',').head)
      .toSet shouldBe Set("run", summaries.last.at("/run/id").asText)
    val none = history("--tag=model=v3")
    none.out.linesIterator should have size 1
    none.err should include(s"There are no such runs in $output")
  }

  it("is shown as a table for people, and as Markdown") {
    val table = history("--tag=set=test", "--group=concept=cat").out.linesIterator.toSeq
    table should have size 3
    table(1) should include regex "  model=v2 set=test  cat  +0\\.5  +value  +0\\.7500$"
    table(2) should include regex "  auto=0\\.\\d{4}  +value  "
    history("--tag=set=test", "--group=all", "--output-format=markdown").out should
      include("|---|---|---|---|---|---|---:|")
  }

  it("explains mistakes") {
    mistake(output.toString, "--measure=cuont") should endWith("; did you mean count?")
    mistake(output.toString, "--group=concpt=dog") should startWith(
      "--group is concpt=…, but must name a column that the runs are grouped by: [concept]"
    )
    mistake(output.toString, "--last=0") shouldBe "--last is 0, but must be at least 1"
    mistake(masks) shouldBe
      s"$masks has no directory runs, but must be a directory that evaluate --output wrote"
  }
}
