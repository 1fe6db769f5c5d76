package dev.net2vec.job.benchmark

/** What else ran on the machine while contenders were measured. */
object Load {
  private var wall = 0.0
  private var others = 0.0

  def add(seconds: Double, coreSecondsOfOthers: Double): Unit = {
    wall += seconds
    others += coreSecondsOfOthers
  }

  def sentence: String = {
    val (used, cores) = (math.max(0, others / wall), sys.runtime.availableProcessors)
    f"Meanwhile, other processes used $used%.2f of $cores cores."
  }
}
