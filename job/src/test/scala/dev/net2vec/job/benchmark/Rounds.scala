package dev.net2vec.job.benchmark

import scala.collection.mutable

/** Measures contenders in turns, so that what else the machine does hits all alike. */
object Rounds {

  /** The best time of each, in µs a row; the first round warms up and does not count. */
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
