package dev.net2vec.job
package evaluation

import java.nio.file.{Files, Path}
import org.apache.spark.sql.Row

class InvalidRowsSpec extends JobSpec {
  private lazy val masks = dataset(Masks.schema)(
    Masks.all.map(_.row) ++ Seq(
      Row(11L, "cat", Seq(0.5f, 1.5f), Seq(0, 1)),
      Row(12L, "cow", Seq(0.5f, Float.NaN), Seq(0, 1)),
      Row(13L, "cow", Seq(0.5f, 0.5f), Seq(0)),
      Row(14L, "cow", null, Seq(0)),
      Row(15L, "cow", Seq(2.0f), Seq(0))
    ): _*
  )

  private val counts =
    "5 of 9 rows are invalid: 1 NAN, 1 NULL_MASK, 2 OUT_OF_RANGE, 1 SHAPE_MISMATCH"

  /** The path of a dataset's only file, as Spark reports it. */
  private def fileOf(dataset: String): String =
    "file:" + children(Path.of(dataset)).filter(_.toString.endsWith(".parquet")).head

  it(
    "are put apart, counted by reason and named by id; the exit code says that they are too many"
  ) {
    val output = newDirectory()
    val run = evaluate("--input", masks, "--id=id", s"--output=$output", "--json")
    run.exitCode shouldBe 21
    run.json.get("instances").toString shouldBe
      """{"read":9,"evaluated":4,"rejected":5,"rejected_by_reason":""" +
      """{"NAN":1,"NULL_MASK":1,"OUT_OF_RANGE":2,"SHAPE_MISMATCH":1}}"""
    run.json.at("/overall/0/value").asDouble shouldBe
      Masks.mean(Masks.all.map(_.value(0.5))) +- 1e-12

    val file = fileOf(masks)
    run.messages.drop(1) shouldBe Seq(
      s"net2vec-eval: $counts",
      s"  id 11: OUT_OF_RANGE: prediction is 1.5 at [1], but every item must be in [0, 1] (shape 2), in $file",
      s"  id 12: NAN: prediction is NaN at [1], but every item must be a number (shape 2), in $file",
      s"  id 13: SHAPE_MISMATCH: prediction has shape 2 and target 1, but both must have the same, in $file",
      s"  id 14: NULL_MASK: prediction is NULL, but must be a mask, in $file",
      s"  id 15: OUT_OF_RANGE: prediction is 2.0 at [0], but every item must be in [0, 1] (shape 1), in $file",
      "net2vec-eval: the share of invalid rows is 0.5555555555555556, but --max-invalid-ratio is 0.0"
    )

    val rejected = spark.read.parquet(onlyRun(output).resolve("rejected.parquet").toString)
    rejected.columns shouldBe Array("id", "reason", "message", "file")
    rejected.selectExpr("id.id", "reason", "file").orderBy("id").collect() shouldBe Array(
      Row(11L, "OUT_OF_RANGE", file),
      Row(12L, "NAN", file),
      Row(13L, "SHAPE_MISMATCH", file),
      Row(14L, "NULL_MASK", file),
      Row(15L, "OUT_OF_RANGE", file)
    )
    read(output.resolve("latest.json")).at("/summary/instances/rejected").asInt shouldBe 5
  }

  it("are a success up to the ratio allowed") {
    val run = evaluate("--input", masks, "--max-invalid-ratio=0.6")
    run.exitCode shouldBe 0
    run.messages.head shouldBe s"net2vec-eval: $counts"
    evaluate("--input", masks, "--max-invalid-ratio=0.55").exitCode shouldBe 21
  }

  it("leave their group in the result, with nothing in it") {
    val groups = evaluate("--input", masks, "--group-by=concept", "--json").json.get("groups")
    groups.get(2).toString shouldBe
      """{"key":{"concept":"cow"},"factor_pos_class":0.5,"auto":false,"count":0,"value":null,""" +
      """"loss":null,"value_per_pixel":null,"normalized_value":null,"std":null,"standard_error":null,"mean_low95":null,""" +
      """"mean_high95":null,"min":null,"q05":null,"q25":null,"q50":null,"q75":null,"q95":null,""" +
      """"max":null,"empty_targets":0,"full_targets":0}"""
  }

  it("are named by the first few where they are many") {
    val rows = (1 to 12).map(i => Row(i.toLong, "cat", Seq(2.0f), Seq(1)))
    val run = evaluate(
      "--input",
      dataset(Masks.schema)(Masks.all.map(_.row) ++ rows: _*),
      "--max-invalid-ratio=1"
    )
    run.exitCode shouldBe 0
    run.messages should have size 12
    run.messages(1) should startWith("  a row (identify it with --id): OUT_OF_RANGE: ")
    run.messages.last shouldBe "  … and 2 more"
  }

  it("end the run at the first where that is asked for, and nothing is published") {
    val output = newDirectory()
    val one = dataset(Masks.schema)(Masks.all.map(_.row) :+ Row(11L, "cat", Seq(1.5f), Seq(0)): _*)
    val run =
      evaluate("--input", one, "--id=id,concept", "--on-invalid=fail", s"--output=$output")
    run.exitCode shouldBe 21
    run.out shouldBe ""
    run.messages shouldBe Seq(
      "net2vec-eval: id 11, concept cat: " +
        "OUT_OF_RANGE: prediction is 1.5 at [0], but every item must be in [0, 1] (shape 1), " +
        s"in ${fileOf(one)}"
    )
    Files.exists(output.resolve("latest.json")) shouldBe false
    children(output.resolve("runs")) shouldBe empty
  }

  it("leave a run that fails on the first alone where there are none") {
    val valid = dataset(Masks.schema)(Masks.all.map(_.row): _*)
    evaluated("--input", valid, "--on-invalid=fail", "--json").json
      .at("/instances/evaluated")
      .asLong shouldBe 4
  }

  it("are never a success where no row is valid") {
    val run = evaluate(
      "--input",
      dataset(Masks.schema)(Row(1L, "cat", null, Seq(1))),
      "--max-invalid-ratio=1"
    )
    run.exitCode shouldBe 21
    run.messages.last shouldBe "net2vec-eval: no row is valid, so nothing was evaluated"
  }

  it("are told once, with the first, where none is valid and all have one reason") {
    val input = dataset(Masks.schema)(
      (1 to 12).map(i => Row(i.toLong, "cat", Seq.fill(i + 1)(0.5f), Seq(1))): _*
    )
    val run = evaluate("--input", input, "--id=id")
    run.exitCode shouldBe 21
    run.messages shouldBe Seq(
      "net2vec-eval: all 12 rows are invalid for the same reason; the first: id 1: SHAPE_MISMATCH: " +
        s"prediction has shape 2 and target 1, but both must have the same, in ${fileOf(input)}",
      "net2vec-eval: no row is valid, so nothing was evaluated"
    )
    val causes = dataset("prediction BINARY, target ARRAY<INT>")(
      Row("GIF89a".getBytes, Seq(1)),
      Row("II*\u0000".getBytes, Seq(1))
    )
    val several = evaluate("--input", causes)
    several.messages.head shouldBe "net2vec-eval: 2 of 2 rows are invalid: 2 UNSUPPORTED"
    several.messages should have size 4
  }

  it("are what a source without rows is, too") {
    val output = newDirectory()
    val input = dataset(Masks.schema)()
    val run = evaluate("--input", input, s"--output=$output")
    run.exitCode shouldBe 21
    run.out shouldBe ""
    run.messages shouldBe Seq(
      s"Results are in file:${onlyRun(output)}",
      s"net2vec-eval: --input $input: there are no rows, so there is nothing to evaluate"
    )
    read(output.resolve("latest.json")).get("gate").asText shouldBe "failed"
    read(onlyRun(output).resolve("gate.json")).get("exit_code").asInt shouldBe 21
  }

  it("are told before they are decoded where they have too many pixels") {
    val run = evaluate("--input", dataset(Masks.schema)(Masks.all.map(_.row): _*), "--max-pixels=2")
    run.exitCode shouldBe 21
    run.messages.head shouldBe "net2vec-eval: 1 of 4 rows are invalid: 1 TOO_LARGE"
    run.messages(1) should startWith(
      "  a row (identify it with --id): TOO_LARGE: prediction has 3 pixels, but must have at most 2, in "
    )
  }
}
