package dev.net2vec.job.resampling

/** The weights of instances for specs of other packages. */
object Weights {
  def of(instance: Long, seed: Long, weights: Array[Double]): Unit =
    PoissonWeights.fill(instance, seed, weights)
}
