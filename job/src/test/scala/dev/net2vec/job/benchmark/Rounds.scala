package dev.net2vec.job.benchmark

import scala.collection.mutable

/** Measures contenders in turn, so that other load on the machine affects all of them. */
object Rounds {

  /** The best time of each, in µs per row; the first round is a warm-up and does not count. */
  def best(contenders: Seq[Contender], rounds: Int): Map[String, Double] = {
    val best = mutable.Map.empty[String, Double]
    for (round <- 0 to rounds; contender <- contenders) {
      System.gc()
      val start = System.nanoTime()
      contender.run()
      val time = (System.nanoTime() - start) / 1e3 / contender.rows
      if (round > 0) best(contender.name) = math.min(time, best.getOrElse(contender.name, time))
    }
    best.toMap
  }
}
