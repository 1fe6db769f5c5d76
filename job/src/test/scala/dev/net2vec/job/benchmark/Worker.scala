package dev.net2vec.job.benchmark

import java.io.{BufferedReader, InputStreamReader, PrintWriter}
import java.nio.file.Files

/** A process that answers each dataset, a line on standard input, with the mean of its values. It
  * says "ready" first.
  */
final class Worker(command: Seq[String]) extends AutoCloseable {
  private val log = Files.createTempFile("net2vec-benchmark", ".log")
  private val process = new ProcessBuilder(command: _*).redirectError(log.toFile).start()
  private val in = new PrintWriter(process.getOutputStream, true)
  private val out = new BufferedReader(new InputStreamReader(process.getInputStream))
  answer()

  val coreTime: CoreTime = CoreTime.of(process)

  def mean(data: Dataset): Double = {
    in.println(data.line)
    answer().toDouble
  }

  private def answer(): String = out.readLine() match {
    case null =>
      sys.error(s"${command.mkString(" ")} ended:\n${Files.readString(log)}")
    case line => line
  }

  override def close(): Unit = {
    in.close()
    process.waitFor()
    Files.delete(log)
  }
}
