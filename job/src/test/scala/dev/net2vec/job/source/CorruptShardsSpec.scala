package dev.net2vec.job
package source

import com.fasterxml.jackson.databind.JsonNode
import java.nio.ByteBuffer
import java.nio.file.{Files, Path}
import java.util.Arrays
import org.apache.spark.sql.Row
import org.apache.spark.sql.types.StructType
import scala.jdk.CollectionConverters._
import scala.util.Random

class CorruptShardsSpec extends JobSpec {
  private val rowsOfShard = 12
  private val schema = "id STRING, concept STRING, prediction ARRAY<FLOAT>, target ARRAY<INT>"

  private def rows(shard: Int): Seq[Row] = {
    val random = new Random(shard)
    (0 until rowsOfShard).map { i =>
      Row(
        s"$shard-$i",
        "cat",
        Seq.fill(500)(random.nextFloat()),
        Seq.fill(500)(random.nextInt(2))
      )
    }
  }

  /** A file with three rows per row group, so that a corrupt one yields some of its rows. */
  private def shard(number: Int, format: String = "parquet"): Array[Byte] = {
    val directory = newDirectory().resolve("shard")
    spark
      .createDataFrame(rows(number).asJava, StructType.fromDDL(schema))
      .coalesce(1)
      .write
      .option("compression", "none")
      .option("parquet.block.row.count.limit", "3")
      .format(format)
      .save(directory.toString)
    Files.readAllBytes(children(directory).filter(_.toString.endsWith(format)).head)
  }

  private lazy val shards: Seq[Array[Byte]] = Seq(shard(0), shard(1))

  private type Damage = (String, Array[Byte] => Array[Byte], String)

  private val notParquet =
    "it is not a Parquet file. Expected magic number at tail, but found "

  private val damages: Seq[Damage] = Seq(
    ("truncated", bytes => bytes.take(bytes.length / 2), ""),
    ("without its magic", bytes => bytes.dropRight(4) ++ "NOPE".getBytes, notParquet),
    ("garbage", _ => Array.fill(2000)(0x2a.toByte), notParquet),
    ("tiny", _ => "PAR1".getBytes, "it is not a Parquet file (length is too low: 4)"),
    ("of zero bytes", _ => Array.empty[Byte], "it "),
    ("damaged in its middle", overwritten(_), "")
  )

  /** Overwrites the middle; keeps the first row group, and the footer at the end. */
  private def overwritten(bytes: Array[Byte]): Array[Byte] = {
    val damaged = bytes.clone()
    Arrays.fill(damaged, bytes.length / 2, bytes.length * 3 / 4, 0x7f.toByte)
    damaged
  }

  /** Writes the good shards as b and c, and the corrupt one under this name. */
  private def input(name: String, damaged: Array[Byte], good: Seq[Array[Byte]] = shards): Path = {
    val directory = newDirectory()
    good.zip(Seq("b", "c")).foreach { case (bytes, name) =>
      Files.write(directory.resolve(s"$name.parquet"), bytes)
    }
    Files.write(directory.resolve(name), damaged)
    directory
  }

  private lazy val expected: JsonNode = {
    val directory = newDirectory()
    shards.zip(Seq("b", "c")).foreach { case (bytes, name) =>
      Files.write(directory.resolve(s"$name.parquet"), bytes)
    }
    val run = evaluated("--input", directory.toString, "--group-by=concept", "--json")
    run.json.at("/instances/evaluated").asLong shouldBe 2 * rowsOfShard
    run.json.get("corrupt_shards").toString shouldBe "[]"
    run.json
  }

  // As the first file, a.parquet is also the one from which Spark takes the schema.
  private val cases =
    damages.map((_, "d.parquet")) ++
      damages.filter(_._1.matches("truncated|of zero bytes")).map((_, "a.parquet"))

  for (((what, damage, reason), name) <- cases)
    describe(s"a shard $what, $name,") {
      lazy val directory = input(name, damage(shards.head))
      lazy val path = s"file:${directory.resolve(name)}"

      it("ends the run, which names it") {
        val output = newDirectory()
        val run = evaluate("--input", directory.toString, s"--output=$output")
        run.exitCode shouldBe 21
        run.out shouldBe ""
        run.messages should have size 1
        run.messages.head should startWith(s"net2vec-eval: cannot read $path: $reason")
        Files.exists(output.resolve("latest.json")) shouldBe false
      }

      it("is left out, with all of its rows, where that is asked for") {
        val run = evaluate(
          "--input",
          directory.toString,
          "--group-by=concept",
          "--on-corrupt-shard=skip",
          "--json"
        )
        withClue(run.err) { run.exitCode shouldBe 0 }
        run.json.get("instances") shouldBe expected.get("instances")
        run.json.get("groups").size shouldBe 1
        for (rows <- Seq("overall", "groups"); figure <- Seq("count", "value", "std", "min", "max"))
          run.json.at(s"/$rows/0/$figure").asDouble shouldBe
            expected.at(s"/$rows/0/$figure").asDouble +- 1e-9
        run.json.get("corrupt_shards").size shouldBe 1
        run.json.at("/corrupt_shards/0/path").asText shouldBe path
        val said = run.json.at("/corrupt_shards/0/reason").asText
        said should startWith(reason)
        run.messages shouldBe
          Seq("net2vec-eval: corrupt shards left out: 1", s"  $path: $said")
      }
    }

  private def skipped(arguments: String*): JsonNode = {
    val run = evaluate(arguments ++ Seq("--on-corrupt-shard=skip", "--json"): _*)
    withClue(run.err) { run.exitCode shouldBe 0 }
    run.json
  }

  it("are left out where Spark reads rows and not batches, as it does with many columns") {
    val directory = input("d.parquet", overwritten(shards.head))
    def figures = {
      val summary = skipped("--input", directory.toString, "--group-by=concept")
      Seq("overall", "groups", "corrupt_shards").map(summary.get)
    }
    val batches = figures
    withConf("spark.sql.codegen.maxFields", "1")(figures shouldBe batches)
  }

  it("are left out of a query, too, which is read again without them") {
    val directory = input("d.parquet", overwritten(shards.head))
    val tables = s"parquet.`$directory` a JOIN parquet.`$directory` b USING (id)"
    val summary =
      skipped("--query", s"SELECT a.prediction, b.target FROM $tables")
    summary.get("instances") shouldBe expected.get("instances")
    summary.at("/corrupt_shards/0/path").asText shouldBe s"file:${directory.resolve("d.parquet")}"
  }

  it("are left out of a joined dataset, whose other masks are then without a partner") {
    val predictions = input("d.parquet", overwritten(shard(2)))
    val targets = input("d.parquet", shard(2))
    val run = evaluate(
      "--predictions",
      predictions.toString,
      "--targets",
      targets.toString,
      "--join-on=id",
      "--on-corrupt-shard=skip",
      "--json"
    )
    run.exitCode shouldBe 21
    run.json.at("/corrupt_shards/0/path").asText shouldBe s"file:$predictions/d.parquet"
    run.json.at("/overall/0/value").asDouble shouldBe expected
      .at("/overall/0/value")
      .asDouble +- 1e-9
    run.json.get("instances").toString shouldBe
      s"""{"read":${3 * rowsOfShard},"evaluated":${2 * rowsOfShard},"rejected":$rowsOfShard,""" +
      s""""rejected_by_reason":{"UNPAIRED":$rowsOfShard}}"""
  }

  it("are left out of a table") {
    val directory = input("d.parquet", overwritten(shards.head))
    spark.sql("DROP TABLE IF EXISTS shards")
    spark.sql(s"CREATE TABLE shards ($schema) USING parquet LOCATION '$directory'")
    val summary = skipped("--table=shards")
    summary.get("instances") shouldBe expected.get("instances")
    summary.get("corrupt_shards").size shouldBe 1
  }

  it("are all named, and end the run where there is no other") {
    val directory = newDirectory()
    Files.write(directory.resolve("a.parquet"), Array.empty[Byte])
    Files.write(directory.resolve("b.parquet"), "PAR1".getBytes)
    val definition = s"CREATE TABLE none ($schema) USING parquet LOCATION '$directory'"
    spark.sql("DROP TABLE IF EXISTS none")
    spark.sql(definition)
    val table = evaluate("--table=none", "--on-corrupt-shard=skip")
    table.exitCode shouldBe 21
    table.messages shouldBe Seq(
      "net2vec-eval: --table none: there are no rows, so there is nothing to evaluate; " +
        s"corrupt shards left out: 2, first file:$directory/a.parquet: it has 0 bytes"
    )
    val files = evaluate("--input", directory.toString, "--on-corrupt-shard=skip")
    files.exitCode shouldBe 21
    files.messages should have size 1
    files.messages.head should (startWith(s"net2vec-eval: cannot read file:$directory/a.parquet")
      and endWith("; nor can the schema be read from any of the first 2 files"))
  }

  it("are named in other formats, too: as files, or by rows that are invalid") {
    def damaged(format: String): (String, Run) = {
      val directory = newDirectory()
      val good = shard(0, format)
      Files.write(directory.resolve(s"b.$format"), good)
      Files.write(directory.resolve(s"a.$format"), good.take(good.length / 2))
      val run = evaluate("--input", directory.toString, s"--format=$format")
      run.exitCode shouldBe 21
      (s"file:$directory/a.$format", run)
    }
    val (orc, stopped) = damaged("orc")
    stopped.messages should have size 1
    stopped.messages.head should startWith(s"net2vec-eval: cannot read $orc: ")
    val (json, finished) = damaged("json")
    finished.messages.head should endWith("rows are invalid: 1 NULL_MASK")
    finished.messages(1) should endWith(s", in $json")
  }

  it("are told by the checksums of Parquet's pages, where a number would be wrong") {
    val directory = newDirectory()
    val bytes = shards.head.clone()
    bytes(bytes.length / 2) = (bytes(bytes.length / 2) ^ 1).toByte
    Files.write(directory.resolve("a.parquet"), bytes)
    val run = evaluate("--input", directory.toString)
    run.exitCode shouldBe 21
    run.messages should have size 1
    run.messages.head should startWith(
      s"net2vec-eval: cannot read file:$directory/a.parquet: "
    )
  }

  it("are those that the file system cannot give, too") {
    val directory = input("d.parquet", shards.head)
    // A checksum file of Hadoop's local file system that does not match the file.
    val checksums = ByteBuffer.allocate(8 + 4 * (shards.head.length / 512 + 1))
    checksums.put("crc\u0000".getBytes).putInt(512)
    Files.write(directory.resolve(".d.parquet.crc"), checksums.array)
    val path = s"file:$directory/d.parquet"
    val run = evaluate("--input", directory.toString)
    run.exitCode shouldBe 21
    run.messages should have size 1
    run.messages.head should startWith(s"net2vec-eval: cannot read $path: Checksum error: ")
    val summary = skipped("--input", directory.toString)
    summary.get("instances") shouldBe expected.get("instances")
    summary.at("/corrupt_shards/0/path").asText shouldBe path
  }

  it("are known by their path, however it is spelled") {
    val directory = input("d 100% é=1.parquet", overwritten(shards.head))
    val summary = skipped("--input", directory.toString)
    summary.get("instances") shouldBe expected.get("instances")
    summary.at("/corrupt_shards/0/path").asText should endWith("/d%20100%25%20é=1.parquet")
  }

  it("give some rows before they end, which is why all of theirs are dropped") {
    val directory = newDirectory()
    Files.write(directory.resolve("a.parquet"), overwritten(shards.head))
    val read = spark.read.option("ignoreCorruptFiles", "true").parquet(directory.toString)
    read.select("prediction").collect().length should (be > 0 and be < rowsOfShard)
  }

  it("reads as Spark does where all is well") {
    val skipping = skipped("--input", Checkout.path("job/sample").toString, "--group-by=concept")
    val failing =
      evaluated(
        "--input",
        Checkout.path("job/sample").toString,
        "--group-by=concept",
        "--json"
      ).json
    for (part <- Seq("instances", "overall", "groups"))
      skipping.get(part) shouldBe failing.get(part)
  }
}
