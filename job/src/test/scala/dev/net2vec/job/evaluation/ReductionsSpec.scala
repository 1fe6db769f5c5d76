package dev.net2vec.job
package evaluation

import dev.net2vec.kpi.Reduction
import org.apache.spark.sql.Row
import org.nd4j.linalg.api.ndarray.INDArray
import org.nd4j.linalg.factory.Nd4j
import scala.jdk.CollectionConverters._

/** A group's instances, reduced by a user's class. */
class ReductionsSpec extends JobSpec {
  private val values = Seq(0.5, 0.25, 1.0, 0.125, 0.75)

  /** One-pixel instances in two groups; an instance's value at b = 1 is its prediction. */
  private lazy val masks =
    dataset("id BIGINT, k STRING, prediction ARRAY<DOUBLE>, target ARRAY<INT>")(
      values.zipWithIndex.map { case (value, id) =>
        Row((values.size - id).toLong, if (id < 3) "a" else "b", Seq(value), Seq(1))
      }: _*
    )

  private def reduced(args: String*): Seq[Double] = {
    val run = evaluated(
      Seq("--input", masks, "--group-by=k", "--id=id", "--factor-pos-class=1", "--json") ++
        args: _*
    )
    (run.json.get("groups").elements.asScala ++ run.json.get("overall").elements.asScala)
      .map(_.get("value").asDouble)
      .toSeq
  }

  private def geometric(values: Seq[Double]) =
    math.exp(values.map(math.log).sum / values.size) +- 1e-12

  describe("--reduction CLASS") {
    it("reduces each group, and all instances, by an Aggregator") {
      val groups = Seq(values.take(3), values.drop(3), values)
      reduced("--reduction=dev.net2vec.reduction.GeometricMean").zip(groups).foreach {
        case (value, group) => value shouldBe geometric(group)
      }
    }

    it("reduces by a Reduction, which gets the values in the order of their ids") {
      reduced(s"--reduction=${classOf[InOrder].getName}") shouldBe
        Seq(values.take(3), values.drop(3), values).map(group => InOrder(group.reverse))
    }

    it("may stand in the config file, with several b and auto") {
      val config = file(
        "reduction.yaml",
        s"""input: $masks
           |factor_pos_class: [0.5, 1, auto]
           |reduction: dev.net2vec.reduction.TrimmedMean
           |json: true
           |""".stripMargin
      )
      val run = evaluated("--config", config)
      run.json.at("/settings/reduction").asText shouldBe "dev.net2vec.reduction.TrimmedMean"
      run.json.get("overall").elements.asScala.map(_.get("value").asDouble).toSeq shouldBe
        Seq(Masks.mean(values) / 2, Masks.mean(values), 0.0)
    }

    it("gives a group without a valid instance no value") {
      val input = dataset(Masks.schema)(
        Row(1L, "cat", Seq(1.0f), Seq(1)),
        Row(2L, "dog", Seq(2.0f), Seq(1))
      )
      for (reduction <- Seq("TrimmedMean", "GeometricMean")) {
        val run = evaluate(
          "--input",
          input,
          "--group-by=concept",
          s"--reduction=dev.net2vec.reduction.$reduction",
          "--max-invalid-ratio=0.5",
          "--json"
        )
        withClue(run.err) { run.exitCode shouldBe 0 }
        run.json.at("/groups/1/value").isNull shouldBe true
      }
    }

    it("tells a class that is none, and a result that is none, without a trace") {
      val none = evaluate("--input", masks, "--reduction=median")
      none.exitCode shouldBe 2
      none.messages shouldBe Seq(
        "net2vec-eval: --reduction is 'median', which is not on the class path; it must be mean, sum, none or a class that is a dev.net2vec.kpi.Reduction or an org.apache.spark.sql.expressions.Aggregator of Double to Double"
      )
      val two = evaluate("--input", masks, s"--reduction=${classOf[Same].getName}")
      two.exitCode shouldBe 2
      two.messages shouldBe Seq(
        s"net2vec-eval: reduction ${classOf[Same].getName} returned a tensor of shape [5], but must return one number"
      )
    }
  }
}

class InOrder extends Reduction {
  override def apply(values: INDArray): INDArray = Nd4j.scalar(InOrder(values.toDoubleVector.toSeq))
}

object InOrder {
  def apply(values: Seq[Double]): Double = values.foldLeft(1.0)((sum, value) => sum / 3 + value)
}

class Same extends Reduction {
  override def apply(values: INDArray): INDArray = values
}
