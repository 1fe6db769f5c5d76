package dev.net2vec.job

import java.nio.file.{Files, Path}
import scala.jdk.CollectionConverters._

import org.apache.spark.sql.Row

/** The page of a run: what it shows, that its figures are the run's, and that data stay text. */
class ReportSpec extends ReportPages {
  private val hostile = "<script>alert(1)</script>\"'&<img src=x onerror=alert(2)>"
  private val long = "é\uD83D\uDE00\u202E" * 60000

  private lazy val output: Path = {
    val output = newDirectory()
    val common = Seq("--input", masks, "--group-by=concept", "--id=instance", s"--output=$output")
    evaluated(common ++ Seq("--instances", "--factor-pos-class=0.25,0.5,0.75"): _*)
    output
  }

  private def summary(output: Path) = read(onlyRun(output).resolve("summary.json"))

  private lazy val html = page(output.toString)

  describe("the page") {
    it("has a section for whatever the run has, the verdict first") {
      headings(html) shouldBe Seq(
        "Gate: passed",
        "All instances",
        "Groups",
        "Value by b",
        "Histogram of values",
        "Worst and median instances",
        "How it was made"
      )
    }

    it("has the groups whose keys have NULL and NaN, with their instances") {
      val output = newDirectory()
      val columns = schema.replace("concept STRING", "concept STRUCT<name: STRING, scale: DOUBLE>")
      val keys = Seq(null, Row(null, Double.NaN), Row("cat", -0.0), Row("cat", 0.0))
      val rows = instances(identity).take(4).zip(keys).map { case (row, key) =>
        Row.fromSeq(row.toSeq.updated(1, key))
      }
      val words = Seq("--input", dataset(columns)(rows: _*), "--group-by=concept", "--id=instance")
      evaluated(words ++ Seq(s"--output=$output", "--report", "--instances"): _*)
      val html = Files.readString(onlyRun(output).resolve("report.html"))
      val data = "\"histograms\":\\[(.*?)]}]".r.findFirstMatchIn(html).get.group(1)
      "\"counts\":\\[([^]]*)".r
        .findAllMatchIn(data + "]")
        .map(_.group(1).split(",").map(_.toInt).sum)
        .toSeq
        .sorted shouldBe Seq(1, 1, 2)
      (0 to 2).map(at => this.rows(html, s"worst-$at").size).sorted shouldBe Seq(1, 1, 2)
    }

    it("leaves out what the run does not have") {
      val output = newDirectory()
      evaluated("--input", masks, s"--output=$output")
      headings(page(output.toString)) shouldBe
        Seq("Gate: passed", "All instances", "How it was made")
    }

    it("names failed checks first") {
      val output = newDirectory()
      val gates = Seq("--gates=net2vec min=1", "--gates=net2vec min=1e9")
      evaluate(Seq("--input", masks, "--group-by=concept", s"--output=$output") ++ gates: _*)
      val html = page(output.toString)
      headings(html).head shouldBe "Gate: failed"
      rows(html, "checks").map(_.head).head shouldBe "FAILED"
      rows(html, "checks").map(_.head).last shouldBe "passed"
    }

    it("has the summary's figures") {
      val groups = summary(output).get("groups").elements.asScala.toSeq
      val shown = rows(html, "groups")
      shown.map(_.take(3)) shouldBe groups.map { row =>
        Seq(row.at("/key/concept"), row.get("factor_pos_class"), row.get("count")).map(_.asText)
      }
      shown.map(_(3).toDouble).zip(groups.map(_.get("value").asDouble)).foreach {
        case (cell, value) =>
          cell shouldBe value +- (1e-5 * math.abs(value))
      }
    }

    it("lists the instances that SQL finds to be the worst") {
      val instances = spark.read.parquet(onlyRun(output).resolve("instances.parquet").toString)
      instances.createOrReplaceTempView("report_instances")
      val group = summary(output).at("/groups/0/key/concept").asText
      val at = html.split("<summary>").indexWhere(_.startsWith(s"$group</summary>"))
      val table = "<table id=\"(worst-\\d+)\"".r
        .findFirstMatchIn(html.split("<summary>")(at))
        .get
        .group(1)
      val expected = spark
        .sql(
          s"SELECT id.instance, value FROM report_instances WHERE key.concept = '$group' " +
            "AND factor_pos_class = 0.25 ORDER BY value, id LIMIT 3"
        )
        .collect()
      rows(html, table).map(_.head) shouldBe expected.map(row => s"instance ${row.get(0)}").toSeq
    }

    it("counts every instance in the histograms") {
      val data = JobSpec.parse(
        html.split("""<script type="application/json" id="data">""")(1).split("</script>")(0)
      )
      val counts = data.get("histograms").elements.asScala.map { one =>
        one.get("name").asText -> one.get("counts").elements.asScala.map(_.asLong).sum
      }
      val groups = summary(output)
        .get("groups")
        .elements
        .asScala
        .filter(_.get("factor_pos_class").asDouble == 0.25)
        .map(row => row.at("/key/concept").asText -> row.get("count").asLong)
      counts.toSeq shouldBe groups.toSeq
    }

    it("needs nothing from anywhere, and allows its own scripts and styles alone") {
      html should not include regex("""(src|href)\s*=\s*["']?(https?:)?//""")
      html should include("default-src &#39;none&#39;")
      html should not include "unsafe-inline"
      html should include("Leon Sorokin")
    }
  }

  describe("texts from the data") {
    lazy val output: Path = {
      val output = newDirectory()
      val texts = (text: String) => if (text.hashCode % 2 == 0) hostile + text else long + text
      val invalid = Row(hostile, long, Seq(2f), Seq(1))
      val masks = dataset(schema)(instances(texts) :+ invalid: _*)
      val columns = Seq("--group-by=concept", "--id=instance")
      val run = evaluate(Seq("--input", masks, s"--output=$output", "--report") ++ columns: _*)
      run.exitCode shouldBe 21
      output
    }

    it("stay text, and are shortened") {
      val html = Files.readString(onlyRun(output).resolve("report.html"))
      html should not include "<img src=x"
      html should not include "<script>alert"
      html should include("&lt;script&gt;alert(1)")
      html should not include "\u202E"
      headings(html) should contain("Rejected rows")
      html.length should be < 500000
    }
  }

  describe("evaluate --report") {
    it("publishes the page with the run, and names it") {
      val output = newDirectory()
      val run = evaluated("--input", masks, "--group-by=concept", s"--output=$output", "--report")
      val file = onlyRun(output).resolve("report.html")
      run.err should include(s"The report is file:$file")
      headings(Files.readString(file)) should contain("Worst and median instances")
      Files.exists(onlyRun(output).resolve("instances.parquet")) shouldBe false
    }
  }

  describe("a comparison") {
    it("has no difference from the run itself") {
      val run = onlyRun(output).toString
      val html = page(run, s"--against=$run")
      headings(html) should contain(s"Against ${onlyRun(output).getFileName}")
      val shown = rows(html, "against")
      shown should not be empty
      shown.map(_(4)).toSet shouldBe Set("24", "8")
      all(shown.map(_(7))) shouldBe "0"
      rows(html, "worse") shouldBe empty
    }

    it("pairs instances, and puts what got worse first") {
      val other = newDirectory()
      val columns = Seq("--group-by=concept", "--id=instance", "--instances")
      val better = dataset(schema)(instances(identity, i => if (i % 2 == 0) 0.125f else 0): _*)
      val b = "--factor-pos-class=0.25,0.5,0.75"
      evaluated(Seq("--input", better, s"--output=$other", b) ++ columns: _*)
      val html = page(output.toString, s"--against=$other")
      // The first ten of the twelve that did, drawn in both runs.
      "<figure class=\"two\"><img [^>]+><img [^>]+>".r.findAllIn(html) should have size 10
      // b times what the pixel of the foreground lost.
      rows(html, "worse").map(_(7)) shouldBe Seq.fill(12)("-0.09375") ++ Seq.fill(8)("-0.0625")
      rows(html, "against")
        .filter(row => row.take(2) == Seq("(all)", "0.75") && row(3) == "value")
        .map(row => Seq(row(4), row(7))) shouldBe Seq(Seq("24", "-0.046875"))
    }

    it("is one of values alone, where instances were not kept") {
      val other = newDirectory()
      val b = "--factor-pos-class=0.25,0.5,0.75"
      evaluated("--input", masks, "--group-by=concept", s"--output=$other", b)
      val html = page(output.toString, s"--against=$other")
      html should include(
        s"Instances are not compared: run ${onlyRun(other).getFileName} is made without " +
          "--instances and --id."
      )
      all(rows(html, "against").map(_(4))) shouldBe "0"
    }

    it("says so where the settings differ") {
      val other = newDirectory()
      evaluated("--input", masks, s"--output=$other", "--target-thresh=0.5")
      page(output.toString, s"--against=$other") should include(
        "The runs differ in their settings: target_thresh"
      )
    }
  }

  describe("a mistake") {
    def mistake(arguments: String*): String = {
      val run = net2vecEval("report" +: arguments: _*)
      run.exitCode shouldBe 2
      run.err.linesIterator.toSeq.last.stripPrefix("net2vec-eval: ")
    }

    it("is a directory without runs, or an id that is none") {
      val empty = newDirectory()
      def missing(name: String) = s"run $name is not there: it must be latest, a run's id, " +
        "KEY=VALUE of a tag, a directory that evaluate --output wrote, or a run's directory"
      mistake(empty.toString) shouldBe missing(empty.toString)
      mistake("x1", s"--output=$output") shouldBe missing("x1")
    }

    it("is a report without --output, or of no instances") {
      val run = evaluate("--input", masks, "--report")
      run.exitCode shouldBe 2
      run.err should include("--report needs --output, the directory that it is written to")
      mistake(output.toString, "--report-instances=0") shouldBe
        "--report-instances is 0, but must be between 1 and 50"
    }
  }
}
