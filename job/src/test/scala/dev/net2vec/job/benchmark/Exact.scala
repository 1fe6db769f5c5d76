package dev.net2vec.job.benchmark

/** Sums of integers, as predictions are multiples of a power of 2. */
object Exact {
  val unit: Long = 1L << 40

  /** Twice the value of a pair with a factor of 0.5, in units. */
  def twice(pair: Pair): Long = {
    require(pair.target.length.toLong * pair.target.length < Long.MaxValue / unit)
    var sum = 0L
    for (row <- pair.target.indices; column <- pair.target.indices) {
      val prediction = pair.prediction(row)(column).toDouble * unit
      require(prediction == math.rint(prediction), "predictions must be multiples of 2⁻⁴⁰")
      sum += (if (pair.target(row)(column) > 0) prediction.toLong else unit - prediction.toLong)
    }
    sum
  }
}
