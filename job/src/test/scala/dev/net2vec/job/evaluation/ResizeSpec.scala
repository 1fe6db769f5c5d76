package dev.net2vec.job.evaluation

import com.fasterxml.jackson.databind.JsonNode
import dev.net2vec.job.{Checkout, JobSpec}
import java.nio.file.Files
import org.apache.spark.sql.Row
import org.apache.spark.sql.types.StructType
import scala.jdk.CollectionConverters._

/** The job scores small predictions at their targets' size, as torch does. */
class ResizeSpec extends JobSpec {
  private val schema =
    "name STRING, prediction ARRAY<ARRAY<DOUBLE>>, target ARRAY<ARRAY<INT>>"
  private lazy val golden: Seq[JsonNode] = JobSpec
    .parse(Files.readString(Checkout.path("udf/src/test/resources/golden/concepts.json")))
    .get("resize")
    .asScala
    .toSeq

  private def cases(mode: String, alignCorners: Boolean, order: String): Seq[JsonNode] =
    golden.filter { each =>
      each.get("mode").asText == mode && each.get("align_corners").asBoolean == alignCorners &&
      each.get("order").asText == order
    }

  private def numbers(array: JsonNode, width: JsonNode): Seq[Seq[Double]] =
    array.asScala.map(_.asDouble).toSeq.grouped(width.asInt).toSeq

  /** Writes the pairs as arrays, and as NPY with run lengths. */
  private def written(cases: Seq[JsonNode]): String = {
    val rows = cases.map { each =>
      Row(
        each.get("name").asText,
        numbers(each.get("prediction"), each.at("/shape/1")),
        numbers(each.get("target"), each.at("/target_shape/1")).map(_.map(_.toInt))
      )
    }
    val path = newDirectory().resolve("pairs.parquet").toString
    spark
      .createDataFrame(rows.asJava, StructType.fromDDL(schema))
      .selectExpr("*", "mask_to_npy(prediction) AS npy", "mask_to_rle(target) AS rle")
      .repartition(3)
      .write
      .parquet(path)
    path
  }

  private def groups(arguments: String*): JsonNode =
    evaluated(
      Seq("--group-by=name", "--factor-pos-class=0,0.3,0.5,0.9", "--json") ++ arguments: _*
    ).json.get("groups")

  for (
    (mode, alignCorners) <- Seq("bilinear" -> false, "bilinear" -> true, "nearest" -> false);
    (order, arguments) <- Seq(
      "probabilities" -> Seq(),
      "sigmoid_then_resize" -> Seq("--activation=sigmoid"),
      "resize_then_sigmoid" -> Seq("--activation=sigmoid", "--activation-order=after_resize")
    )
  ) describe(s"$mode, corners ${if (alignCorners) "" else "not "}aligned, $order") {
    it("has the values of torch, whatever the encoding") {
      val expected = cases(mode, alignCorners, order)
      expected should have size 12
      val input = written(expected)
      val options = Seq(s"--input=$input", s"--resize=$mode", s"--align-corners=$alignCorners") ++
        arguments
      val found = groups(options: _*)
      val values = found.asScala.map { row =>
        (row.at("/key/name").asText, row.get("factor_pos_class").asText) ->
          row.get("value").asDouble
      }.toMap
      values should have size 48
      for (each <- expected; b <- each.get("value").properties.asScala) {
        val value = values(each.get("name").asText -> b.getKey)
        withClue(s"${each.get("name").asText} ${b.getKey}: ") {
          value shouldBe b.getValue.asDouble +- 1e-12 * math.abs(b.getValue.asDouble)
        }
      }
      groups(options ++ Seq("--prediction=npy", "--target=rle"): _*) shouldBe found
    }
  }

  describe("a flag") {
    lazy val input = written(cases("bilinear", alignCorners = true, "probabilities"))
    def settings(arguments: String*): String = {
      val run = evaluated(Seq(s"--input=$input", "--resize=bilinear", "--json") ++ arguments: _*)
      run.json.at("/settings/align_corners").toString
    }

    it("is true where it is given without a value") {
      settings("--align-corners") shouldBe "true"
      settings("--align-corners=true") shouldBe "true"
      settings("--align-corners=false") shouldBe "false"
      settings() shouldBe "false"
    }

    it("is true or false in YAML") {
      settings("--config", file("on.yaml", "align_corners: true\n")) shouldBe "true"
      settings("--config", file("off.yaml", "align_corners: false\n")) shouldBe "false"
      settings(
        "--config",
        file("on.yaml", "align_corners: true"),
        "--set=align_corners=false"
      ) shouldBe
        "false"
      settings(
        "--config",
        file("off.yaml", "align_corners: false\n"),
        "--align-corners"
      ) shouldBe "true"
      settings("--set=align_corners=true") shouldBe "true"
    }

    it("is nothing else") {
      evaluate(s"--input=$input", "--clip=maybe").err should include(
        "Invalid value for option '--clip': 'maybe' is not true or false"
      )
    }
  }
}
