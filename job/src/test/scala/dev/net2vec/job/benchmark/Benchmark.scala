package dev.net2vec.job.benchmark

import java.nio.file.{Files, Path}
import org.apache.commons.io.FileUtils
import org.apache.spark.sql.SparkSession

/** Compares the functions and the job with other tools that read the same files, and the functions
  * with themselves on more data. Needs Linux, Python 3.11 or newer, a directory of 6 GB on a RAM
  * disk, and about 40 minutes:
  *
  * {{{
  * mvn -q -DskipTests -Pbenchmark verify
  * mvn -q -DskipTests -Pbenchmark verify -Dbenchmark.options="pairs 20000 112 5"
  * mvn -q -DskipTests -Pbenchmark verify -Dbenchmark.options="small 20000 224 5"
  * mvn -q -DskipTests -Pbenchmark verify -Dbenchmark.options="scaling 1000000 5"
  * mvn -q -DskipTests -Pbenchmark verify -Dbenchmark.options="start 5"
  * mvn -q -DskipTests -Pbenchmark verify -Dbenchmark.options=check
  * }}}
  *
  * The other tools are installed from the Python registry into `target/benchmark/venv`: 7 GB, of
  * which torch is 5. `-Dbenchmark.without=torch,chdb` leaves packages out, and the contenders that
  * need them. `-Dbenchmark.python` names the Python to install them with (`python3`), and
  * `-Dbenchmark.directory` where the data are written (`/dev/shm`).
  */
object Benchmark {
  val cores = 2

  private val rounds = 5

  def main(args: Array[String]): Unit = {
    val directory =
      Files.createTempDirectory(Path.of(sys.props("benchmark.directory")), "net2vec-benchmark")
    val spark = SparkSession.builder().master(s"local[$cores]").getOrCreate()
    try
      args.toList match {
        case Nil =>
          withPython { python =>
            pairs(spark, directory, python, rounds, 20000, 112)
            pairs(spark, directory, python, rounds, 300, 1024)
            small(spark, directory, python, rounds, 20000, 224)
          }
          println(ScalingTable.of(spark, 1000000, rounds, directory))
          println(StartTable.of(rounds))
        case List("check") =>
          withPython { python =>
            tables(spark, Seq(pairsOf(Maps, directory, 200, 16)), python, 0, Layout.same)
            small(spark, directory, python, 0, 200, 31)
          }
        case List("pairs", rows, side, times) =>
          withPython(pairs(spark, directory, _, times.toInt, rows.toLong, side.toInt))
        case List("small", rows, side, times) =>
          withPython(small(spark, directory, _, times.toInt, rows.toLong, side.toInt))
        case List("scaling", groups, times) =>
          println(ScalingTable.of(spark, groups.toLong, times.toInt, directory))
        case List("start", times) => println(StartTable.of(times.toInt))
        case _                    =>
          sys.error(
            "the options are: check, pairs ROWS SIDE ROUNDS, small ROWS SIDE ROUNDS, " +
              "scaling GROUPS ROUNDS, or start ROUNDS"
          )
      }
    finally {
      spark.stop()
      FileUtils.deleteDirectory(directory.toFile)
    }
    println(Load.sentence)
  }

  private def withPython(measure: PythonTools => Unit): Unit = {
    val without = sys.props("benchmark.without").split(',').toSet
    val python = new PythonTools(Python.install(sys.props("benchmark.python"), without))
    try measure(python)
    finally python.close()
  }

  private def pairs(
      spark: SparkSession,
      directory: Path,
      python: PythonTools,
      rounds: Int,
      rows: Long,
      side: Int
  ): Unit = {
    val kinds = Seq(Noise, Maps).map(pairsOf(_, directory, rows, side))
    tables(spark, kinds, python, rounds, Layout.same)
  }

  private def small(
      spark: SparkSession,
      directory: Path,
      python: PythonTools,
      rounds: Int,
      rows: Long,
      side: Int
  ): Unit =
    tables(spark, Seq(pairsOf(Activations, directory, rows, side)), python, rounds, Layout.small)

  private def pairsOf(kind: Predictions, directory: Path, rows: Long, side: Int): Pairs =
    Pairs(rows, side, math.max(1, rows / 10), directory.resolve(kind.name), kind)

  private def tables(
      spark: SparkSession,
      kinds: Seq[Pairs],
      python: PythonTools,
      rounds: Int,
      layouts: Seq[Layout]
  ): Unit = {
    val tools = new SparkTools(spark).all(kinds.head.batches) ++ python.all
    for (layout <- layouts) {
      // A check starts each tool once: starts take most of its time.
      val measured = tools.map { tool =>
        if (rounds > 0 || layouts.find(tool.layouts).contains(layout)) tool
        else tool.copy(start = None)
      }
      println(new PairsTable(spark, kinds, measured, rounds).of(layout))
    }
  }
}
