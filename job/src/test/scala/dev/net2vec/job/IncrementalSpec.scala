package dev.net2vec.job

import com.fasterxml.jackson.databind.JsonNode
import java.nio.file.{Files, Path, StandardCopyOption}
import org.apache.spark.sql.Row
import scala.util.Random

/** `evaluate --incremental`: only what is new is scored, and every figure has the bits of a full
  * run.
  */
class IncrementalSpec extends JobSpec {
  private val columns = Seq("--group-by=concept", "--id=instance")
  private val measures =
    Seq("--measures=net2vec,set_iou,average_precision", "--factor-pos-class=0.3,0.9,auto")

  /** Writes a file of a dataset; one row of it is invalid if that is asked for. */
  private def write(directory: Path, name: String, seed: Int, invalid: Boolean = false): Unit = {
    val random = new Random(seed)
    val rows = for (i <- 0 until 3 + random.nextInt(9)) yield {
      val prediction = Seq.fill(6)(random.nextInt(1000) / 1000f)
      val target = Seq.fill(6)(random.nextInt(2))
      Row(
        s"$name-$i",
        Seq("cat", "dog", "tree")(random.nextInt(3)),
        if (invalid && i == 1) prediction.updated(2, 2f) else prediction,
        target
      )
    }
    val written = dataset(
      "instance STRING, concept STRING, prediction ARRAY<FLOAT>, target ARRAY<INT>"
    )(rows: _*)
    Files.createDirectories(directory)
    val file = children(Path.of(written)).find(_.toString.endsWith(".parquet")).get
    Files.move(file, directory.resolve(s"$name.parquet"), StandardCopyOption.REPLACE_EXISTING)
  }

  private def run(input: Path, output: Path, more: String*): Run =
    evaluate(
      Seq(s"--input=$input", s"--output=$output", "--max-invalid-ratio=0.5", "--json") ++
        columns ++ measures ++ more: _*
    )

  private def incremental(input: Path, output: Path, more: String*): Run = {
    val done = run(input, output, "--incremental" +: more: _*)
    withClue(done.err) { done.exitCode shouldBe 0 }
    done
  }

  private def figures(run: Run): Seq[JsonNode] =
    Seq("/overall", "/groups", "/instances").map(run.json.at)

  private def counts(run: Run): (Long, Long, Long) = {
    val increment = run.json.at("/source/increment")
    (
      increment.get("scored").asLong,
      increment.get("reused").asLong,
      increment.get("dropped").asLong
    )
  }

  private def parts(output: Path): Seq[String] =
    children(output.resolve("state")).map(_.getFileName.toString).filter(_.endsWith(".parquet"))

  describe("inputs that come, change and go") {
    it("have the bits of a full run, ten increments long") {
      val (input, output) = (newDirectory().resolve("in put%"), newDirectory())
      val random = new Random(21)
      for (i <- 0 until 3) write(input, s"f$i", i, invalid = i == 1)
      counts(incremental(input, output)) shouldBe ((3, 0, 0))
      counts(incremental(input, output)) shouldBe ((0, 3, 0))
      var next = 3
      for (step <- 2 to 10) withClue(s"increment $step: ") {
        val more = 1 + random.nextInt(3)
        for (_ <- 0 until more) {
          write(input, s"f$next", next)
          next += 1
        }
        val changed = if (step == 3 || step == 7) 1 else 0
        if (changed == 1) write(input, "f0", 100 + step)
        val removed = if (step == 5) 1 else 0
        if (removed == 1) Files.delete(input.resolve("f2.parquet"))
        val step1 = incremental(input, output)
        counts(step1)._1 shouldBe more + changed
        counts(step1)._3 shouldBe changed + removed
        // No other file is opened.
        step1.json.at("/source/files").asInt shouldBe more + changed
        if (step % 4 == 2) {
          val full = run(input, newDirectory())
          full.exitCode shouldBe 0
          figures(step1) shouldBe figures(full)
          step1.json.at("/source/rows") shouldBe full.json.at("/source/rows")
        }
      }
    }

    it("say so, whatever the format of the result") {
      val (input, output) = (newDirectory().resolve("input"), newDirectory())
      write(input, "a", 1)
      incremental(input, output)
      write(input, "b", 2)
      incremental(input, output).err should include(
        "Inputs scored: 1; reused from earlier runs: 1; changed or gone since: 0"
      )
    }

    it("are kept in few parts, and no part outlives the runs that need it") {
      val (input, output) = (newDirectory().resolve("input"), newDirectory())
      def mean(output: Path, more: String*) = {
        val done = evaluate(
          Seq(s"--input=$input", s"--output=$output", "--id=instance", "--json") ++ more: _*
        )
        withClue(done.err) { done.exitCode shouldBe 0 }
        done
      }
      // A 17th part would be one too many.
      for (i <- 0 until 18) {
        write(input, s"f$i", i)
        mean(output, "--incremental", "--keep=2")
      }
      parts(output).size should be <= 3
      val last = mean(output, "--incremental", "--keep=1")
      counts(last) shouldBe ((0, 18, 0))
      figures(last) shouldBe figures(mean(newDirectory()))
    }

    it("are scored where they could not be read before") {
      val (input, output) = (newDirectory().resolve("input"), newDirectory())
      write(input, "a", 1)
      write(input, "b", 2)
      val whole = Files.readAllBytes(input.resolve("b.parquet"))
      val modified = Files.getLastModifiedTime(input.resolve("b.parquet"))
      Files.write(input.resolve("b.parquet"), new Array[Byte](whole.length))
      Files.setLastModifiedTime(input.resolve("b.parquet"), modified)
      val skipped = incremental(input, output, "--on-corrupt-shard=skip")
      skipped.json.get("corrupt_shards") should have size 1
      Files.write(input.resolve("b.parquet"), whole)
      Files.setLastModifiedTime(input.resolve("b.parquet"), modified)
      val mended = incremental(input, output, "--on-corrupt-shard=skip")
      counts(mended) shouldBe ((1, 1, 0))
      figures(mended) shouldBe figures(run(input, newDirectory()))
    }
  }

  describe("pairs of files") {
    it("are scored again if either of their files changes, or loses its partner") {
      val (input, output) = (newDirectory(), newDirectory())
      def file(path: String, items: Int*): Unit = {
        val to = input.resolve(path)
        Files.createDirectories(to.getParent)
        val npy = spark.sql(s"SELECT mask_to_npy(array(${items.map(_ / 8.0).mkString(", ")}))")
        Files.write(to, npy.head().getAs[Array[Byte]](0))
      }
      for (i <- 0 until 4) {
        file(s"p/$i.npy", i, 8, 3)
        file(s"t/$i.npy", 0, 8, i % 2 * 8)
      }
      def pairs(output: Path, more: String*): Run = evaluate(
        Seq(
          s"--predictions=$input/p",
          s"--targets=$input/t",
          "--format=files",
          "--json",
          "--max-invalid-ratio=1",
          s"--output=$output"
        ) ++ more: _*
      )
      counts(pairs(output, "--incremental")) shouldBe ((4, 0, 0))
      file("t/1.npy", 8, 8, 8)
      Files.delete(input.resolve("p/2.npy"))
      file("p/4.npy", 1, 2, 3)
      file("t/4.npy", 8, 0, 0)
      val step = pairs(output, "--incremental")
      counts(step) shouldBe ((3, 2, 2))
      figures(step) shouldBe figures(pairs(newDirectory()))
      step.json.at("/instances/rejected_by_reason/UNPAIRED").asInt shouldBe 1
    }
  }

  describe("a mistake") {
    lazy val input = {
      val input = newDirectory().resolve("input")
      write(input, "a", 1)
      input
    }

    def mistake(arguments: String*): String = {
      val run = evaluate(arguments: _*)
      withClue(run.err) { run.exitCode shouldBe 2 }
      run.messages.last.stripPrefix("net2vec-eval: ")
    }

    it("is another setting than before, which is named; --full scores all inputs anew") {
      val output = newDirectory()
      incremental(input, output)
      val all = Seq(s"--input=$input", s"--output=$output", "--incremental") ++ columns ++ measures
      mistake(all :+ "--target-thresh=0.5": _*) shouldBe
        "--incremental cannot reuse the instances that earlier runs have scored: target_thresh is " +
        "0.0 there, but 0.5 here; --full scores all inputs anew"
      val full = incremental(input, output, "--full", "--target-thresh=0.5")
      counts(full) shouldBe ((1, 0, 0))
      counts(incremental(input, output, "--target-thresh=0.5")) shouldBe ((0, 1, 0))
    }

    it("is a column of another type than before") {
      val (input, output) = (newDirectory(), newDirectory())
      def evaluated(name: String, id: String): Run = {
        val row = s"""{"id": $id, "prediction": [0.5], "target": [1]}"""
        Files.writeString(input.resolve(s"$name.json"), row)
        val source = Seq(s"--input=$input", "--format=json", "--id=id")
        evaluate(source ++ Seq(s"--output=$output", "--incremental"): _*)
      }
      evaluated("a", "1").exitCode shouldBe 0
      val run = evaluated("b", "\"x\"")
      run.exitCode shouldBe 2
      run.messages.last should include(
        "scored: id is struct<id:bigint> there, but struct<id:string> here; --full scores"
      )
    }

    it("is a source that does not tell which of its rows are new, or no place to keep them") {
      mistake(s"--input=$input", "--incremental") shouldBe
        "--incremental needs --output, the directory that scored instances are kept in"
      mistake(s"--input=$input", "--full") shouldBe "--full is given without --incremental"
      mistake(
        s"--query=SELECT * FROM parquet.`$input`",
        s"--output=${newDirectory()}",
        "--incremental"
      ) shouldBe "--incremental is given with --query, of which nothing tells which rows are new; " +
        "it needs files, a table of files, or pairs of files"
    }
  }
}
