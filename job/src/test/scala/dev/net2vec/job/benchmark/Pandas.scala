package dev.net2vec.job.benchmark

import dev.net2vec.job.Benchmarks
import java.io.{BufferedReader, InputStreamReader, PrintWriter}
import java.nio.file.Path

/** A separate PySpark process, where a `pandas_udf` scores. It takes requests on standard input,
  * answers on standard output, and is idle while others are measured.
  */
final class Pandas(python: String) extends AutoCloseable {
  private val script = Path.of(getClass.getResource("pandas_contender.py").toURI)
  private val process =
    new ProcessBuilder(python, script.toString, Benchmarks.cores.toString)
      .redirectError(ProcessBuilder.Redirect.DISCARD)
      .start()
  private val in = new PrintWriter(process.getOutputStream, true)
  private val out = new BufferedReader(new InputStreamReader(process.getInputStream))

  def mean(layout: Layout, path: String, rows: Int): Double = {
    in.println(s"${layout.name}\t$path\t$rows")
    out.readLine() match {
      case null => sys.error(s"$python $script ended; it needs pyspark, pandas, pyarrow and numpy")
      case answer => answer.toDouble
    }
  }

  override def close(): Unit = {
    in.close()
    process.waitFor()
  }
}
