package dev.net2vec.job.benchmark

import scala.collection.mutable

/** The least time of several runs, in seconds: on the clock, and of all cores.
  *
  * @param value
  *   what the runs returned
  */
final case class Best(wall: Double, core: Double, value: Double) {
  def min(other: Best): Best =
    Best(math.min(wall, other.wall), math.min(core, other.core), other.value)
}

/** Measures contenders in turn, so that other load on the machine affects all of them. */
object Rounds {

  /** A first round is a warm-up and does not count, unless it is the only one. */
  def best(contenders: Seq[Contender], rounds: Int): Map[Contender, Best] = {
    val best = mutable.Map.empty[Contender, Best]
    for (round <- 0 to rounds; contender <- contenders) {
      System.gc()
      val measured = once(contender)
      if (round > 0 || rounds == 0)
        best.updateWith(contender)(so => Some(so.fold(measured)(_.min(measured))))
    }
    best.toMap
  }

  private def once(contender: Contender): Best = {
    val (machine, core) = (CoreTime.machine.seconds(), contender.coreTime.seconds())
    val start = System.nanoTime()
    val value = contender.run()
    val wall = (System.nanoTime() - start) / 1e9
    val used = contender.coreTime.seconds() - core
    Load.add(wall, CoreTime.machine.seconds() - machine - used)
    Best(wall, used, value)
  }
}
