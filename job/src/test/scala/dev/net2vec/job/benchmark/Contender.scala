package dev.net2vec.job.benchmark

/** One way to compute the mean value of a dataset's instances, on one dataset.
  *
  * @param rows
  *   number of rows that it reads
  * @param run
  *   returns the mean; NaN if the contender computes none
  */
final case class Contender(
    name: String,
    rows: Long,
    run: () => Double,
    coreTime: CoreTime = CoreTime.own
)

/** One way to compute the mean value of a dataset's instances, whichever dataset it is.
  *
  * @param error
  *   relative error that its result may have
  * @param oneOf
  *   reads only one of so many rows, because it is slow
  * @param instead
  *   reads the same pairs in this layout
  * @param resizes
  *   also scores predictions that are smaller than their targets, enlarging them bilinearly
  * @param start
  *   runs it in a process of its own, from launch to exit
  */
final case class Tool(
    name: String,
    layouts: Set[Layout],
    error: Double,
    mean: Dataset => Double,
    oneOf: Int = 1,
    coreTime: CoreTime = CoreTime.own,
    instead: Option[Layout] = None,
    resizes: Boolean = false,
    start: Option[Dataset => Double] = None
) {
  def rows(all: Long): Long = math.max(1, all / oneOf)

  def on(data: Dataset): Contender = Contender(name, data.rows, () => mean(data), coreTime)

  def started(data: Dataset): Option[Contender] =
    start.map(run => Contender(name, data.rows, () => run(data)))
}

object Tool {

  /** Of sums in double. */
  val double = 1e-12

  /** Of sums in float, or of items that are subtracted from 1 in float. */
  val float = 1e-4
}
