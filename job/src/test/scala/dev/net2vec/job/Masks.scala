package dev.net2vec.job

import org.apache.spark.sql.Row

/** Four small instances of two concepts, with formula (1) computed directly. */
object Masks {
  case class Instance(id: Long, concept: String, prediction: Seq[Float], target: Seq[Int]) {
    def row: Row = Row(id, concept, prediction, target)

    def value(b: Double, thresh: Double = 0): Double = {
      val (foreground, background) =
        prediction.map(_.toDouble).zip(target).partition { case (_, t) => t > thresh }
      b * foreground.map(_._1).sum + (1 - b) * background.map(1 - _._1).sum
    }
  }

  val schema = "id BIGINT, concept STRING, prediction ARRAY<FLOAT>, target ARRAY<INT>"

  val all: Seq[Instance] = Seq(
    Instance(1, "cat", Seq(0.25f, 1.0f), Seq(0, 1)),
    Instance(2, "cat", Seq(0.5f, 0.5f, 0.75f), Seq(0, 2, 0)),
    Instance(3, "dog", Seq(0.125f, 0.0f), Seq(1, 1)),
    Instance(4, null, Seq(1.0f), Seq(0))
  )

  def mean(values: Iterable[Double]): Double = values.sum / values.size

  def std(values: Iterable[Double]): Double =
    math.sqrt(values.map(value => math.pow(value - mean(values), 2)).sum / (values.size - 1))
}
