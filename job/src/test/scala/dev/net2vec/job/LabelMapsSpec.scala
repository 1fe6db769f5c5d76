package dev.net2vec.job

import com.fasterxml.jackson.databind.{JsonNode, ObjectMapper}
import java.nio.file.{Files, Path}
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
}
