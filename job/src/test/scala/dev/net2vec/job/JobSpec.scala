package dev.net2vec.job

import com.fasterxml.jackson.databind.{JsonNode, ObjectMapper}
import java.io.{PrintWriter, StringWriter}
import java.nio.file.{Files, Path}
import org.apache.spark.SPARK_VERSION
import org.apache.spark.sql.{Row, SparkSession}
import org.apache.spark.sql.types.StructType
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers
import scala.jdk.CollectionConverters._

/** A spec that runs the job as its main class does, on a session that all specs share. */
abstract class JobSpec extends AnyFunSpec with Matchers {
  protected lazy val spark: SparkSession = JobSpec.session

  /** A run's exit code and output. */
  protected case class Run(exitCode: Int, out: String, err: String) {
    def json: JsonNode = JobSpec.json.readTree(out)

    /** Standard error without progress lines, which depend on the machine. */
    def messages: Seq[String] =
      err.linesIterator
        .filterNot(
          _.matches(
            "(Starting|Scoring|Reducing|Writing|Generating|Packing|Comparing|Reporting)(: .*)?"
          )
        )
        .toSeq
  }

  protected def net2vecEval(args: String*): Run = {
    JobSpec.session
    val out = new StringWriter
    val err = new StringWriter
    val exitCode = Net2VecEval.run(args.toArray, new PrintWriter(out), new PrintWriter(err))
    Run(exitCode, out.toString, err.toString)
  }

  protected def evaluate(args: String*): Run = net2vecEval("evaluate" +: args: _*)

  /** Runs `evaluate`, which must succeed. */
  protected def evaluated(args: String*): Run = {
    val run = evaluate(args: _*)
    withClue(run.err) { run.exitCode shouldBe 0 }
    run
  }

  protected def withConf[T](key: String, value: String)(body: => T): T = {
    val before = spark.conf.getOption(key)
    spark.conf.set(key, value)
    try body
    finally before.fold(spark.conf.unset(key))(spark.conf.set(key, _))
  }

  protected def newDirectory(): Path = Files.createTempDirectory(JobSpec.scratch, "spec")

  protected def file(name: String, text: String): String =
    Files.writeString(newDirectory().resolve(name), text).toString

  /** Writes rows with this schema, and returns the path. */
  protected def dataset(schema: String, format: String = "parquet")(rows: Row*): String = {
    val path = newDirectory().resolve(s"data.$format").toString
    spark
      .createDataFrame(rows.asJava, StructType.fromDDL(schema))
      .coalesce(1)
      .write
      .format(format)
      .save(path)
    path
  }

  protected def read(path: Path): JsonNode = JobSpec.json.readTree(path.toFile)

  /** The only run in an output directory. */
  protected def onlyRun(output: Path): Path = {
    val runs = children(output.resolve("runs"))
    runs should have size 1
    runs.head
  }

  protected def children(directory: Path): Seq[Path] = {
    val paths = Files.list(directory)
    try paths.iterator.asScala.toSeq.sorted
    finally paths.close()
  }
}

object JobSpec {
  private val json = new ObjectMapper
  def parse(text: String): JsonNode = json.readTree(text)

  private lazy val scratch: Path =
    Files.createDirectories(Path.of("target", "specs").toAbsolutePath)

  /** Settings for Delta tables; the tests have no Delta for other versions of Spark. */
  val delta: Seq[(String, String)] =
    if (SPARK_VERSION.startsWith("4.2."))
      Seq(
        "spark.sql.extensions" -> "io.delta.sql.DeltaSparkSessionExtension",
        "spark.sql.catalog.spark_catalog" -> "org.apache.spark.sql.delta.catalog.DeltaCatalog",
        // Delta's default, 50, is meant for large tables.
        "spark.databricks.delta.snapshotPartitions" -> "1"
      )
    else Nil

  lazy val session: SparkSession = SparkSession
    .builder()
    .config(delta.toMap[String, Any])
    .master("local[2]")
    .appName("net2vec-job specs")
    .config("spark.ui.enabled", "false")
    // Specs run each plan once, on a few rows, and would compile its projections for longer. The library's
    // specs do, and so does every run of the job outside of specs.
    .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
    .config("spark.sql.shuffle.partitions", "3")
    .config("spark.sql.warehouse.dir", Files.createTempDirectory(scratch, "warehouse").toString)
    .getOrCreate()
}
