package dev.net2vec.job.benchmark

/** Sums of integers, as predictions are multiples of a power of 2. */
object Exact {
  val unit: Long = 1L << 40

  /** Twice the value of a pair with a factor of 0.5, in units. */
  def twice(pair: Pair): BigDecimal = {
    require(pair.target.length.toLong * pair.target.length < Long.MaxValue / unit)
    if (pair.prediction.length == pair.target.length) BigDecimal(twiceOfSame(pair))
    else twiceOfSmall(pair)
  }

  private def twiceOfSame(pair: Pair): Long = {
    var sum = 0L
    for (row <- pair.target.indices; column <- pair.target.indices) {
      val item = units(pair.prediction(row)(column))
      sum += (if (pair.target(row)(column) > 0) item else unit - item)
    }
    sum
  }

  /** The prediction is enlarged bilinearly: each of its items counts by the integer weights, over
    * (2 · the target's side)², that it has in all pixels of the target.
    */
  private def twiceOfSmall(pair: Pair): BigDecimal = {
    val (in, out) = (pair.prediction.length, pair.target.length)
    val steps = Array.tabulate(out) { index =>
      val source = math.max(0, (2 * index + 1) * in - out)
      val (from, rest) = (source / (2 * out), source % (2 * out))
      Seq(from -> (2L * out - rest), math.min(from + 1, in - 1) -> rest.toLong)
    }
    val weights = Array.ofDim[Long](in, in)
    var background = 0L
    for (row <- 0 until out; column <- 0 until out) {
      val foreground = pair.target(row)(column) > 0
      if (!foreground) background += 1
      for ((y, down) <- steps(row); (x, along) <- steps(column))
        weights(y)(x) += (if (foreground) down * along else -down * along)
    }
    val sums =
      for (y <- 0 until in; x <- 0 until in)
        yield BigInt(units(pair.prediction(y)(x))) * weights(y)(x)
    BigDecimal(sums.sum) / (4L * out * out) + BigDecimal(background) * unit
  }

  private def units(item: Float): Long = {
    val scaled = item.toDouble * unit
    require(scaled == math.rint(scaled), "predictions must be multiples of 2⁻⁴⁰")
    scaled.toLong
  }
}
