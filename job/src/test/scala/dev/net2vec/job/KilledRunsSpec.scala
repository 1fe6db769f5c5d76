package dev.net2vec.job

import com.fasterxml.jackson.databind.JsonNode
import java.io.File
import java.nio.file.{Files, Path}
import java.util.concurrent.TimeUnit
import org.apache.spark.SPARK_VERSION
import org.apache.spark.sql.Row
import scala.jdk.CollectionConverters._
import scala.util.Random

/** Drivers in separate processes, killed or run concurrently. By default 3 kills and 1 pair; 50 and
  * 10 with `mvn -B -DskipTests -Pkills verify`.
  */
class KilledRunsSpec extends JobSpec {
  private val kills = sys.props.getOrElse("net2vec.kills", "1").toInt
  private val pairs = sys.props.getOrElse("net2vec.pairs", "1").toInt
  private val delta = SPARK_VERSION.startsWith("4.2.")
  private lazy val masks = dataset(Masks.schema)(Masks.all.map(_.row): _*)

  private def options: Seq[String] =
    Files.readAllLines(Checkout.path("job/bin/java-options")).asScala.toSeq.filter(_.nonEmpty)

  private def start(output: Path, arguments: String*): Process =
    startOn(masks, output, arguments: _*)

  private def startOn(input: String, output: Path, arguments: String*): Process = {
    val command =
      Seq(Path.of(sys.props("java.home"), "bin", "java").toString) ++ options ++ Seq(
        "-Xmx512m",
        // A driver runs only for seconds.
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        s"-Dlog4j2.configurationFile=${Checkout.path("conf/log4j2.properties")}",
        "-Dspark.master=local[2]",
        "-Dspark.ui.enabled=false",
        "-Dspark.sql.shuffle.partitions=2"
      ) ++ (if (delta) JobSpec.delta.map { case (key, value) => s"-D$key=$value" } else Nil) ++ Seq(
        "-cp",
        sys.props("java.class.path"),
        classOf[Net2VecEval].getName,
        "evaluate",
        "--input",
        input,
        "--group-by=concept",
        "--id=id",
        "--instances",
        s"--output=$output"
      ) ++ arguments
    new ProcessBuilder(command.asJava)
      .redirectErrorStream(true)
      .redirectOutput(new File(s"$output.log"))
      .start()
  }

  private def end(process: Process, output: Path): Int = {
    withClue(s"$output.log") { process.waitFor(10, TimeUnit.MINUTES) shouldBe true }
    process.exitValue
  }

  private def names(directory: Path): Seq[String] =
    if (Files.exists(directory)) children(directory).map(_.getFileName.toString) else Nil

  private def whole(output: Path): Seq[String] =
    names(output.resolve("runs")).filter(id =>
      Files.exists(output.resolve(s"runs/$id/summary.json"))
    )

  /** The figures of a whole run, after checking that all its files exist and agree. */
  private def figures(output: Path, id: String): JsonNode = {
    val run = output.resolve("runs").resolve(id)
    val summary = read(run.resolve("summary.json"))
    summary.at("/run/id").asText shouldBe id
    read(run.resolve("gate.json")).get("status").asText shouldBe "passed"
    for (rows <- Seq("groups", "instances", "rejected"))
      Files.exists(run.resolve(s"$rows.parquet/_SUCCESS")) shouldBe true
    spark.read.parquet(s"$run/instances.parquet").count() shouldBe 4
    val groups = spark.read.parquet(s"$run/groups.parquet").orderBy("key").select("value").collect()
    groups.map(_.getDouble(0)) shouldBe
      summary.get("groups").elements.asScala.map(_.get("value").asDouble).toArray
    summary.get("overall")
  }

  it(s"increments whose drivers are killed at any moment have a full run's bits, $kills times") {
    val (input, output) = (newDirectory().resolve("input"), newDirectory().resolve("output"))
    val seed = Random.nextLong()
    val random = new Random(seed)
    def add(file: Int): Unit = {
      val rows = (0 until 5).map { i =>
        val prediction = Seq.fill(4)(random.nextInt(64) / 64f)
        Row(5L * file + i, Seq("car", "dog")(i % 2), prediction, Seq(1, 0, 1, 0))
      }
      val written = children(Path.of(dataset(Masks.schema)(rows: _*)))
        .find(_.toString.endsWith(".parquet"))
        .get
      Files.createDirectories(input)
      Files.move(written, input.resolve(s"$file.parquet"))
    }
    def increment() = startOn(input.toString, output, "--incremental", "--keep=2")
    withClue(s"seed $seed: ") {
      add(0)
      val begin = System.nanoTime()
      end(increment(), output) shouldBe 0
      val duration = (System.nanoTime() - begin) / 1000000
      for (kill <- 1 to kills) {
        add(kill)
        val process = increment()
        // Spark's start takes half of the time.
        process.waitFor(random.nextLong(duration / 2) + duration / 2, TimeUnit.MILLISECONDS)
        process.destroyForcibly().waitFor()
      }
      end(increment(), output) shouldBe 0
      val last = read(output.resolve("latest.json"))
      val run = output.resolve("runs").resolve(last.get("run_id").asText)
      val full = evaluated("--input", input.toString, "--group-by=concept", "--id=id", "--json")
      for (rows <- Seq("overall", "groups"))
        read(run.resolve("summary.json")).get(rows) shouldBe full.json.get(rows)
      val used = whole(output).flatMap { id =>
        val state = read(output.resolve(s"runs/$id/state.json"))
        state.get("parts").elements.asScala.map(_.get("run").asText + ".parquet")
      }
      names(output.resolve("state")) shouldBe used.distinct.sorted
    }
  }

  it(s"a driver that is killed at any moment loses nothing and leaves nothing, $kills times") {
    val output = newDirectory().resolve("output")
    val table = newDirectory().resolve("table").toString
    val seed = Random.nextLong()
    val random = new Random(seed)
    val toTable =
      if (delta) {
        evaluated("--input", masks, s"--output=${newDirectory()}", "--output-table=killed")
        spark
          .createDataFrame(java.util.List.of[Row](), spark.table("killed").schema)
          .write
          .format("delta")
          .save(table)
        Seq(s"--output-table=delta.`$table`")
      } else Nil
    withClue(s"seed $seed: ") {
      val begin = System.nanoTime()
      end(start(output, toTable: _*), output) shouldBe 0
      val duration = (System.nanoTime() - begin) / 1000000
      val expected = figures(output, whole(output).head)
      var published = whole(output)
      var swept = 0
      for (kill <- 1 to kills) {
        val process = start(output, toTable: _*)
        if (kill % 2 == 0) {
          // Kill at any moment of the run.
          process.waitFor(random.nextLong(duration), TimeUnit.MILLISECONDS)
        } else {
          // Kill after the run's first file appears.
          while (
            process.isAlive && !names(output.resolve("runs"))
              .exists(name => name.contains("claim") && published.forall(!name.contains(_)))
          ) Thread.sleep(5)
          process.waitFor(random.nextLong(1 + duration / 2), TimeUnit.MILLISECONDS)
        }
        process.destroyForcibly().waitFor()
        if (names(output.resolve("runs")).exists(_.contains(".claim"))) swept += 1
        val now = whole(output)
        withClue(s"after kill $kill: ") {
          now should contain allElementsOf published
          val latest = read(output.resolve("latest.json"))
          now should contain(latest.get("run_id").asText)
          latest.at("/summary/overall") shouldBe expected
          now.filterNot(published.contains).foreach(id => figures(output, id) shouldBe expected)
        }
        published = now
      }
      end(start(output, toTable: _*), output) shouldBe 0
      val runs = names(output.resolve("runs"))
      runs shouldBe whole(output)
      runs should contain allElementsOf published
      runs.foreach(id => figures(output, id) shouldBe expected)
      names(output) shouldBe Seq("latest.json", "runs")
      names(output.resolve("runs").resolve(runs.last)) shouldBe
        Seq("gate.json", "groups.parquet", "instances.parquet", "rejected.parquet", "summary.json")
      read(output.resolve("latest.json")).get("run_id").asText shouldBe runs.last
      if (delta) {
        spark.read
          .format("delta")
          .load(table)
          .groupBy("run_id")
          .count()
          .orderBy("run_id")
          .collect() shouldBe
          runs.map(id => Row(id, 4L)).toArray
      }
      info(s"${runs.size} whole runs of ${kills + 2}; $swept kills left a claim")
    }
  }

  it(s"two drivers at once into one directory are both kept, nothing mixed, $pairs times") {
    val output = newDirectory().resolve("output")
    for (_ <- 1 to pairs) {
      val before = whole(output)
      val processes = Seq("0.25", "0.75").map { b =>
        val log = Files.createDirectories(newDirectory().resolve(b))
        (start(output, s"--factor-pos-class=$b"), log)
      }
      processes.foreach { case (process, _) => end(process, output) shouldBe 0 }
      val added = whole(output).filterNot(before.contains)
      added should have size 2
      val of = added.map(id => figures(output, id).get(0).get("factor_pos_class").asDouble)
      of.toSet shouldBe Set(0.25, 0.75)
      for ((id, b) <- added.zip(of); rows <- Seq("groups", "instances"))
        spark.read
          .parquet(s"$output/runs/$id/$rows.parquet")
          .select("factor_pos_class")
          .distinct()
          .collect() shouldBe Array(Row(b))
      added should contain(read(output.resolve("latest.json")).get("run_id").asText)
      names(output.resolve("runs")) shouldBe whole(output)
    }
  }
}
