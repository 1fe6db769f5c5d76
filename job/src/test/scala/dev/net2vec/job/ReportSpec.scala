package dev.net2vec.job

import java.awt.image.BufferedImage
import java.io.{ByteArrayInputStream, ByteArrayOutputStream}
import java.nio.file.{Files, Path}
import java.util.Base64
import javax.imageio.ImageIO
import scala.jdk.CollectionConverters._

import org.apache.spark.sql.Row

/** The page of a run: what it shows, that its figures are the run's, and that data stay text. */
class ReportSpec extends JobSpec {
  private val hostile = "<script>alert(1)</script>\"'&<img src=x onerror=alert(2)>"
  private val long = "é\uD83D\uDE00\u202E" * 60000

  private val schema = "instance STRING, concept STRING, prediction ARRAY<FLOAT>, target ARRAY<INT>"

  /** Instances of three groups, whose values differ. */
  private def instances(name: String => String, shift: Int => Float = _ => 0): Seq[Row] =
    for (i <- 0 until 24) yield {
      val prediction = Seq(i / 32f + shift(i), 0.5f, (i * 7 % 24) / 32f, 0.125f)
      Row(name(s"i$i"), name(Seq("cat", "dog", "tree")(i % 3)), prediction, Seq(1, 0, 1, 0))
    }

  private lazy val masks = dataset(schema)(instances(identity): _*)

  private lazy val output: Path = {
    val output = newDirectory()
    val common = Seq("--input", masks, "--group-by=concept", "--id=instance", s"--output=$output")
    evaluated(common ++ Seq("--instances", "--factor-pos-class=0.25,0.5,0.75"): _*)
    output
  }

  private def summary(output: Path) = read(onlyRun(output).resolve("summary.json"))

  private def page(arguments: String*): String = {
    val file = newDirectory().resolve("page.html")
    val run = net2vecEval(Seq("report") ++ arguments :+ s"--file=$file": _*)
    withClue(run.err) { run.exitCode shouldBe 0 }
    run.out shouldBe ""
    run.err should include(s"The report is in $file")
    Files.readString(file)
  }

  private lazy val html = page(output.toString)

  /** The texts of the cells of a table's rows. */
  private def rows(html: String, table: String): Seq[Seq[String]] = {
    val body = html.split(s"""<table id="$table"""", 2)(1).split("</table>", 2)(0)
    "(?s)<tr>(<td.*?)</tr>".r.findAllMatchIn(body).toSeq.map { row =>
      "(?s)<td[^>]*>(.*?)</td>".r
        .findAllMatchIn(row.group(1))
        .map(_.group(1).replaceAll("(?s)<svg.*?</svg>", "").trim)
        .toSeq
    }
  }

  private def headings(html: String) =
    "<h2[^>]*>(.*?)</h2>".r.findAllMatchIn(html).map(_.group(1)).toSeq

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

  describe("pictures") {

    /** 16 certain predictions of 128 × 128 pixels; that of i has i + 1 errors in its first row. */
    lazy val output: Path = {
      val masks = for (i <- 0 until 16) yield {
        val prediction = Array.fill(128 * 128)(0)
        val target = Array.fill(128 * 128)(0)
        for (k <- 0 until 64) {
          prediction(128 * 20 + k) = 1
          target(128 * 20 + k) = 1
        }
        for (k <- 0 to i) (if (i % 2 == 0) prediction else target) (k) = 1
        def rows(pixels: Array[Int]) = pixels.grouped(128).map(_.toSeq).toSeq
        Row(s"i$i", Seq("a", "b")(i / 8), rows(prediction), rows(target))
      }
      val input = dataset(
        "instance STRING, concept STRING, prediction ARRAY<ARRAY<INT>>, target ARRAY<ARRAY<INT>>"
      )(masks: _*)
      val output = newDirectory()
      val words = Seq("--input", input, "--group-by=concept", s"--output=$output", "--report")
      evaluated(words ++ Seq("--id=instance", "--report-instances=2"): _*)
      output
    }
    lazy val html = Files.readString(onlyRun(output).resolve("report.html"))
    lazy val pictures =
      """<img src="data:image/png;base64,([^"]+)" alt="Prediction and errors of instance (\w+)">""".r
        .findAllMatchIn(html)
        .map(found => found.group(2) -> java.util.Base64.getDecoder.decode(found.group(1)))
        .toSeq

    it("are of the listed instances, the worst first, and show their counts") {
      val listed = "<table id=\"((?:worst|median)-\\d+)\"".r
        .findAllMatchIn(html)
        .flatMap(table => rows(html, table.group(1)))
        .toSeq
      listed should have size 8
      pictures.map(_._1) shouldBe listed.map(_.head.stripPrefix("instance "))
      for ((row, (id, png)) <- listed.zip(pictures)) withClue(id) {
        val image = javax.imageio.ImageIO.read(new java.io.ByteArrayInputStream(png))
        def count(colour: Int) = (for {
          x <- 132 until 260
          y <- 0 until 128
          if image.getRGB(x, y) == colour
        } yield 1).size
        val i = id.drop(1).toInt
        // Orange where only the prediction is, blue where only the target is.
        row.takeRight(2).map(_.toDouble.toInt) shouldBe Seq(count(0xffe69f00), count(0xff0072b2))
        row.takeRight(2).map(_.toDouble.toInt).sum shouldBe i + 1
      }
    }

    it("are drawn of a run that is kept, from the masks it evaluated, unless these are gone") {
      val kept = newDirectory()
      val input = newDirectory().resolve("masks")
      spark.read.parquet(masks).write.parquet(input.toString)
      val columns = Seq("--group-by=concept", "--id=instance", "--instances", "--report")
      evaluated(Seq("--input", input.toString, s"--output=$kept") ++ columns: _*)
      def drawn(html: String) = "<img src=\"[^\"]+\"".r.findAllIn(html).toSeq
      val published = drawn(Files.readString(onlyRun(kept).resolve("report.html")))
      published should not be empty
      drawn(page(kept.toString)) shouldBe published
      drawn(page(kept.toString, "--no-pictures")) shouldBe empty
      Files.move(input, input.resolveSibling("elsewhere"))
      val file = newDirectory().resolve("page.html")
      val run = net2vecEval("report", kept.toString, s"--file=$file")
      run.exitCode shouldBe 0
      run.err should include(
        "The report has no pictures, because the masks cannot be read: --input"
      )
      drawn(Files.readString(file)) shouldBe empty
    }

    it("are not drawn where nothing identifies the instances") {
      val output = newDirectory()
      evaluated("--input", masks, "--group-by=concept", s"--output=$output", "--report")
      Files.readString(onlyRun(output).resolve("report.html")) should not include "<img"
    }
  }

  describe("images") {
    def png(colour: Int, kind: Int = BufferedImage.TYPE_INT_RGB): Array[Byte] = {
      val image = new BufferedImage(6, 4, kind)
      for (x <- 0 until 6; y <- 0 until 4) image.setRGB(x, y, colour)
      val bytes = new ByteArrayOutputStream()
      ImageIO.write(image, "png", bytes)
      bytes.toByteArray
    }
    val colours = Seq(0x202020, 0x808080, 0xe0e0e0)
    lazy val folder = {
      val folder = newDirectory()
      for ((colour, i) <- colours.zipWithIndex) Files.write(folder.resolve(s"i$i.png"), png(colour))
      folder
    }
    val columns = s"$schema, picture BINARY, file STRING, no INT"
    lazy val input =
      dataset(columns)(instances(identity).take(3).zipWithIndex.map { case (row, i) =>
        Row.fromSeq(row.toSeq ++ Seq(png(colours(i)), s"$folder/i$i.png", i))
      }: _*)

    def reported(image: String, more: String*): String = {
      val output = newDirectory()
      val words = Seq("--input", input, "--id=instance", s"--output=$output", s"--image=$image")
      evaluated(words ++ Seq("--report", "--instances", "--report-instances=3") ++ more: _*)
      Files.readString(onlyRun(output).resolve("report.html"))
    }
    def images(html: String): Map[String, Int] =
      "<img class=\"image\" src=\"data:image/jpeg;base64,([^\"]+)\" alt=\"Image of instance (\\w+)\">".r
        .findAllMatchIn(html)
        .map { found =>
          val bytes = Base64.getDecoder.decode(found.group(1))
          found.group(2) -> (ImageIO.read(new ByteArrayInputStream(bytes)).getRGB(3, 2) & 0xffffff)
        }
        .toMap
    val expected = Map("i0" -> colours(0), "i1" -> colours(1), "i2" -> colours(2))

    it("are those of a column of files, of paths, or of a path with columns in braces") {
      for (image <- Seq("picture", "file", s"$folder/{instance}.png", s"$folder/i{no}.png")) {
        val html = reported(image)
        withClue(image) { images(html) shouldBe expected }
        html should include("On the left is the image itself.")
        html should not include "cannot be read"
      }
    }

    it("are beside pairs of files, by the columns of their key") {
      val folders = Seq("predictions", "targets", "images").map(newDirectory().resolve(_))
      folders.foreach(Files.createDirectory(_))
      for (i <- 0 to 2) {
        val mask = png(0xffffff, BufferedImage.TYPE_BYTE_GRAY)
        folders.init.foreach(folder => Files.write(folder.resolve(s"i$i.png"), mask))
        Files.write(folders.last.resolve(s"i$i.png"), png(colours(i)))
      }
      val output = newDirectory()
      val masks = Seq("--predictions", folders.head.toString, "--targets", folders(1).toString)
      val image = Seq("--image", s"${folders.last}/{stem}.png", s"--output=$output", "--report")
      evaluated(masks ++ image :+ "--format=files": _*)
      val html = Files.readString(onlyRun(output).resolve("report.html"))
      "Image of stem (i\\d)".r.findAllMatchIn(html).map(_.group(1)).toSet shouldBe Set(
        "i0",
        "i1",
        "i2"
      )
    }

    it("are on the page of a run that is kept, too, and of a comparison") {
      val output = newDirectory()
      val words = Seq("--input", input, "--id=instance", s"--output=$output", "--image=file")
      evaluated(words :+ "--instances": _*)
      images(page(output.toString)) shouldBe expected
      images(page(output.toString, "--no-pictures")) shouldBe empty
      val worse = dataset(columns)(instances(identity, i => -i / 32f).take(3).zipWithIndex.map {
        case (row, i) => Row.fromSeq(row.toSeq ++ Seq(null, s"$folder/i$i.png", i))
      }: _*)
      val other = newDirectory()
      evaluated(
        Seq(
          "--input",
          worse,
          "--id=instance",
          s"--output=$other",
          "--image=file",
          "--instances"
        ): _*
      )
      page(other.toString, s"--against=$output") should include regex
        "<figure class=\"two\"><img class=\"image\" [^>]+><img [^>]+><img [^>]+>"
    }

    it("that cannot be read are counted, and one is named") {
      val html = reported(s"$folder/{no}.png")
      images(html) shouldBe empty
      html should include regex
        s"3 of 3 images cannot be read; the first is (file:)?$folder/0.png: .*does not exist"
      reported("instance") should include("3 of 3 images cannot be read; the first is i0: ")
    }

    it("have a column of their own, and rows that have names") {
      def mistake(words: String*) = {
        val run = evaluate(Seq("--input", input) ++ words: _*)
        run.exitCode shouldBe 2
        run.err.linesIterator.toSeq.last.stripPrefix("net2vec-eval: ")
      }
      mistake(
        "--id=instance",
        "--image=no"
      ) shouldBe "--image no is INT, but must be BINARY, PNG or " +
        "JPEG files, or STRING, their paths"
      mistake("--id=instance", "--image=x/{image_id}.png") should startWith(
        "--image image_id: no such column in --input"
      )
      mistake("--image=file") shouldBe "--image needs --id, the columns that identify an instance"
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
