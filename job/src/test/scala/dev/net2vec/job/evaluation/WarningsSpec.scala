package dev.net2vec.job
package evaluation

import com.fasterxml.jackson.databind.JsonNode
import java.awt.image.BufferedImage
import java.io.ByteArrayOutputStream
import java.nio.file.{Files, Path}
import javax.imageio.ImageIO
import org.apache.spark.sql.Row
import scala.jdk.CollectionConverters._

/** Warnings of valid but implausible input: a line on standard error, and an object in the summary.
  */
class WarningsSpec extends JobSpec {
  private val schema = "id BIGINT, concept STRING, prediction ARRAY<FLOAT>, target ARRAY<FLOAT>"
  private val soft = Seq(0.125f, 0.75f, 0.5f, 0.25f)

  /** Rows of one prediction and one target; the first row's prediction starts with 0. */
  private def rows(count: Int, prediction: Seq[Float], target: Seq[Float]): Seq[Row] =
    (0 until count).map(i =>
      Row(i.toLong, "cat", prediction.updated(0, if (i == 0) 0f else prediction.head), target)
    )

  private def masks(prediction: Seq[Float], target: Seq[Float], count: Int = 8): String =
    dataset(schema)(rows(count, prediction, target): _*)

  private def warnings(run: Run): Seq[JsonNode] = run.json.get("warnings").asScala.toSeq

  /** Evaluates masks that must give one warning, and returns it. */
  private def warning(code: String, words: String, arguments: String*): JsonNode = {
    val run = evaluated(arguments :+ "--json": _*)
    run.messages shouldBe Seq(s"net2vec-eval: $words")
    warnings(run) should have size 1
    val only = warnings(run).head
    only.get("code").asText shouldBe code
    only.get("message").asText shouldBe words
    only.fieldNames.asScala.toSeq shouldBe Seq("code", "message", "details")
    only.get("details")
  }

  private def grey(width: Int, kind: Int, samples: Int*): Array[Byte] = {
    val image = new BufferedImage(width, samples.size / width, kind)
    samples.zipWithIndex.foreach { case (sample, i) =>
      image.getRaster.setSample(i % width, i / width, 0, sample)
    }
    val bytes = new ByteArrayOutputStream
    ImageIO.write(image, "png", bytes)
    bytes.toByteArray
  }

  private def grey8(samples: Int*): Array[Byte] =
    grey(2, BufferedImage.TYPE_BYTE_GRAY, samples: _*)

  private def directory(files: (String, Array[Byte])*): Path = {
    val directory = newDirectory()
    files.foreach { case (name, bytes) => Files.write(directory.resolve(name), bytes) }
    directory
  }

  private def npy(items: Float*): Array[Byte] = spark
    .sql(s"SELECT mask_to_npy(array(${items.map(item => s"float($item)").mkString(",")}))")
    .head()
    .getAs[Array[Byte]](0)

  describe("targets") {
    it("without foreground are told with their largest value and the threshold") {
      val targets = masks(soft, Seq(0, 255, 255, 0))
      warning(
        "NO_FOREGROUND",
        "all 8 targets have no foreground: largest value 255, target_thresh 255",
        s"--input=$targets",
        "--target-thresh=255"
      ).toString shouldBe """{"instances":8,"largest":255.0,"target_thresh":255.0}"""
      val row = evaluated(s"--input=$targets", "--target-thresh=255", "--json").json
        .at("/overall/0")
      row.get("empty_targets").asInt shouldBe 8
      row.get("full_targets").asInt shouldBe 0
    }

    it("that are all foreground are told with their smallest value, and counted") {
      val targets = masks(soft, Seq(0.05f, 0.95f, 0.95f, 0.05f))
      warning(
        "ALL_FOREGROUND",
        "all 8 targets are foreground everywhere: smallest value 0.05, target_thresh 0",
        s"--input=$targets"
      ).toString shouldBe """{"instances":8,"smallest":0.05,"target_thresh":0.0}"""
      val row = evaluated(s"--input=$targets", "--json").json.at("/overall/0")
      row.get("empty_targets").asInt shouldBe 0
      row.get("full_targets").asInt shouldBe 8
    }

    it("that are ignored have no say") {
      val input = masks(soft, Seq(0, 255, 1, 0))
      warning(
        "NO_FOREGROUND",
        "all 8 targets have no foreground: largest value 1, target_thresh 1",
        s"--input=$input",
        "--target-thresh=1",
        "--ignore-value=255"
      )
    }

    it("of one instance are in the singular") {
      warning(
        "NO_FOREGROUND",
        "the only target has no foreground: largest value 0, target_thresh 0",
        "--query=SELECT array(0.5, 0.25) AS prediction, array(0, 0) AS target"
      )
    }

    it("beyond the first thousand are not looked at, and the line says so") {
      warning(
        "NO_FOREGROUND",
        "all 1,001 targets have no foreground: largest value 999 in the first 1,000, " +
          "target_thresh 1000",
        "--query=SELECT array(id / 2000, 0.5) AS prediction, array(id, 0) AS target " +
          "FROM range(0, 1001, 1, 1)",
        "--target-thresh=1000"
      )
    }

    it("that are invalid have no say, nor do those without a partner") {
      val invalid = Row(99L, "cat", Seq(2f, 0f, 0f, 0f), Seq(999f, 999f, 999f, 999f))
      val input = dataset(schema)(invalid +: rows(8, soft, Seq(0, 1, 1, 0)): _*)
      val run = evaluate(s"--input=$input", "--target-thresh=5", "--max-invalid-ratio=1", "--json")
      warnings(run).map(_.get("message").asText) shouldBe
        Seq("all 8 targets have no foreground: largest value 1, target_thresh 5")
      val one = dataset("id BIGINT, prediction ARRAY<ARRAY<FLOAT>>")(Row(1L, Seq(Seq(0.5f, 0.25f))))
      val two = dataset("id BIGINT, target ARRAY<ARRAY<INT>>")(
        Row(1L, Seq(Seq(0, 1))),
        Row(2L, Seq(Seq(0, 9)))
      )
      def joined(thresh: Int) = warnings(
        evaluate(
          s"--predictions=$one",
          s"--targets=$two",
          "--join-on=id",
          s"--target-thresh=$thresh",
          "--json"
        )
      ).map(_.get("message").asText).head
      joined(5) shouldBe "the only target has no foreground: target_thresh 5"
      joined(9) shouldBe "the only target has no foreground: largest value 9, target_thresh 9"
    }

    it("of single large groups are told with the groups' names") {
      val names = Seq("a", "b", "c", "d", "e", "f", "g")
      val input = dataset(schema)(
        names.flatMap(name => rows(10, soft, Seq(0, 0, 0, 0)).map(rename(_, name))) ++
          rows(10, soft, Seq(1, 1, 1, 1)).map(rename(_, "full")) ++
          rows(10, soft, Seq(0, 1, 1, 0)).map(rename(_, "good")) ++
          rows(9, soft, Seq(0, 0, 0, 0)).map(rename(_, "small")): _*
      )
      val run =
        evaluated(s"--input=$input", "--group-by=concept", "--factor-pos-class=0.5,1", "--json")
      run.messages shouldBe Seq(
        "net2vec-eval: in 7 of 10 groups no target has foreground: a, b, c, d, e, … and 2 more",
        "net2vec-eval: in 1 of 10 groups all targets are foreground everywhere: full"
      )
      warnings(run).map(_.get("code").asText) shouldBe Seq("NO_FOREGROUND", "ALL_FOREGROUND")
      warnings(run).head.get("details").toString shouldBe
        """{"first":[{"concept":"a"},{"concept":"b"},{"concept":"c"},{"concept":"d"},""" +
        """{"concept":"e"}],"groups":7,"instances":99}"""
    }
  }

  private def rename(row: Row, concept: String): Row =
    Row(row.getLong(0), concept, row.getSeq[Float](2), row.getSeq[Float](3))

  describe("predictions") {
    it("of 0 and 1 beside fractions are taken for targets") {
      val hard = rows(8, Seq(0, 1, 1, 0), Seq(0f, 0.75f, 0.5f, 0.25f))
      val other = Row(8L, "cat", Seq(1f, 1f, 0f, 0f), Seq(0f, 0.75f, 0.5f, 0.25f))
      warning(
        "SWAPPED_MASKS",
        "all 9 predictions are only 0 and 1, but targets are fractions from 0 to 0.75: " +
          "are they swapped?",
        s"--input=${dataset(schema)(hard :+ other: _*)}"
      ).toString shouldBe """{"instances":9,"largest":0.75,"smallest":0.0}"""
    }

    it("in PNG files beside fractions in NPY files are, too, but not beside whole numbers") {
      val p = directory("a.png" -> grey8(0, 255, 0, 0), "b.png" -> grey8(0, 255, 255, 0))
      val two = "array(array(0.0, 0.75), array(0.5, 0.25))"
      val soft = spark.sql(s"SELECT mask_to_npy($two)").head().getAs[Array[Byte]](0)
      warning(
        "SWAPPED_MASKS",
        "all 2 predictions are only 0 and 1, but targets are fractions from 0 to 0.75: " +
          "are they swapped?",
        s"--predictions=$p",
        s"--targets=${directory("a.npy" -> soft, "b.npy" -> soft)}",
        "--format=files"
      )
      val hard = directory("a.png" -> grey8(0, 7, 7, 7), "b.png" -> grey8(9, 0, 0, 7))
      evaluated(s"--predictions=$p", s"--targets=$hard", "--format=files").messages shouldBe empty
    }

    it("that never pass a few grey levels of a PNG file are told, with the remedy") {
      def of(kind: Int, p: Seq[Int]*): Seq[String] = Seq(
        "--predictions=" + directory(p.zipWithIndex.map { case (samples, i) =>
          s"$i.png" -> grey(2, kind, samples: _*)
        }: _*),
        "--targets=" + directory(p.indices.map(i => s"$i.png" -> grey8(0, 1, 1, 0)): _*),
        "--format=files"
      )
      val bytes = BufferedImage.TYPE_BYTE_GRAY
      warning(
        "FAINT_PREDICTIONS",
        "all 2 predictions are at most 1 of 255 (PNG of 8 bits), which is read as 0.003921569: " +
          "write masks of 0 and 1 as 0 and 255",
        of(bytes, Seq(0, 1, 0, 0), Seq(1, 1, 0, 0)): _*
      ).toString shouldBe
        """{"bits":8,"instances":2,"largest":0.003921569,"largest_sample":1}"""
      warning(
        "FAINT_PREDICTIONS",
        "all 2 predictions are at most 20 of 255 (PNG of 8 bits), which is read as 0.078431375: " +
          "write shares of one class, not classes, from 0 to 255",
        of(bytes, Seq(0, 20, 0, 7), Seq(1, 1, 15, 0)): _*
      )
      warning(
        "FAINT_PREDICTIONS",
        "all 2 predictions are at most 255 of 65535 (PNG of 16 bits), which is read as " +
          "0.0038910506: write shares of one class, not classes, from 0 to 65535",
        of(BufferedImage.TYPE_USHORT_GRAY, Seq(0, 255, 0, 7), Seq(1, 1, 15, 0)): _*
      )
      evaluated(of(bytes, Seq(0, 21, 0, 7), Seq(1, 1, 15, 0)): _*).messages shouldBe empty
    }

    it("that are images in a table are, too") {
      val rows = Seq(Seq(0, 1, 0, 0), Seq(1, 1, 0, 0)).map(samples =>
        Row(Row(grey8(samples: _*), "a.png"), Seq(Seq(0, 1), Seq(1, 0)))
      )
      val schema = "prediction STRUCT<bytes: BINARY, path: STRING>, target ARRAY<ARRAY<INT>>"
      warning(
        "FAINT_PREDICTIONS",
        "all 2 predictions are at most 1 of 255 (PNG of 8 bits), which is read as 0.003921569: " +
          "write masks of 0 and 1 as 0 and 255",
        s"--input=${dataset(schema)(rows: _*)}"
      )
    }

    it("that were divided by 255 twice are told") {
      warning(
        "FAINT_PREDICTIONS",
        "all 8 predictions are at most 0.003921569: divided by 255 twice?",
        s"--input=${masks(soft.map(_ / 191.25f), Seq(0, 1, 1, 0))}"
      )
    }

    it("of one number alone are told") {
      val input =
        dataset(schema)(
          (1 to 3).map(i => Row(i.toLong, "cat", Seq.fill(i + 1)(0.1f), 0f +: Seq.fill(i)(1f))): _*
        )
      warning(
        "CONSTANT_PREDICTIONS",
        "all 3 predictions are 0.1 everywhere",
        s"--input=$input"
      ).toString shouldBe """{"instances":3,"value":0.1}"""
    }

    it("that are the targets are told") {
      val input = dataset(schema)(
        Row(1L, "cat", Seq(0f, 1f), Seq(0f, 255f)),
        Row(2L, "cat", Seq(1f, 1f, 0f), Seq(9f, 7f, 0f))
      )
      warning(
        "IDENTICAL_MASKS",
        "all 2 predictions are exactly the targets' foreground: are both the same masks?",
        s"--input=$input"
      )
    }
  }

  describe("groups") {
    val p = Seq("a.npy", "b.npy")
    def files(more: String*): Seq[String] = Seq(
      "--predictions=" + directory(p.zip(Seq(npy(0.25f, 1f), npy(0.5f, 0.25f))): _*),
      "--targets=" + directory(p.map(_ -> npy(0, 1)): _*),
      "--format=files"
    ) ++ more

    it("that no metadata was found for are told with the first key of both sides") {
      val csv = file("metadata.csv", "name,concept\na.npy,cat\nb.npy,dog\n")
      warning(
        "METADATA_UNMATCHED",
        s"none of the 2 pairs has a row in --metadata $csv, so its columns are NULL: " +
          "the first pair has the stem a, and the first row of the file has the name a.npy",
        files(s"--metadata=$csv", "--metadata-key=name", "--group-by=concept"): _*
      ).toString shouldBe s"""{"metadata":"$csv","pairs":2,"unmatched":2}"""
      val empty = file("metadata.csv", "name,concept\n")
      warning(
        "METADATA_UNMATCHED",
        s"none of the 2 pairs has a row in --metadata $empty, so its columns are NULL: " +
          "the first pair has the stem a, and the file has no rows",
        files(s"--metadata=$empty", "--metadata-key=name", "--group-by=concept"): _*
      )
    }

    it("are counted where only some of the pairs have no metadata") {
      val csv = file("metadata.csv", "name,concept\na,cat\n")
      warning(
        "METADATA_UNMATCHED",
        s"pairs without a row in --metadata $csv, so that its columns are NULL: 1 of 2",
        files(s"--metadata=$csv", "--metadata-key=name", "--group-by=concept"): _*
      ).get("unmatched").asInt shouldBe 1
    }

    it("that are one, of NULL, are told") {
      warning(
        "NULL_GROUP",
        "all rows are in one group, as concept is NULL in each",
        "--query=SELECT CAST(NULL AS STRING) AS concept, array(0.5, 0.25) AS prediction, " +
          "array(0, 1) AS target",
        "--group-by=concept"
      ).toString shouldBe """{"group_by":["concept"],"instances":1}"""
    }
  }

  describe("--strict") {
    lazy val targets = masks(soft, Seq(0, 255, 255, 0))

    it("makes a warning end with 21, on the command line and in a file; results are written") {
      val output = newDirectory()
      val run =
        evaluate(s"--input=$targets", "--target-thresh=255", "--strict", s"--output=$output")
      run.exitCode shouldBe 21
      run.messages.drop(1) shouldBe Seq(
        "net2vec-eval: all 8 targets have no foreground: largest value 255, target_thresh 255",
        "net2vec-eval: warnings: 1, but --strict allows none"
      )
      val latest = read(output.resolve("latest.json"))
      latest.get("gate").asText shouldBe "failed"
      latest.at("/summary/warnings/0/code").asText shouldBe "NO_FOREGROUND"
      latest.at("/summary/settings/strict").asBoolean shouldBe true
      read(onlyRun(output).resolve("gate.json")).at("/input/2").toString should
        include(""""actual":1.0,"passed":false,"reason":"is 1, but must be at most 0"""")
      val config = file("strict.yaml", s"input: $targets\ntarget_thresh: 255\nstrict: true\n")
      evaluate(s"--config=$config").exitCode shouldBe 21
    }

    it("lets a run without warnings pass") {
      evaluated(s"--input=$targets", "--strict").messages shouldBe empty
    }

    it("needs no warning to be told in the JSON log, by its code") {
      val log = evaluated(s"--input=$targets", "--target-thresh=255", "--log-format=json").err
      val line = log.linesIterator.filter(_.contains("NO_FOREGROUND")).toSeq
      line should have size 1
      line.head should include(
        """"level":"WARN","msg":"all 8 targets have no foreground: largest value 255, """ +
          """target_thresh 255","context":{"code":"NO_FOREGROUND"},"logger":"net2vec-eval""""
      )
    }
  }

  describe("an ordinary run has none:") {
    it("the sample") {
      evaluated(
        s"--input=${Checkout.path("job/sample")}",
        "--group-by=concept",
        "--strict"
      ).messages shouldBe empty
    }

    it("the COCO people") {
      val people = Checkout.shared("data/coco-people")
      evaluated(
        s"--predictions=${people.resolve("predictions")}",
        s"--targets=${people.resolve("targets")}",
        "--format=files",
        s"--metadata=${people.resolve("instances.csv")}",
        "--metadata-key=instance",
        "--group-by=concept",
        "--strict"
      ).messages shouldBe empty
    }
  }
}
