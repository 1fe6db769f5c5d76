package dev.net2vec.job
package results

import com.fasterxml.jackson.databind.JsonNode
import dev.net2vec.job.evaluation.{Evaluation, EvaluationSettings, Summary}
import dev.net2vec.job.source.{MaskColumns, Source}
import dev.net2vec.job.storage.{Claim, Drivers}
import java.nio.file.{Files, Path}
import org.apache.spark.SPARK_VERSION
import org.apache.spark.sql.Row

/** How runs are kept: the summary, --tag, --keep, --output-table, and leftovers of killed runs.
  */
class PublishSpec extends JobSpec {
  private lazy val masks = dataset(Masks.schema)(Masks.all.map(_.row): _*)

  private def run(output: Path, arguments: String*): Run =
    evaluated(Seq("--input", masks, "--group-by=concept", s"--output=$output") ++ arguments: _*)

  private def latest(output: Path): String =
    read(output.resolve("latest.json")).get("run_id").asText

  private def summary(output: Path): JsonNode = read(output.resolve("latest.json")).get("summary")

  private def runs(output: Path): Seq[String] =
    children(output.resolve("runs")).map(_.getFileName.toString)

  /** Runs once with each of these arguments, and returns the runs' ids. */
  private def nights(output: Path, arguments: Seq[String]*): Seq[String] =
    arguments.map { one =>
      evaluate(Seq("--input", masks, s"--output=$output") ++ one: _*)
      latest(output)
    }

  describe("the summary") {
    it("says what the run is, and what was read") {
      val output = newDirectory()
      run(output, "--tag=model=v12", "--tag", "data = val=1")
      val info = summary(output).get("run")
      info.get("id").asText shouldBe latest(output)
      java.time.Instant.parse(info.get("started").asText) should be <= java.time.Instant.now
      info.get("tags").toString shouldBe """{"data":"val=1","model":"v12"}"""
      info.at("/versions/spark").asText shouldBe spark.version
      info.at("/versions/java").asText should startWith(sys.props("java.specification.version"))
      info.get("application").asText shouldBe spark.sparkContext.applicationId
      info.get("duration_seconds").asDouble should be > 0.0
      info.get("phase_seconds").properties.stream.map(_.getKey).toArray shouldBe
        Array("scoring", "reducing", "writing")
      val source = summary(output).get("source")
      val file = children(Path.of(masks)).filter(_.toString.endsWith(".parquet")).head
      source.toString shouldBe
        s"""{"rows":4,"files":1,"bytes":${Files.size(file)},"parts":[{"table":null,""" +
        s""""paths":["file:$masks"],"files":1,"bytes":${Files.size(file)},"version":null}]}"""
    }

    it("counts rows, not instances, and only the files that a query needs") {
      val nested = dataset(
        "day INT, prediction ARRAY<ARRAY<ARRAY<FLOAT>>>, target ARRAY<ARRAY<ARRAY<INT>>>"
      )(
        Row(1, Seq(Seq(Seq(0.5f)), Seq(Seq(1.0f))), Seq(Seq(Seq(1)), Seq(Seq(1)))),
        Row(2, Seq(Seq(Seq(0.5f))), Seq(Seq(Seq(1))))
      )
      val byDay = newDirectory().resolve("byDay").toString
      spark.read.parquet(nested).write.partitionBy("day").parquet(byDay)
      val all = evaluated("--input", byDay, "--json").json
      all.at("/source/rows").asLong shouldBe 2
      all.at("/source/files").asLong shouldBe 2
      all.at("/instances/evaluated").asLong shouldBe 3
      val one = evaluated("--query", s"SELECT * FROM parquet.`$byDay` WHERE day = 1", "--json").json
      one.at("/source/rows").asLong shouldBe 1
      one.at("/source/files").asLong shouldBe 1
    }

    it("counts both datasets where two are joined") {
      val two = evaluated(
        "--predictions",
        masks,
        "--targets",
        masks,
        "--join-on=id,concept",
        "--max-invalid-ratio=1",
        "--json"
      ).json
      two.at("/source/parts").size shouldBe 2
      two.at("/source/files").asLong shouldBe 2
    }

    it("counts the files of pairs") {
      val sample = Checkout.path("job/sample-files")
      val pairs = evaluated(
        "--predictions",
        s"$sample/predictions",
        "--targets",
        s"$sample/targets",
        "--format=files",
        "--json"
      ).json.get("source")
      pairs.get("files").asLong shouldBe 2 * pairs.get("rows").asLong
      pairs.get("bytes").asLong should be > 0L
    }

    it("has a hash that tells settings apart, whatever they are applied to") {
      val output = newDirectory()
      def hash(arguments: String*): String = {
        run(output, arguments: _*)
        summary(output).at("/run/settings_hash").asText
      }
      val plain = hash()
      plain should fullyMatch regex "[0-9a-f]{64}"
      hash("--tag=a=b", "--instances", "--id=id", s"--input=$masks") shouldBe plain
      Seq("--target-thresh=1", "--factor-pos-class=0.9", "--reduction=sum", "--ignore-value=3")
        .map(hash(_)) should not contain plain
    }
  }

  describe("--keep") {
    it("keeps the newest runs") {
      val output = newDirectory()
      val ids = nights(output, Seq.fill(4)(Seq("--keep=2")): _*)
      runs(output) shouldBe ids.takeRight(2)
    }

    it("keeps the newest run that passed, and a baseline that one of the newest names") {
      val output = newDirectory()
      val ids = nights(output, Nil, Nil, Nil)
      val (named, old, passed) = (ids(0), ids(1), ids(2))
      val failing = Seq("--gates=net2vec min=100", s"--baseline=$named", "--keep=1")
      val failed = nights(output, failing, failing)
      runs(output) shouldBe Seq(named, passed, failed.last)
      runs(output) should not contain old
      val next = nights(output, Seq("--keep=1"))
      runs(output) shouldBe next
    }

    it("keeps a run that another driver is at work on") {
      val output = newDirectory()
      val first = nights(output, Nil).head
      val directory = Results.directory(output.toString, spark.sparkContext.hadoopConfiguration)
      val claim = Claim.make(directory.storage, directory.claim(first))
      val second = nights(output, Seq("--keep=1"))
      runs(output) shouldBe Seq(s".$first.claim", first) ++ second
      claim.release()
      val third = nights(output, Seq("--keep=1"))
      runs(output) shouldBe third
    }
  }

  describe("what a killed run left") {
    val other = "20260101T000000000Z-00000000"
    def leave(output: Path, claim: String, text: String): Unit = {
      Files.createDirectories(output.resolve(s"runs/$other/groups.parquet"))
      Files.writeString(output.resolve(s"runs/$other/groups.parquet/part-0"), "half")
      Files.writeString(output.resolve("runs").resolve(claim), text)
      ()
    }

    it("is cleared away by the next run, where its process has ended") {
      val output = newDirectory()
      leave(output, s".$other.claim", Drivers.ended)
      run(output)
      runs(output) shouldBe Seq(latest(output))
    }

    it("stays where its process runs, or wrote to it of late from elsewhere") {
      for (text <- Seq(Drivers.running, Drivers.elsewhere, "")) {
        val output = newDirectory()
        leave(output, s".$other.claim", text)
        run(output)
        runs(output) shouldBe Seq(s".$other.claim", other, latest(output))
      }
    }

    it("goes where it was written from elsewhere and not for ten minutes") {
      val output = newDirectory()
      leave(output, s".$other.claim", Drivers.elsewhere)
      output
        .resolve(s"runs/.$other.claim")
        .toFile
        .setLastModified(System.currentTimeMillis - 660000) shouldBe true
      run(output)
      runs(output) shouldBe Seq(latest(output))
    }

    it("goes where the run that was clearing it away was killed, too") {
      val output = newDirectory()
      leave(output, s".$other.claim-by-20260102T000000000Z-00000000", "")
      run(output)
      runs(output) shouldBe Seq(latest(output))
    }

    it("is named the latest where it is whole") {
      val output = newDirectory()
      run(output)
      val first = latest(output)
      Files.writeString(output.resolve(s"runs/.$first.claim"), Drivers.ended)
      Files.delete(output.resolve("latest.json"))
      val empty = dataset(Masks.schema)(Row(1L, "cat", Seq(2.0f), Seq(1)))
      evaluate("--input", empty, "--on-invalid=fail", s"--output=$output").exitCode shouldBe 21
      latest(output) shouldBe first
      runs(output) shouldBe Seq(first)
    }

    it("does not make a run publish whose claim was taken away") {
      val output = newDirectory()
      val settings = EvaluationSettings
        .of(
          new MaskColumns(
            new Source.Files(java.util.List.of(masks), "parquet"),
            "prediction",
            "target",
            java.util.List.of("id"),
            java.util.List.of("concept")
          )
        )
        .output(output.toString)
        .instances(true)
        .build()
      val evaluation = Evaluation.of(spark.newSession(), settings)
      val overall = Summary.Overall.of(evaluation)
      val results = Results.open(
        spark,
        evaluation,
        other,
        new PublishSettings(null, null),
        Baseline.NONE,
        null,
        null,
        spark.sparkContext.hadoopConfiguration,
        new java.io.PrintWriter(System.err)
      )
      results.writeRows()
      Files.delete(output.resolve(s"runs/.$other.claim"))
      val summary = Summary.of(evaluation, overall)
      val verdict = new Gates(java.util.List.of(), null, OnMissingBaseline.REQUIRE)
        .judge(summary, Baseline.NONE, Significance.NONE, 0, false)
      the[java.io.UncheckedIOException] thrownBy results.publish(
        overall,
        summary,
        verdict
      ) should
        have message "java.io.IOException: the claim of this run is gone: another run took it for " +
        "dead and deleted its files"
      results.close()
      Files.exists(output.resolve("latest.json")) shouldBe false
      runs(output) shouldBe empty
    }
  }

  describe("--output-table") {
    def table(name: String, output: Path): Unit = {
      val b = Seq("--factor-pos-class=0.25,0.5", s"--output-table=$name")
      run(output, b :+ "--tag=model=v12": _*)
      val first = latest(output)
      run(output, b: _*)
      val rows = spark.table(name).where(s"run_id = '$first'")
      rows.count() shouldBe 8
      spark.table(name).count() shouldBe 16
      rows
        .where("key['concept'] = 'cat' AND factor_pos_class = 0.25")
        .selectExpr("schema_version", "tags", "settings_hash", "count", "value", "loss")
        .collect() shouldBe Array(
        Row(
          1,
          Map("model" -> "v12"),
          summary(output).at("/run/settings_hash").asText,
          2L,
          Masks.mean(Masks.all.take(2).map(_.value(0.25))),
          -Masks.mean(Masks.all.take(2).map(_.value(0.25)))
        )
      )
      rows.where("size(key) = 0").count() shouldBe 2
      rows.where("map_contains_key(key, 'concept') AND key['concept'] IS NULL").count() shouldBe 2
      rows.select("run_time").distinct().head().getTimestamp(0).toInstant shouldBe
        java.time.Instant
          .parse(read(output.resolve(s"runs/$first/summary.json")).at("/run/started").asText)
          .truncatedTo(java.time.temporal.ChronoUnit.MICROS)
      children(output.resolve("runs").resolve(first)).map(_.getFileName.toString) shouldBe
        Seq("gate.json", "groups.parquet", "rejected.parquet", "summary.json")
    }

    it("appends the rows to a table of Parquet, which it makes") {
      table("history", newDirectory())
    }

    it("appends them to a Delta table, which it makes at its path") {
      assume(SPARK_VERSION.startsWith("4.2."))
      val path = newDirectory().resolve("delta")
      table(s"delta.`$path`", newDirectory())
      val source = evaluated(
        "--query",
        s"SELECT array(0.5f) AS prediction, array(1) AS target FROM delta.`$path` VERSION AS OF 1",
        "--json"
      ).json.get("source")
      source.get("rows").asLong shouldBe 8
      source.at("/parts/0/version").asText shouldBe "1"
      source.get("files").asLong shouldBe 1
    }

    it("appends what a killed run did not come to append, once") {
      val output = newDirectory()
      run(output, "--output-table=once")
      val first = latest(output)
      val directory = output.resolve("runs").resolve(first)
      val claim = output.resolve("runs").resolve(s".$first.claim")
      val ended = Drivers.ended
      for (there <- Seq(true, false)) {
        spark
          .table("once")
          .where(s"run_id = '$first'")
          .coalesce(1)
          .write
          .parquet(directory.resolve("append.parquet").toString)
        if (!there) {
          spark.sql("TRUNCATE TABLE once")
        }
        Files.writeString(directory.resolve("append.json"), """{"table": "once"}""")
        Files.writeString(claim, ended)
        run(output)
        spark.table("once").where(s"run_id = '$first'").count() shouldBe 4
        Files.exists(claim) shouldBe false
        children(directory).map(_.getFileName.toString) should not contain "append.parquet"
      }
    }

    it("is an error before anything is read where the table lacks a column") {
      spark.sql("CREATE TABLE narrow (run_id STRING, `count` BIGINT)")
      val wrong = evaluate("--input", masks, s"--output=${newDirectory()}", "--output-table=narrow")
      wrong.exitCode shouldBe 2
      wrong.messages.head should startWith(
        "net2vec-eval: --output-table narrow lacks columns; add them with ALTER TABLE narrow ADD COLUMNS " +
          "(run_time TIMESTAMP"
      )
      val nowhere =
        evaluate("--input", masks, s"--output=${newDirectory()}", "--output-table=no.such.table")
      nowhere.exitCode shouldBe 2
      nowhere.messages.head should startWith("net2vec-eval: --output-table no.such.table: ")
    }
  }

  describe("two runs at once into one directory") {
    it("are both kept") {
      val output = newDirectory()
      val threads = Seq(0.25, 0.75).map { b =>
        val thread = new Thread(() => {
          run(output, s"--factor-pos-class=$b", "--instances")
          ()
        })
        thread.start()
        thread
      }
      threads.foreach(_.join())
      val summaries = runs(output).map(id => read(output.resolve(s"runs/$id/summary.json")))
      summaries.map(_.at("/overall/0/factor_pos_class").asDouble).toSet shouldBe Set(0.25, 0.75)
      summaries should contain(summary(output))
      for ((id, of) <- runs(output).zip(summaries)) {
        of.at("/run/id").asText shouldBe id
        spark.read
          .parquet(s"$output/runs/$id/groups.parquet")
          .select("factor_pos_class")
          .distinct()
          .collect() shouldBe Array(Row(of.at("/overall/0/factor_pos_class").asDouble))
      }
    }
  }

  describe("a mistake") {
    it("is an option that needs --output, or is of the wrong form") {
      def mistake(arguments: String*): String = {
        val run = evaluate("--table=t" +: arguments: _*)
        run.exitCode shouldBe 2
        run.messages.head.stripPrefix("net2vec-eval: ")
      }
      mistake("--keep=1") shouldBe "--keep needs --output, the directory of the runs"
      mistake("--keep=0", "--output=x") shouldBe "--keep is 0, but must be at least 1"
      mistake("--output-table=t") shouldBe
        "--output-table needs --output: its rows are copied from a published run"
      mistake("--tag=v12") shouldBe "--tag is \"v12\", but must be KEY=VALUE"
      mistake("--tag=a=1", "--tag=a=2") shouldBe "--tag has the key a twice"
    }
  }
}
