package dev.net2vec.job

import java.awt.image.BufferedImage
import java.io.{ByteArrayInputStream, ByteArrayOutputStream}
import java.nio.file.{Files, Path}
import java.util.Base64
import javax.imageio.ImageIO

import org.apache.spark.sql.Row

/** The pictures of instances on a page, and the images beside them. */
class ReportPicturesSpec extends ReportPages {
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
        .map(found => found.group(2) -> Base64.getDecoder.decode(found.group(1)))
        .toSeq

    it("are of the listed instances, the worst first, and show their counts") {
      val listed = "<table id=\"((?:worst|median)-\\d+)\"".r
        .findAllMatchIn(html)
        .flatMap(table => rows(html, table.group(1)))
        .toSeq
      listed should have size 8
      pictures.map(_._1) shouldBe listed.map(_.head.stripPrefix("instance "))
      for ((row, (id, png)) <- listed.zip(pictures)) withClue(id) {
        val image = ImageIO.read(new ByteArrayInputStream(png))
        def count(colour: Int) = (for {
          x <- 132 until 260
          y <- 0 until 128
          if image.getRGB(x, y) == colour
        } yield 1).size
        val i = id.drop(1).toInt
        // Orange where only the prediction is, blue where only the target is.
        val errors = row.takeRight(2).map(_.toDouble.toInt)
        errors shouldBe Seq(count(0xffe69f00), count(0xff0072b2))
        errors.sum shouldBe i + 1
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
      val worse = instances(identity, i => -i / 32f).take(3)
      def compared(folder: String) = {
        val input = dataset(columns)(worse.zipWithIndex.map { case (row, i) =>
          Row.fromSeq(row.toSeq ++ Seq(null, s"$folder/i$i.png", i))
        }: _*)
        val other = newDirectory()
        val words = Seq("--input", input, "--id=instance", s"--output=$other", "--image=file")
        evaluated(words :+ "--instances": _*)
        val html = page(other.toString, s"--against=$output")
        html.substring(html.indexOf("Against "))
      }
      val two = "<figure class=\"two\"><img class=\"image\" [^>]+><img [^>]+><img [^>]+>"
      val whole = compared(folder.toString)
      whole should include regex two
      whole should include("On the left is the image itself.")
      val without = compared("/nowhere")
      without should not include regex(two)
      without should include regex
        "images cannot be read; the first is (file:)?/nowhere/i[12].png: .*does not exist"
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
}
