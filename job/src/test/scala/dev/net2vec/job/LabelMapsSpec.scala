package dev.net2vec.job

import com.fasterxml.jackson.databind.{JsonNode, ObjectMapper}
import java.nio.file.{Files, Path}
import org.apache.spark.sql.Row
import scala.jdk.CollectionConverters._

/** Label maps, in files, with values computed by the Python package's reference class. */
class LabelMapsSpec extends JobSpec {
  private lazy val data: Path = Checkout.shared("data/labels")

  private lazy val expected: JsonNode =
    new ObjectMapper().readTree(data.resolve("expected.json").toFile)

  /** The pair in directories of their own, under one name. */
  private def pair(prediction: String, target: String): Seq[String] = {
    def copied(name: String): Path = {
      val extension = name.substring(name.lastIndexOf('.'))
      Files.copy(data.resolve(name), newDirectory().resolve(s"map$extension"))
    }
    Seq(
      s"--predictions=${copied(prediction).getParent}",
      s"--targets=${copied(target).getParent}",
      "--format=files",
      s"--factor-pos-class=${expected.get("factor_pos_class").asText}",
      "--json"
    )
  }

  for (encoding <- Seq("rgb_id", "ade20k"))
    it(s"gives the reference's value for every class of a file of colours: $encoding") {
      val files = pair("prediction.npy", s"$encoding.png")
      expected.get(encoding).asScala.foreach { each =>
        val ids = each.get("target_class").asScala.map(_.asInt).mkString(",")
        val value = evaluated(
          files ++ Seq(s"--target-class=$ids", s"--target-encoding=$encoding"): _*
        ).json.at("/overall/0/value").asDouble
        val reference = each.get("value").asDouble
        withClue(ids)(value shouldBe reference +- (1e-12 * reference))
      }
    }

  describe("ids in colours, with a threshold") {
    lazy val ids = Files.readAllBytes(data.resolve("rgb_id.png"))
    lazy val soft = Files.readAllBytes(data.resolve("prediction.npy"))
    val settings = Seq("--target-encoding=rgb_id", "--json")

    it("are read from joined tables, too") {
      val run = evaluated(
        Seq(
          s"--predictions=${dataset("id INT, prediction BINARY")(Row(1, soft))}",
          s"--targets=${dataset("id INT, target BINARY")(Row(1, ids))}",
          "--join-on=id"
        ) ++ settings: _*
      )
      val columns = evaluated(
        Seq(s"--input=${dataset("prediction BINARY, target BINARY")(Row(soft, ids))}") ++
          settings: _*
      )
      run.json.get("overall") shouldBe columns.json.get("overall")
    }

    it("may have no foreground, which is told") {
      val run = evaluate(
        Seq(
          s"--input=${dataset("prediction BINARY, target BINARY")(Row(soft, ids))}",
          "--target-thresh=16777216"
        ) ++ settings: _*
      )
      withClue(run.err)(run.exitCode shouldBe 0)
      run.err should include("the only target has no foreground: target_thresh 1.6777216E7")
    }
  }
}
