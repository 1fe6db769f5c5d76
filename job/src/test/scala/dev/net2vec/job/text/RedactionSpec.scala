package dev.net2vec.job
package text

import java.net.URI
import java.nio.file.{Files, Path}
import java.util.concurrent.ConcurrentLinkedQueue
import org.apache.hadoop.fs.RawLocalFileSystem
import org.apache.spark.scheduler.{SparkListener, SparkListenerJobStart}
import org.apache.spark.sql.Row
import scala.jdk.CollectionConverters._

class RedactionSpec extends JobSpec {
  private val hidden = Redaction.REPLACEMENT

  describe("a text") {
    for (
      (plain, redacted) <- Seq(
        "s3a://KEY:SECRET@bucket/x" -> s"s3a://$hidden@bucket/x",
        "s3a://KEY:SEC/RET@bucket/x: no such file" -> s"s3a://$hidden@bucket/x: no such file",
        "https://TOKEN@host/x" -> s"https://$hidden@host/x",
        "jdbc:oracle:thin:scott/tiger@host:1521:db" -> s"jdbc:oracle:thin:$hidden@host:1521:db",
        "jdbc:postgresql://h:5432/db?user=u&password=p4ss&ssl=1" ->
          s"jdbc:postgresql://h:5432/db?user=u&password=$hidden&ssl=1",
        "OPTIONS (url 'jdbc:x', password 'it\\'s', dbtable 't')" ->
          s"OPTIONS (url 'jdbc:x', password $hidden, dbtable 't')",
        "SELECT * FROM t WHERE x = 1 AND 'password=p4ss' <> y" ->
          s"SELECT * FROM t WHERE x = 1 AND 'password=$hidden' <> y",
        "options(password => 'x y', a => 'b')" -> s"options(password => $hidden, a => 'b')",
        """{"sessionToken": "x", "a": 1}""" -> s"""{"sessionToken": $hidden, "a": 1}""",
        "fs.s3a.secret.key=abc,fs.s3a.access.key=K" ->
          s"fs.s3a.secret.key=$hidden,fs.s3a.access.key=$hidden"
      )
    ) it(s"has no secret left: $plain") { Redaction.current().text(plain) shouldBe redacted }

    for (
      plain <- Seq(
        "hdfs://host:8020/dir@x",
        "abfss://container@account.dfs.core.windows.net/x",
        "--input tokens.parquet: no such file or directory",
        "id token 11: OUT_OF_RANGE: prediction is 2.0 at [0]",
        "SELECT * FROM masks WHERE concept = 'dog'"
      )
    ) it(s"stays as it is without one: $plain") { Redaction.current().text(plain) shouldBe plain }

    it("is redacted as the settings of Spark say") {
      withConf("spark.sql.redaction.string.regex", "hunter\\d") {
        Redaction.current().text("SELECT 'hunter2', 'x'") shouldBe s"SELECT '$hidden', 'x'"
      }
    }
  }

  describe("a run") {
    lazy val masks = dataset(Masks.schema)(
      Masks.all.map(_.row) :+ Row(11L, "cow", Seq(2.0f), Seq(0)): _*
    )

    def files(run: Path): Seq[Path] =
      Seq(run.resolve("summary.json"), run.resolve("gate.json"), run.resolve("../../latest.json"))

    it("keeps the secrets of a query and of tags to itself") {
      val output = newDirectory()
      val plain = newDirectory()
      val query = s"SELECT * FROM parquet.`$masks` WHERE id < 9 AND 'password=s3cr3t' <> concept"
      val run = evaluated(
        s"--query=$query",
        s"--output=$output",
        "--tag=token=s3cr3t",
        "--tag=model=v12",
        "--json"
      )
      evaluated("--input", masks, s"--output=$plain", "--max-invalid-ratio=1")
      val summary = read(onlyRun(output).resolve("summary.json"))
      summary.at("/settings/query").asText shouldBe query.replace("s3cr3t", hidden)
      summary.at("/run/tags").toString shouldBe s"""{"model":"v12","token":"$hidden"}"""
      summary.at("/run/settings_hash") shouldBe
        read(onlyRun(plain).resolve("summary.json")).at("/run/settings_hash")
      for (file <- files(onlyRun(output))) Files.readString(file) should not include "s3cr3t"
      run.out should not include "s3cr3t"
    }

    it("keeps the keys in paths to itself, in results, messages, logs and job descriptions") {
      spark.sparkContext.hadoopConfiguration
        .set("fs.keyed.impl", classOf[KeyedFileSystem].getName)
      val descriptions = new ConcurrentLinkedQueue[String]
      val listener = new SparkListener {
        override def onJobStart(job: SparkListenerJobStart): Unit =
          descriptions.add(String.valueOf(job.properties.getProperty("spark.job.description")))
      }
      spark.sparkContext.addSparkListener(listener)
      val output = newDirectory()
      val path = s"keyed://KEY:SECRET@bucket$masks"
      val run =
        try evaluate("--input", path, "--id=id", s"--output=$output", "--json")
        finally spark.sparkContext.removeSparkListener(listener)
      run.exitCode shouldBe 21
      run.out should not include "SECRET"
      run.err should not include "SECRET"
      run.err should include(s", in keyed://$hidden@bucket$masks/part-")
      val summary = read(onlyRun(output).resolve("summary.json"))
      summary.at("/settings/input/0").asText shouldBe s"keyed://$hidden@bucket$masks"
      summary.at("/source/parts/0/paths/0").asText shouldBe s"keyed://$hidden@bucket$masks"
      for (file <- files(onlyRun(output))) Files.readString(file) should not include "SECRET"
      spark.read
        .parquet(onlyRun(output).resolve("rejected.parquet").toString)
        .head()
        .getAs[String]("file") should startWith(s"keyed://$hidden@bucket$masks/part-")
      descriptions.asScala.toSeq should not be empty
      descriptions.asScala.mkString should not include "SECRET"
    }

    it("keeps them to itself in errors, as text, as JSON and with a trace") {
      for (more <- Seq(Nil, Seq("--log-format=json"), Seq("--verbose"))) {
        val run = evaluate(Seq("--input", "keyless://KEY:SECRET@bucket/x") ++ more: _*)
        run.exitCode shouldBe 2
        run.err should include(s"keyless://$hidden@bucket/x")
        run.err should not include "SECRET"
      }
      val out = evaluate("--input", masks, "--output", "keyless://KEY:SECRET@bucket/x")
      out.exitCode shouldBe 2
      out.err should include(s"--output keyless://$hidden@bucket/x")
      out.err should not include "SECRET"
    }
  }
}

/** Local files under a URI that contains keys. */
class KeyedFileSystem extends RawLocalFileSystem {
  override def getUri: URI = URI.create("keyed://KEY:SECRET@bucket")
  override def getScheme: String = "keyed"
}
