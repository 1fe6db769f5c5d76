package dev.net2vec.job
package results

import com.fasterxml.jackson.databind.JsonNode
import dev.net2vec.job.evaluation.{Figure, Summary, SummaryRow}
import dev.net2vec.job.text.Json
import java.nio.file.{Files, Path}
import org.apache.spark.sql.Row
import scala.jdk.CollectionConverters._

/** Gates on a run's figures: gate.json, the table, and the exit code. */
class GatesSpec extends JobSpec {
  private val concepts = Seq("bicycle", "car", "dog", "person", "tree")

  /** Up to five concepts with two instances each; `sure` is the prediction of all four pixels. */
  private def masks(sure: Map[String, Float]): String =
    dataset(Masks.schema)(
      (for {
        (concept, index) <- concepts.zipWithIndex
        if sure.contains(concept)
        instance <- 0 to 1
      } yield Row(
        2L * index + instance,
        concept,
        Seq.fill(4)(sure(concept)),
        Seq(1, 1, 1, 1)
      )): _*
    )

  private val good = concepts.map(_ -> 0.75f).toMap
  private lazy val ofGood = masks(good)

  private def night(output: Path, input: String, arguments: String*): Run =
    evaluate(
      Seq("--input", input, "--group-by=concept", "--id=id", s"--output=$output") ++
        arguments: _*
    )

  private def gate(output: Path): JsonNode =
    read(output.resolve("runs").resolve(latest(output)).resolve("gate.json"))

  private def latest(output: Path): String =
    read(output.resolve("latest.json")).get("run_id").asText

  private def checks(output: Path): Seq[JsonNode] =
    gate(output).get("checks").elements.asScala.toSeq

  private def failed(output: Path): Seq[String] =
    checks(output)
      .filterNot(_.get("passed").asBoolean)
      .map(check => s"${check.at("/group/concept").asText}: ${check.get("reason").asText}")

  private def mistake(arguments: String*): String = {
    val run = evaluate(Seq("--input", ofGood, "--group-by=concept") ++ arguments: _*)
    withClue(run.err) { run.exitCode shouldBe 2 }
    run.out shouldBe ""
    run.messages should have size 1
    run.messages.head.stripPrefix("net2vec-eval: ")
  }

  describe("a model that is worse by 2 % on one concept of five") {
    val drop = Seq("--gates=net2vec max_relative_drop=0.01")
    val output = newDirectory()

    it("fails that concept's gate alone, and passes again once it is as it was") {
      val first = night(output, ofGood, drop :+ "--on-missing-baseline=pass": _*)
      withClue(first.err) { first.exitCode shouldBe 0 }
      val baseline = latest(output)

      val again = night(output, ofGood, drop: _*)
      withClue(again.err) { again.exitCode shouldBe 0 }
      checks(output).map(_.get("allowed").asDouble).toSet shouldBe Set(1.5 - 0.01 * 1.5)
      val baseline2 = latest(output)
      gate(output).at("/baseline/run_id").asText shouldBe baseline

      val worse = night(output, masks(good + ("person" -> 0.735f)), drop: _*)
      worse.exitCode shouldBe 20
      failed(output) should have size 1
      failed(output).head should startWith("person: is 1.47")
      checks(output) should have size 5
      gate(output).get("status").asText shouldBe "failed"
      worse.messages.drop(1) shouldBe Seq(
        "net2vec-eval: all 10 targets are foreground everywhere: smallest value 1, target_thresh 0",
        "net2vec-eval: the gate failed in 1 of 5 checks:",
        "  net2vec of concept person at factor_pos_class 0.5: is 1.4700000286102295, but must be " +
          "at least 1.485 (max_relative_drop 0.01 below the baseline's 1.5)"
      )
      worse.out.linesIterator.toSeq.takeRight(6).map(_.replaceAll(" +", " ")) shouldBe Seq(
        "gate concept factor_pos_class baseline allowed actual verdict",
        "net2vec max_relative_drop 0.01 bicycle 0.5 1.5000 1.4850 1.5000 passed",
        "net2vec max_relative_drop 0.01 car 0.5 1.5000 1.4850 1.5000 passed",
        "net2vec max_relative_drop 0.01 dog 0.5 1.5000 1.4850 1.5000 passed",
        "net2vec max_relative_drop 0.01 person 0.5 1.5000 1.4850 1.4700 FAILED",
        "net2vec max_relative_drop 0.01 tree 0.5 1.5000 1.4850 1.5000 passed"
      )

      val same = night(output, masks(good + ("person" -> 0.735f)), drop: _*)
      same.exitCode shouldBe 20
      gate(output).at("/baseline/run_id").asText shouldBe baseline2

      night(output, ofGood, drop: _*).exitCode shouldBe 0
    }
  }

  describe("the limits") {
    lazy val output = {
      val directory = newDirectory()
      night(directory, ofGood).exitCode shouldBe 0
      directory
    }

    it("are a least, a most, and drops in all, by group and by b; all failures are listed") {
      val run = night(
        output,
        masks(good + ("dog" -> 0.5f)),
        "--gates=net2vec min=1.2 max=1.4",
        "--gates={measure: min, group: {concept: dog}, max_drop: 0.25}",
        "--gates={measure: count, group: {}, min: 10}",
        "--json"
      )
      run.exitCode shouldBe 20
      checks(output) should have size 12
      failed(output).map(_.replaceAll("[0-9.]+\\b", "N")) shouldBe
        Seq("bicycle", "car").map(c => s"$c: is N, but must be at most N") ++
        Seq("dog: is N, but must be at least N") ++
        Seq("person", "tree").map(c => s"$c: is N, but must be at most N") ++
        Seq("dog: is N, but must be at least N (max_drop N below the baseline's N)")
      run.json.get("gate") shouldBe gate(output)
      run.json.get("gate").get("exit_code").asInt shouldBe 20
    }

    it("are not missed by what is at them, to the bit") {
      night(
        output,
        ofGood,
        "--gates=net2vec min=1.5 max=1.5 max_drop=0 max_relative_drop=0",
        "--gates=std max=0"
      ).exitCode shouldBe 0
    }

    it("take the b that they name, the paper's balance too") {
      night(
        newDirectory(),
        ofGood,
        "--factor-pos-class=0.5,1,auto",
        "--gates=net2vec min=2"
      ).exitCode shouldBe 20
      val some = newDirectory()
      night(
        some,
        ofGood,
        "--factor-pos-class=0.5,1,auto",
        "--gates={factor_pos_class: 1, min: 2}",
        "--gates=net2vec factor_pos_class=auto max=0"
      ).exitCode shouldBe 0
      checks(some).map(_.get("factor_pos_class").asText).toSet shouldBe Set("1.0", "auto")
    }

    it("come from YAML as well") {
      val config = file(
        "gates.yaml",
        """gates:
          |  - {measure: net2vec, group: {concept: person}, factor_pos_class: 0.5, min: 1.6}
          |  - measure: count
          |    max: 2
          |tag: {model: v12}
          |""".stripMargin
      )
      val directory = newDirectory()
      night(directory, ofGood, "--config", config).exitCode shouldBe 20
      failed(directory) shouldBe Seq("person: is 1.5, but must be at least 1.6")
      read(directory.resolve("latest.json")).at("/summary/run/tags").toString shouldBe
        """{"model":"v12"}"""
    }
  }

  describe("the baseline") {
    val drop = "--gates=net2vec max_drop=0.1"

    it("fails a run where it is missing and required, and passes it where that is the policy") {
      val required = newDirectory()
      night(required, ofGood, drop).exitCode shouldBe 20
      failed(required).toSet shouldBe concepts.map(_ + ": there is no baseline").toSet
      val passed = newDirectory()
      night(passed, ofGood, drop, "--on-missing-baseline=pass").exitCode shouldBe 0
      checks(passed).map(_.get("reason").asText).toSet shouldBe Set("there is no baseline")
      gate(passed).get("baseline").toString shouldBe
        """{"policy":"latest","on_missing":"pass","run_id":null}"""
    }

    it("may be named") {
      val output = newDirectory()
      night(output, masks(good.map { case (c, _) => c -> 1.0f })).exitCode shouldBe 0
      val best = latest(output)
      night(output, ofGood).exitCode shouldBe 0
      night(output, ofGood, drop).exitCode shouldBe 0
      night(output, ofGood, drop, s"--baseline=$best").exitCode shouldBe 20
      gate(output).at("/baseline/policy").asText shouldBe best
    }

    it("is an error where a run is named that is not there, whatever the policy") {
      val output = newDirectory()
      for (run <- Seq("20260101T000000000Z-00000000", "../runs"))
        mistake(
          s"--output=$output",
          drop,
          s"--baseline=$run",
          "--on-missing-baseline=pass"
        ) shouldBe
          s"--baseline is $run, but must be latest or a run in file:$output/runs"
      children(output) shouldBe empty
    }

    it("is an error where its settings differ, all of which are named") {
      val output = newDirectory()
      night(output, ofGood, "--target-thresh=0.5", "--reduction=sum").exitCode shouldBe 0
      mistake(s"--output=$output", drop) shouldBe
        s"the run cannot be compared with the baseline ${latest(output)}: " +
        "target_thresh is 0.5 there, but 0.0 here; reduction is \"sum\" there, but \"mean\" here; " +
        "run once without gates to make a new baseline"
      children(output.resolve("runs")) should have size 1
      night(output, ofGood).exitCode shouldBe 0
      night(output, ofGood, drop).exitCode shouldBe 0
    }

    it("has the default of a setting that was not there when it was made") {
      val output = newDirectory()
      night(output, ofGood).exitCode shouldBe 0
      val file = output.resolve("runs").resolve(latest(output)).resolve("summary.json")
      val summary = Files.readString(file)
      val older = summary.replaceFirst("\\s*\"resize\"\\s*:\\s*\"none\"\\s*,", "")
      older should not be summary
      Files.writeString(file, older)
      mistake(s"--output=$output", drop, "--resize=nearest") should include(
        "resize is \"none\" there, but \"nearest\" here; run once without gates"
      )
      night(output, ofGood, drop).exitCode shouldBe 0
    }

    it("fails a group that it has and the run has not; one that is new goes by the policy") {
      val output = newDirectory()
      night(output, masks(good - "tree")).exitCode shouldBe 0
      night(output, masks(good - "dog"), drop).exitCode shouldBe 20
      failed(output) shouldBe Seq(
        "tree: the baseline has no such group",
        "dog: the group is in the baseline, but not in this run"
      )
      night(output, masks(good - "dog"), drop, "--on-missing-baseline=pass").exitCode shouldBe 20
      failed(output) shouldBe Seq("dog: the group is in the baseline, but not in this run")
    }

    it("is never a run whose input was invalid beyond what is allowed") {
      val output = newDirectory()
      night(output, ofGood).exitCode shouldBe 0
      val first = latest(output)
      val bad = dataset(Masks.schema)(
        concepts.map(c => Row(1L, c, Seq(0.1f), Seq(1))) :+ Row(7L, "dog", Seq(2.0f), Seq(1)): _*
      )
      night(output, bad).exitCode shouldBe 21
      gate(output).get("status").asText shouldBe "failed"
      night(output, ofGood, drop).exitCode shouldBe 0
      gate(output).at("/baseline/run_id").asText shouldBe first
    }
  }

  describe("what cannot be compared fails") {
    it("a group that there never was") {
      val output = newDirectory()
      night(output, ofGood, "--gates={group: {concept: cat}, min: 0}").exitCode shouldBe 20
      failed(output) shouldBe Seq("cat: there is no such group")
    }

    it("a figure that there is not, of a group of invalid rows") {
      val output = newDirectory()
      val input = dataset(Masks.schema)(
        Row(1L, "cat", Seq(0.5f), Seq(1)),
        Row(2L, "dog", Seq(2.0f), Seq(1))
      )
      night(output, input, "--max-invalid-ratio=0.5", "--gates=net2vec min=0").exitCode shouldBe 20
      failed(output) shouldBe
        Seq("dog: the group has no such figure, because it has too few instances")
    }

    it("an evaluation of no rows: it is published with its verdict, and ends with 21") {
      val output = newDirectory()
      val empty = dataset(Masks.schema)()
      val run = night(output, empty, "--gates=net2vec min=0")
      run.exitCode shouldBe 21
      run.out shouldBe ""
      run.messages.last shouldBe
        s"net2vec-eval: --input $empty: there are no rows, so there is nothing to evaluate"
      gate(output).get("exit_code").asInt shouldBe 21
      failed(output) shouldBe Seq(": there is no group to check")
      gate(output).at("/input/0/reason").asText shouldBe "no instance was evaluated"
    }

    it("NaN, here or in the baseline") {
      def summary(value: Double): Summary = {
        val row = new SummaryRow(
          Json.`object`,
          0.5,
          false,
          null,
          java.util.Map.of(Figure.VALUE.column, value)
        )
        new Summary(
          1,
          null,
          null,
          java.util.Map
            .of("factor_pos_class", java.util.List.of(0.5), "group_by", java.util.List.of()),
          new Summary.Instances(1, 1, 0, java.util.Map.of()),
          java.util.List.of(),
          java.util.List.of(),
          java.util.List.of(row),
          java.util.List.of(),
          null,
          java.util.List.of(),
          java.util.List.of(),
          java.util.List.of()
        )
      }
      def verdict(here: Double, there: Double): Verdict =
        new Gates(
          java.util.List.of(new Gate.Converter().convert("net2vec max_drop=1")),
          null,
          OnMissingBaseline.PASS
        ).judge(
          summary(here),
          new Baseline("latest", "r", Json.tree(summary(there))),
          Significance.NONE,
          0,
          false
        )
      verdict(0.5, 0.5).exitCode shouldBe 0
      verdict(Double.NaN, 0.5).exitCode shouldBe 20
      verdict(Double.NaN, 0.5).checks.get(0).reason shouldBe "is NaN"
      verdict(0.5, Double.NaN).exitCode shouldBe 20
      verdict(Double.NaN, Double.NaN).exitCode shouldBe 20
    }
  }

  it("invalid input beyond what is allowed comes before a gate that fails") {
    val output = newDirectory()
    val input = dataset(Masks.schema)(
      Row(1L, "dog", Seq(0.5f), Seq(1)),
      Row(2L, "dog", Seq(2.0f), Seq(1))
    )
    val run = night(output, input, "--gates=net2vec min=10")
    run.exitCode shouldBe 21
    failed(output) shouldBe Seq("dog: is 0.25, but must be at least 10.0")
    run.err should include("the gate failed in 1 of 1 checks:")
    gate(output).at("/input/1/reason").asText shouldBe "is 0.5, but must be at most 0.0"
  }

  describe("a measure of binarised masks") {
    it("is checked at each threshold, or at the gate's, and one of the rest once") {
      val output = newDirectory()
      val asked = Seq("--measures=net2vec,set_iou", "--output-thresh=0.5,0.9")
      night(
        output,
        ofGood,
        asked ++ Seq(
          "--gates=net2vec min=1",
          "--gates=set_iou max=0.5",
          "--gates={measure: set_iou, group: {}, output_thresh: 0.9, min: 0.5}",
          "--gates={measure: set_iou, group: {concept: none}, output_thresh: 0.9, min: 0.5}"
        ): _*
      ).exitCode shouldBe 20
      val subjects = checks(output).map { check =>
        (
          check.get("measure").asText,
          check.at("/group/concept").asText,
          check.path("output_thresh").asText,
          check.get("passed").asBoolean
        )
      }
      subjects.take(5).toSet shouldBe concepts.map(("net2vec", _, "", true)).toSet
      subjects.slice(5, 15) shouldBe concepts.flatMap(concept =>
        Seq(("set_iou", concept, "0.5", false), ("set_iou", concept, "0.9", true))
      )
      subjects.drop(15) shouldBe
        Seq(("set_iou", "", "0.9", false), ("set_iou", "none", "0.9", false))
    }

    it("has no baseline in a run that did not measure it, which serves for the rest") {
      val output = newDirectory()
      night(output, ofGood).exitCode shouldBe 0
      val gates = Seq("--measures=net2vec,set_iou", "--gates=net2vec max_drop=0")
      night(output, ofGood, gates: _*).exitCode shouldBe 0
      night(output, ofGood, gates :+ "--gates=set_iou max_drop=0": _*).exitCode shouldBe 0
      val other = night(output, ofGood, gates :+ "--output-thresh=0.6": _*)
      other.exitCode shouldBe 2
      other.err should include("output_thresh is [0.5] there, but [0.6] here")
    }
  }

  it("a run without gates has a verdict, too") {
    val output = newDirectory()
    night(output, ofGood).exitCode shouldBe 0
    gate(output).get("status").asText shouldBe "passed"
    gate(output).get("checks").size shouldBe 0
    read(output.resolve("latest.json")).get("gate").asText shouldBe "passed"
  }

  describe("a mistake") {
    it("is a gate that says nothing, or what there is not") {
      def message(gate: String) =
        mistake(s"--gates=$gate")
          .stripPrefix(s"Invalid value for option '--gates' (GATE): ")
          .stripSuffix(" (see net2vec-eval evaluate --help)")
      message("net2vec") shouldBe
        "'net2vec' has no limit: give one or more of min, max, max_drop, max_relative_drop, " +
        "min_instances"
      message("net2vec least=1") shouldBe "unknown key least; known keys are measure, group, " +
        "factor_pos_class, output_thresh, min, max, max_drop, max_relative_drop, significant, level, " +
        "min_instances"
      message("loss min=1") should startWith(
        "measure is loss, but must be one of [count, net2vec, "
      )
      message("set_iuo min=1") shouldBe "measure is set_iuo; did you mean set_iou?"
      message("net2vec min=much") shouldBe "min is much, but must be a number"
      message("net2vec min=NaN") shouldBe "min is NaN, but must be a number"
      message("net2vec max_drop=-1") shouldBe "max_drop is -1, but must be a number of at least 0"
      message("{group: person, min: 1}") shouldBe
        "group is \"person\", but must be a mapping of columns to values"
      message("{min: [1") shouldBe "'{min: [1' is not YAML"
    }

    it("is a gate of what the run has not") {
      mistake("--gates={group: {id: 7}, min: 1}") shouldBe
        """a gate's group is {"id":7}, but must have the columns of --group-by, [concept]"""
      mistake("--gates={factor_pos_class: 0.9, min: 1}") shouldBe
        "a gate's factor_pos_class is 0.9, but must be one of the run's, [0.5]"
      mistake("--gates=set_iou min=1") shouldBe
        "a gate's measure is set_iou, but must be one of the run's, [net2vec]; add it by " +
        "--measures net2vec,set_iou"
      mistake("--measures=set_iou", "--gates=set_iou min=1 output_thresh=0.3") shouldBe
        "a gate's output_thresh is 0.3, but must be one of the run's, [0.5]"
      mistake("--gates=net2vec min=1 output_thresh=0.5") shouldBe
        "a gate has the output_thresh 0.5, but its measure, net2vec, is not one of binarised masks"
      mistake("--gates=net2vec max_drop=1") shouldBe
        "a gate with max_drop or max_relative_drop needs --output, the directory of the runs"
      mistake(s"--output=${newDirectory()}", "--baseline=latest") shouldBe
        "--baseline is given without --gates"
    }
  }

  describe("a gate with significant") {

    /** 40 instances of each concept; a worse concept loses 5 % on average, with or without noise.
      */
    def concepts(worse: String, noise: Double): String = {
      val path = newDirectory().resolve("data.parquet").toString
      spark
        .range(80)
        .selectExpr(
          "id",
          "if(id % 2 = 0, 'car', 'dog') AS concept",
          s"""transform(sequence(0, 8), i -> float(0.5
             + if(if(id % 2 = 0, 'car', 'dog') = '$worse',
                  $noise * (pmod(xxhash64(id), 1000) / 500D - 1) - 0.025, 0))) AS prediction""",
          "transform(sequence(0, 8), i -> 1) AS target"
        )
        .write
        .parquet(path)
      path
    }
    def nightly(output: Path, input: String, more: String*) =
      night(
        output,
        input,
        "--instances" +: "--gates=net2vec max_drop=0 significant=true" +: more: _*
      )

    it("fails a drop beyond chance, and passes one that may be chance") {
      val output = newDirectory()
      nightly(output, concepts("", 0), "--on-missing-baseline=pass").exitCode shouldBe 0
      val worse = nightly(output, concepts("dog", 0.05))
      worse.exitCode shouldBe 20
      failed(output) should have size 1
      failed(output).head should (startWith("dog: is ") and include(
        "; the drop is beyond chance: adjusted p-value 0.0"
      ))
      val noisy = nightly(output, concepts("dog", 0.45))
      withClue(noisy.err) { noisy.exitCode shouldBe 0 }
      checks(output).map(_.get("reason").asText).filter(_.contains("may be chance")) should
        have size 1
    }

    it("has at least min_instances, whatever their figures") {
      val output = newDirectory()
      night(output, ofGood, "--gates=net2vec min=0 min_instances=2").exitCode shouldBe 0
      night(output, ofGood, "--gates=net2vec min_instances=3").exitCode shouldBe 20
      failed(output) should have size 5
      failed(output).head shouldBe "bicycle: has 2 instances, but must have at least 3"
    }

    it("needs instances, their ids, a drop, and a measure that instances decide") {
      val output = s"--output=${newDirectory()}"
      val all = Seq(output, "--id=id", "--instances")
      mistake(output, "--id=id", "--gates=net2vec max_drop=0 significant=true") should
        endWith("so it needs --instances and --id")
      mistake(all :+ "--gates=net2vec min=0 significant=true": _*) should
        startWith("a gate has significant, but no max_drop")
      mistake(all :+ "--gates=std max_drop=0 significant=true": _*) should
        include("its measure, std, is not one that instances decide: [value, ")
      mistake(all :+ "--gates=net2vec max_drop=0 level=0.1": _*) should
        include("level is given without significant: true")
      mistake(all :+ "--gates=net2vec max_drop=0 significant=true level=5": _*) should
        include("level is 5, but must be between 0 and 1")
      val bare = newDirectory()
      night(bare, ofGood).exitCode shouldBe 0
      val missing = nightly(bare, ofGood)
      missing.exitCode shouldBe 2
      missing.err should include("has no instances.parquet, which a gate with significant needs")
    }
  }
}
