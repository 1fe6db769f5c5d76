package dev.net2vec.job.benchmark

import java.nio.file.{Files, NoSuchFileException, Path}
import scala.jdk.CollectionConverters._

/** Core-seconds (user and system) that processes have used so far, as Linux counts them: in ticks
  * of 10 ms.
  */
trait CoreTime {
  def seconds(): Double
}

object CoreTime {
  private val ticksPerSecond = 100.0

  /** Of this process, and of its children that have ended. */
  val own: CoreTime = () => ofProcess(ProcessHandle.current().pid)

  /** Of a process that runs, of all below it, and of their children that have ended. */
  def of(process: Process): CoreTime = () =>
    (process.pid +: process.descendants().iterator().asScala.map(_.pid).toSeq).map(ofProcess).sum

  /** Of everything on this machine. */
  val machine: CoreTime = () => {
    val Array(user, nice, system, _, _, irq, softirq, _*) = Files
      .readAllLines(Path.of("/proc/stat"))
      .get(0)
      .split(" +")
      .tail
      .map(_.toLong): @unchecked
    (user + nice + system + irq + softirq) / ticksPerSecond
  }

  private def ofProcess(pid: Long): Double =
    try {
      val stat = Files.readString(Path.of(s"/proc/$pid/stat"))
      // After the command, which may contain anything; see proc_pid_stat(5).
      val fields = stat.substring(stat.lastIndexOf(')') + 2).split(' ')
      fields.slice(11, 15).map(_.toLong).sum / ticksPerSecond
    } catch { case _: NoSuchFileException => 0 }
}
