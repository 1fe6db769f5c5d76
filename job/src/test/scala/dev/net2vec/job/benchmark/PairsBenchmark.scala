package dev.net2vec.job.benchmark

import dev.net2vec.job.Benchmarks
import java.nio.file.{Files, Path}
import org.apache.commons.io.FileUtils
import org.apache.spark.sql.SparkSession

/** Ours against everything else that reads the same files: a table of ratios.
  *
  * {{{
  * mvn -q -DskipTests -Pbenchmark verify
  * mvn -q -DskipTests -Pbenchmark verify -Dbenchmark.options="pairs 300 1024 5"
  * }}}
  */
object PairsBenchmark {
  def table(spark: SparkSession, pairs: Pairs, rounds: Int, pandas: Option[Pandas]): String = {
    pairs.write(spark)
    val times = pairs.layouts.map { layout =>
      Rounds.best(Contender.all(spark, pairs, layout, pandas), rounds)
    }
    val names = times
      .flatMap(_.keys)
      .distinct
      .sortBy(name => times.flatMap(_.get(name)).min / times.flatMap(_.get(Contender.ours)).min)
    val header =
      Seq(s"${pairs.rows} pairs of ${pairs.side}×${pairs.side}") ++ pairs.layouts.map(_.name)
    val ratios = names.map { name =>
      name +: times.map(of => of.get(name).fold("")(time => f"${time / of(Contender.ours)}%.2f"))
    }
    val toScan = "net2vec_mean ÷ best scan" +: times.map(of =>
      f"${of(Contender.ours) / of(Contender.scan)}%.2f"
    )
    val microseconds = "net2vec_mean, µs a pair" +: times.map(of => f"${of(Contender.ours)}%.1f")
    Markdown.table(header +: (ratios :+ toScan :+ microseconds))
  }

  def main(args: Array[String]): Unit = {
    val Seq(rows, side, rounds) = args.toSeq.map(_.toInt): @unchecked
    val directory = Files.createTempDirectory(Path.of("/dev/shm"), "net2vec-benchmark")
    val spark = SparkSession.builder().master(s"local[${Benchmarks.cores}]").getOrCreate()
    val pandas = sys.props.get("benchmark.python").filter(_.nonEmpty).map(new Pandas(_, script))
    try print(table(spark, Pairs(rows, side, math.max(1, rows / 10), directory), rounds, pandas))
    finally {
      pandas.foreach(_.close())
      spark.stop()
      FileUtils.deleteDirectory(directory.toFile)
    }
  }

  private def script: Path =
    Path.of(getClass.getResource("pandas_contender.py").toURI)
}
