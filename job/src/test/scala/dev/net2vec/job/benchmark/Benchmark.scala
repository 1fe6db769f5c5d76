package dev.net2vec.job.benchmark

import dev.net2vec.job.Benchmarks
import java.nio.file.{Files, Path}
import org.apache.commons.io.FileUtils
import org.apache.spark.sql.SparkSession

/** Compares the job with other tools that read the same files, and with itself on more data, in
  * tables of ratios. Needs a directory of 5 GB on a RAM disk, and about half an hour:
  *
  * {{{
  * mvn -q -DskipTests -Pbenchmark verify
  * mvn -q -DskipTests -Pbenchmark verify -Dbenchmark.options="pairs 20000 112 5"
  * mvn -q -DskipTests -Pbenchmark verify -Dbenchmark.options="scaling 1000000 5"
  * mvn -q -DskipTests -Pbenchmark verify -Dbenchmark.options="start 5"
  * }}}
  *
  * `-Dbenchmark.python=PYTHON` names a Python with pyspark, pandas, pyarrow and numpy; without it,
  * `pandas_udf` is left out. `-Dbenchmark.directory` defaults to `/dev/shm`.
  */
object Benchmark {
  private val rounds = 5

  def main(args: Array[String]): Unit = {
    val directory =
      Files.createTempDirectory(Path.of(sys.props("benchmark.directory")), "net2vec-benchmark")
    val spark = SparkSession.builder().master(s"local[${Benchmarks.cores}]").getOrCreate()
    val pandas = sys.props.get("benchmark.python").filter(_.nonEmpty).map(new Pandas(_))
    def pairs(rows: Long, side: Int, rounds: Int): Unit = {
      val data = Pairs(rows, side, math.max(1, rows / 10), directory)
      println(PairsTable.of(spark, data, rounds, pandas))
      FileUtils.cleanDirectory(directory.toFile)
    }
    try
      args.toList match {
        case Nil =>
          pairs(20000, 112, rounds)
          pairs(300, 1024, rounds)
          println(ScalingTable.of(spark, 1000000, rounds, directory))
          println(StartTable.of(rounds))
        case List("pairs", rows, side, times) => pairs(rows.toLong, side.toInt, times.toInt)
        case List("scaling", groups, times)   =>
          println(ScalingTable.of(spark, groups.toLong, times.toInt, directory))
        case List("start", times) => println(StartTable.of(times.toInt))
        case _                    =>
          sys.error(
            "the options are: pairs ROWS SIDE ROUNDS, scaling GROUPS ROUNDS, or start ROUNDS"
          )
      }
    finally {
      pandas.foreach(_.close())
      spark.stop()
      FileUtils.deleteDirectory(directory.toFile)
    }
  }
}
