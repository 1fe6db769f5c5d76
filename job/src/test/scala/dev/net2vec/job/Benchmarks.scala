package dev.net2vec.job

import java.io.{PrintWriter, StringWriter}

/** Gives the benchmarks access to the job's package. */
object Benchmarks {

  /** Runs the job on the active session, and returns the overall value. */
  def evaluate(options: String*): Double = {
    val (out, err) = (new StringWriter, new StringWriter)
    val args = "evaluate" +: "--json" +: options
    val exitCode = Net2VecEval.run(args.toArray, new PrintWriter(out), new PrintWriter(err))
    if (exitCode != 0) sys.error(err.toString)
    new com.fasterxml.jackson.databind.ObjectMapper()
      .readTree(out.toString)
      .at("/overall/0/value")
      .doubleValue()
  }
}
