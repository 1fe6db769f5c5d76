package dev.net2vec.sql

import com.fasterxml.jackson.databind.JsonNode
import dev.net2vec.ReferenceFiles
import scala.jdk.CollectionConverters._

/** The 84 reference cases, computed with the Python class in float64, through SQL. */
class GoldenSpec extends SparkSpec {
  private val cases: Seq[JsonNode] =
    ReferenceFiles.golden("net2vec.json").get("cases").asScala.toSeq

  describe("the golden cases") {
    it("are all there") {
      cases should have length 84
    }

    cases.foreach { golden =>
      it(golden.get("name").asText) {
        val shape = golden.get("shape").asScala.map(_.asInt).toList
        val prediction = literal(numbers(golden.get("outputs")), shape)
        val target = literal(numbers(golden.get("targets")), shape)
        val b = s"${golden.get("factor_pos_class").asText}d"
        val thresh = s"${golden.get("target_thresh").asText}d"
        val call = s"(prediction, target, $b, $thresh)"

        val row = sql(s"""SELECT first(net2vec_batch$call), net2vec_mean$call, net2vec_sum$call
          FROM (SELECT $prediction AS prediction, $target AS target)""").head()

        val expected = numbers(golden.get("instances"))
        row.getSeq[Double](0) should have length expected.length
        row.getSeq[Double](0).zip(expected).foreach { case (a, e) => a should beWithin(1e-12, e) }
        row.getDouble(1) should beWithin(1e-12, golden.get("mean").asDouble)
        row.getDouble(2) should beWithin(1e-12, golden.get("sum").asDouble)
      }
    }
  }

  private def numbers(array: JsonNode): Seq[Double] = array.asScala.map(_.asDouble).toSeq

  /** A mask as an SQL literal, nested as deep as its rank. */
  private def literal(values: Seq[Double], shape: List[Int]): String = shape match {
    case _ :: Nil       => values.map(v => s"${v}d").mkString("array(", ", ", ")")
    case outer :: inner =>
      values.grouped(values.length / outer).map(literal(_, inner)).mkString("array(", ", ", ")")
    case Nil => fail("a mask has at least one dimension")
  }
}
