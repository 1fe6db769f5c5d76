package dev.net2vec.job.benchmark

import java.util.SplittableRandom

/** What predictions are made of. All items are multiples of 2⁻⁴⁰, so that their sums can be exact.
  */
sealed abstract class Predictions(val name: String) extends Serializable {
  def of(target: Disc, random: SplittableRandom): Array[Array[Float]]

  /** Height and width, if those of the target are this. */
  def side(target: Int): Int = target
}

/** Uniform in [0, 1): nothing that encodings or compression could save. */
case object Noise extends Predictions("noise") {
  override def of(target: Disc, random: SplittableRandom): Array[Array[Float]] =
    Array.fill(target.side, target.side)(random.nextInt(1 << 24) / (1 << 24).toFloat)
}

/** What a network gives: the sigmoid of 14×14 activations, enlarged to the mask. */
case object Maps extends Predictions("maps") {
  override def of(target: Disc, random: SplittableRandom): Array[Array[Float]] =
    enlarge(Activations.of(target, random), target.side)

  /** Bilinear, with corners that are not aligned. */
  private def enlarge(small: Array[Array[Float]], length: Int): Array[Array[Float]] = {
    val steps = Array.tabulate(length) { index =>
      val source = math.max(0, (index + 0.5) * small.length / length - 0.5)
      val from = source.toInt
      (from, math.min(from + 1, small.length - 1), source - from)
    }
    steps.map { case (top, bottom, down) =>
      steps.map { case (left, right, along) =>
        val above = small(top)(left) * (1 - along) + small(top)(right) * along
        val below = small(bottom)(left) * (1 - along) + small(bottom)(right) * along
        (above * (1 - down) + below * down).toFloat
      }
    }
  }
}

/** The same before it is enlarged. */
case object Activations extends Predictions("activations") {
  private val length = 14

  override def side(target: Int): Int = length

  /** Activations that favour the disc, with noise, after the sigmoid. */
  override def of(target: Disc, random: SplittableRandom): Array[Array[Float]] =
    Array.tabulate(length, length) { (row, column) =>
      val favour = if (target.has((row + 0.5) / length, (column + 0.5) / length)) 2 else -2
      val activation = math.max(-8, math.min(8, favour + 1.5 * random.nextGaussian()))
      (1 / (1 + math.exp(-activation))).toFloat
    }
}
