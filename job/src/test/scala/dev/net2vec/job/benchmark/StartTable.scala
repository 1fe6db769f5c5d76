package dev.net2vec.job.benchmark

import dev.net2vec.job.Checkout
import java.lang.ProcessBuilder.Redirect
import java.nio.file.Files
import java.nio.file.Path
import org.apache.spark.sql.SparkSession

/** Time from launch to exit: of the job on its sample, and of an embedded Spark that counts its
  * rows.
  */
object StartTable {
  private val sample = "job/sample"

  def of(rounds: Int): String = {
    val job = Contender(
      "the job on its sample",
      1,
      () => run("job/bin/net2vec-eval", "evaluate", "--config", "conf/demo.yaml")
    )
    val count = Contender("an embedded Spark that counts it", 1, () => run(counting: _*))
    val best = Rounds.best(Seq(job, count), rounds)
    Markdown.table(
      Seq("from launch to exit", "seconds", "core-seconds", "÷ the count"),
      Seq(job, count).map { contender =>
        val time = best(contender)
        Seq(
          contender.name,
          f"${time.wall}%.2f",
          f"${time.core}%.2f",
          f"${time.wall / best(count).wall}%.2f"
        )
      }
    )
  }

  private def counting: Seq[String] = {
    val spark = Files.readString(Checkout.path("job/target/spark-classpath")).trim
    Seq(
      Path.of(sys.props("java.home"), "bin", "java").toString,
      s"@${Checkout.path("job/bin/java-options")}",
      s"-Dlog4j2.configurationFile=${Checkout.path("conf/log4j2.properties")}",
      "-XX:MaxRAMPercentage=50",
      "-cp",
      s"${Checkout.path("job/target/test-classes")}:$spark",
      "dev.net2vec.job.benchmark.CountSample",
      sample
    )
  }

  private def run(command: String*): Double = {
    val process = new ProcessBuilder(command: _*)
      .directory(Checkout.path(".").toFile)
      .redirectOutput(Redirect.DISCARD)
      .redirectError(Redirect.DISCARD)
      .start()
    if (process.waitFor() != 0) sys.error(s"$command ended with ${process.exitValue}")
    Double.NaN
  }
}

/** Counts the sample's rows with Spark alone. */
object CountSample {
  def main(args: Array[String]): Unit = {
    val spark = SparkSession.builder().master("local[*]").getOrCreate()
    println(spark.read.parquet(args.head).count())
    spark.stop()
  }
}
