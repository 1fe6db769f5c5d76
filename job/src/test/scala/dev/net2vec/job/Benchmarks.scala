package dev.net2vec.job

import java.io.{PrintWriter, StringWriter}

/** Gives the benchmarks access to the job's package. */
object Benchmarks {
  val cores = 2

  /** Runs the job on the active session, and returns the overall value. */
  def evaluate(path: String, group: String): Double = {
    val (out, err) = (new StringWriter, new StringWriter)
    val args = Array("evaluate", "--input", path, "--group-by", group, "--json")
    val exitCode = Net2VecEval.run(args, new PrintWriter(out), new PrintWriter(err))
    if (exitCode != 0) sys.error(err.toString)
    new com.fasterxml.jackson.databind.ObjectMapper()
      .readTree(out.toString)
      .at("/overall/0/value")
      .doubleValue()
  }
}
