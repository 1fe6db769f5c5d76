package dev.net2vec.job
package evaluation

import com.fasterxml.jackson.databind.JsonNode
import java.nio.file.Path
import org.apache.spark.sql.Row
import scala.jdk.CollectionConverters._

/** The measures of binarised masks and of the curve, in the same pass as the value. */
class MeasuresSpec extends JobSpec {
  private lazy val golden: JsonNode =
    read(Checkout.path("udf/src/test/resources/golden/concepts.json")).get("thresholds")
  private lazy val cases: Seq[JsonNode] = golden.get("cases").asScala.toSeq
  private val threshs = Seq(0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0)

  private def mask(node: JsonNode, field: String): Seq[Seq[Double]] =
    node
      .get(field)
      .asScala
      .map(_.asDouble)
      .toSeq
      .grouped(node.get("shape").get(1).asInt)
      .toSeq

  private val schema =
    "name STRING, kind STRING, prediction ARRAY<ARRAY<DOUBLE>>, target ARRAY<ARRAY<DOUBLE>>"

  /** The golden pairs, grouped by their shape. */
  private lazy val pairs: String = dataset(schema)(cases.map { node =>
    val name = node.get("name").asText
    Row(name, name.drop(3), mask(node, "prediction"), mask(node, "target"))
  }: _*)

  private val overlap = "set_iou,dice,precision,recall,specificity,accuracy,mean_iou,mean_dice"
  private val ofCurve =
    "average_precision,roc_auc,best_iou,best_iou_thresh,best_dice,best_dice_thresh,calibration_error"

  private def rows(run: Run, name: String): Seq[JsonNode] =
    run.json.get(name).elements.asScala.toSeq

  private def instances(output: Path) =
    spark.read.parquet(onlyRun(output).resolve("instances.parquet").toString)

  private def figures(row: JsonNode, names: String): Seq[String] =
    names.split(",").toSeq.map(name => s"$name=${row.get(name)}")

  describe("the golden pairs") {
    it("have the reference's counts at every threshold, and its set IoU") {
      val output = newDirectory()
      val run = evaluated(
        s"--input=$pairs",
        "--id=name",
        "--measures=net2vec,set_iou,mean_iou",
        s"--output-thresh=${threshs.reverse.mkString(",")}",
        "--instances",
        s"--output=$output",
        "--json"
      )
      val found = instances(output).selectExpr("id.name", "inline(binarised)").collect()
      found should have length (cases.size * threshs.size).toLong
      val counts = found
        .map(row => (row.getString(0), row.getDouble(1)) -> row.toSeq.drop(2))
        .toMap
      for (node <- cases; at <- node.get("at").asScala)
        counts((node.get("name").asText, at.get("output_thresh").asDouble)) shouldBe
          Seq("tp", "fp", "fn", "tn").map(at.get(_).asLong)

      val overall = rows(run, "overall")
      overall.map(_.get("output_thresh").asDouble) shouldBe threshs
      overall.map(_.get("value").toString).toSet should have size 1
      for ((row, thresh) <- overall.zip(threshs)) {
        val set = golden.get("set_iou").get(thresh.toString)
        row.get("set_iou").asDouble shouldBe
          set.get("intersection").asDouble / set.get("union").asDouble
      }
    }

    it("have the figures of the SQL functions, by group and b") {
      val output = newDirectory()
      val run = evaluated(
        s"--input=$pairs",
        "--group-by=kind",
        s"--measures=net2vec,$overlap,$ofCurve",
        "--factor-pos-class=0.3,0.5",
        "--output-thresh=0.25,0.6",
        "--curve",
        s"--output=$output",
        "--json"
      )
      spark.read.parquet(pairs).createOrReplaceTempView("measured")
      val groups = rows(run, "groups")
      groups should have size 16
      for (row <- groups) {
        val thresh = row.get("output_thresh").asDouble
        val b = row.get("factor_pos_class").asDouble
        val kind = row.at("/key/kind").asText
        val reference = spark
          .sql(
            s"""SELECT to_json(struct(at.*, summary.*, set_iou, mean_iou, mean_dice,
               |  normalized_value, value), map('ignoreNullFields', 'false')) FROM (
               |SELECT mask_curve_at(mask_curve(prediction, target), $thresh) AS at,
               |  mask_curve_summary(mask_curve(prediction, target)) AS summary,
               |  mask_set_iou(prediction, target, $thresh) AS set_iou,
               |  net2vec_exact_mean(mask_iou(prediction, target, $thresh)) AS mean_iou,
               |  net2vec_exact_mean(mask_dice(prediction, target, $thresh)) AS mean_dice,
               |  net2vec_normalized_mean(prediction, target, $b) AS normalized_value,
               |  net2vec_mean(prediction, target, $b) AS value
               |FROM measured WHERE kind = '$kind')""".stripMargin
          )
          .head()
          .getString(0)
        val names = s"$overlap,$ofCurve,normalized_value,value"
        withClue(row.get("key"))(
          figures(row, names) shouldBe figures(JobSpec.parse(reference), names)
        )
      }
      val curves = spark.read.parquet(onlyRun(output).resolve("curves.parquet").toString)
      curves.orderBy("key").selectExpr("key.kind", "curve").collect() shouldBe spark
        .sql(
          "SELECT kind, mask_curve(prediction, target) FROM measured GROUP BY kind ORDER BY kind"
        )
        .collect()
    }

    it("have the same bits for any partitioning, and are decoded once") {
      def all(partitions: Int): Seq[String] = {
        var run: Run = null
        Decodings.of {
          run = evaluated(
            s"--query=SELECT /*+ REPARTITION($partitions, n) */ * FROM (SELECT *, rand($partitions) AS n FROM parquet.`$pairs`)",
            "--group-by=kind",
            s"--measures=net2vec,$overlap,$ofCurve",
            "--factor-pos-class=0.3,auto",
            "--output-thresh=0.1,0.5,0.9",
            "--thresholds=50",
            "--json"
          )
        } shouldBe cases.size
        (rows(run, "overall") ++ rows(run, "groups")).map(_.toString)
      }
      val reference = all(1)
      reference should have size 30
      for (partitions <- Seq(2, 7, 24)) all(partitions) shouldBe reference
    }
  }

  describe("masks of several instances") {
    it("are measured one by one") {
      val input =
        dataset("id INT, prediction ARRAY<ARRAY<ARRAY<DOUBLE>>>, target ARRAY<ARRAY<ARRAY<INT>>>")(
          Row(1, Seq(Seq(Seq(0.9, 0.1)), Seq(Seq(0.2, 0.3))), Seq(Seq(Seq(1, 1)), Seq(Seq(0, 0)))),
          Row(2, Seq(Seq(Seq(0.6, 0.7)), Seq(Seq(1.0, 0.0))), Seq(Seq(Seq(1, 0)), Seq(Seq(0, 1))))
        )
      def run(emptyScore: String) = {
        val output = newDirectory()
        val done = evaluated(
          s"--input=$input",
          "--id=id",
          "--measures=mean_iou,set_iou,average_precision",
          s"--empty-score=$emptyScore",
          "--instances",
          s"--output=$output",
          "--json"
        )
        (rows(done, "overall").head, output)
      }
      val (row, output) = run("1")
      row.get("count").asLong shouldBe 4
      row.get("mean_iou").asDouble shouldBe (0.5 + 1 + 0.5 + 0) / 4
      row.get("set_iou").asDouble shouldBe 2.0 / 6
      run("null")._1.get("mean_iou").asDouble shouldBe (0.5 + 0.5 + 0) / 3
      val of = instances(output)
        .orderBy("id", "instance_index")
        .selectExpr("binarised[0].true_positive", "mask_curve_at(curve, 0.5).false_positive")
      of.collect() shouldBe Array(Row(1L, 0L), Row(0L, 0L), Row(1L, 1L), Row(0L, 1L))
    }
  }

  describe("other sources") {
    val asked = Seq("--measures=set_iou,mean_dice,roc_auc", "--json")
    lazy val flat = dataset(Masks.schema)(Masks.all.map(_.row): _*)
    lazy val reference = rows(evaluated(s"--input=$flat" +: asked: _*), "overall")

    it("give the same where two datasets are joined, invalid pairs left out") {
      val predictions = dataset("id BIGINT, prediction ARRAY<FLOAT>")(
        Row(9L, Seq(1f)) +: Masks.all.map(each => Row(each.id, each.prediction)): _*
      )
      val targets = dataset("id BIGINT, target ARRAY<INT>")(
        Masks.all.map(each => Row(each.id, each.target)): _*
      )
      val run = evaluate(
        Seq(
          s"--predictions=$predictions",
          s"--targets=$targets",
          "--join-on=id",
          "--max-invalid-ratio=0.5"
        ) ++ asked: _*
      )
      withClue(run.err)(run.exitCode shouldBe 0)
      run.json.at("/instances/rejected").asInt shouldBe 1
      rows(run, "overall") shouldBe reference
    }

    it("give the same where activations are projected and files are paired") {
      val projected = dataset(
        "concept STRING, activations ARRAY<ARRAY<ARRAY<DOUBLE>>>, target ARRAY<ARRAY<INT>>"
      )(
        Row("a", Seq(Seq(Seq(0.2, 0.8)), Seq(Seq(0.1, 0.1))), Seq(Seq(0, 1))),
        Row("b", Seq(Seq(Seq(0.9, 0.3)), Seq(Seq(0.0, 0.1))), Seq(Seq(0, 1)))
      )
      val vectors = dataset("concept STRING, weights ARRAY<DOUBLE>", "json")(
        Row("a", Seq(1.0, 0.0)),
        Row("b", Seq(1.0, 1.0))
      )
      val run = evaluated(
        Seq(s"--input=$projected", "--activations=activations", s"--concepts=$vectors") ++ asked: _*
      )
      rows(run, "overall").head.get("set_iou").asDouble shouldBe 1.0 / 3

      val files = Checkout.path("job/sample-files")
      val ofFiles = evaluated(
        Seq(
          "--format=files",
          s"--predictions=${files.resolve("predictions")}",
          s"--targets=${files.resolve("targets")}"
        ) ++ asked: _*
      )
      val set = rows(ofFiles, "overall").head.get("set_iou").asDouble
      set should (be > 0.0 and be < 1.0)
    }
  }

  describe("a run without such measures") {
    it("has no column of a threshold, and those that are asked for have no more rows than b's") {
      val row = rows(evaluated(s"--input=$pairs", "--json"), "overall").head
      row.has("output_thresh") shouldBe false
      row.has("set_iou") shouldBe false
      val curved =
        rows(evaluated(s"--input=$pairs", "--measures=best_iou", "--json"), "overall")
      curved should have size 1
      curved.head.has("output_thresh") shouldBe false
      curved.head.get("best_iou").asDouble should be > 0.0
    }

    it("has the same hash, and one with other thresholds has another") {
      def hash(args: String*): String = {
        val output = newDirectory()
        evaluated(Seq(s"--input=$pairs", s"--output=$output") ++ args: _*)
        read(onlyRun(output).resolve("summary.json")).at("/run/settings_hash").asText
      }
      val plain = hash()
      hash("--measures=net2vec,loss") shouldBe plain
      val measured = hash("--measures=set_iou")
      hash("--measures=mean_iou") shouldBe measured
      Set(plain, measured, hash("--measures=set_iou", "--output-thresh=0.3")) should have size 3
    }
  }

  describe("normalized values") {
    it("are 1 where predictions are their targets, and null where nothing is to be had") {
      val input = dataset(Masks.schema)(
        Row(1L, "cat", Seq(1f, 0f), Seq(1, 0)),
        Row(2L, "none", Seq(0f, 0.5f), Seq(0, 0))
      )
      val groups = rows(
        evaluated(s"--input=$input", "--group-by=concept", "--factor-pos-class=1", "--json"),
        "groups"
      )
      groups.head.get("normalized_value").asDouble shouldBe 1.0
      groups(1).get("normalized_value").isNull shouldBe true
    }
  }

  describe("the worst instances") {
    it("are those of the smallest normalized values for each b, whatever their group") {
      val input = dataset(Masks.schema)(Masks.all.map(_.row): _*)
      val run = evaluated(
        s"--input=$input",
        "--id=id",
        "--group-by=concept",
        "--factor-pos-class=0.5,1",
        "--worst=2",
        "--json"
      )
      val worst = rows(run, "worst")
      worst.map(_.at("/id/id").asLong) shouldBe Seq(4, 3, 3, 2)
      worst.map(_.get("factor_pos_class").asDouble) shouldBe Seq(0.5, 0.5, 1.0, 1.0)
      worst.map(_.get("normalized_value").asDouble) shouldBe Seq(0.0, 0.0625, 0.0625, 0.5)
      worst(1).at("/key/concept").asText shouldBe "dog"
      worst(1).get("value").asDouble shouldBe 0.0625
      val table = evaluated(s"--input=$input", "--id=id", "--worst=1").out.linesIterator.toSeq
      table.takeRight(2) shouldBe Seq(
        "id  factor_pos_class  worst value  normalized_value",
        "4                0.5       0.0000            0.0000"
      )
    }
  }

  describe("a mistake") {
    def mistake(args: String*): String = {
      val run = evaluate(s"--input=$pairs" +: args: _*)
      run.exitCode shouldBe 2
      run.messages should have size 1
      run.messages.head.stripSuffix(" (see net2vec-eval evaluate --help)")
    }

    it("is a measure that there is not, or twice") {
      mistake("--measures=net2vec,set_iuo") should endWith(
        "'set_iuo' is not a measure; did you mean set_iou?"
      )
      mistake("--measures=xyzzy") should include(
        "'xyzzy' is not a measure; known measures are count, net2vec, loss, "
      )
      mistake("--measures=dice,dice") shouldBe
        "net2vec-eval: --measures is [dice, dice], but must not repeat a measure"
    }

    it("is a threshold that is none, or that nothing uses") {
      mistake("--measures=dice", "--output-thresh=1.5") should endWith(
        "'1.5' is not a number in [0, 1]"
      )
      mistake("--measures=dice", "--output-thresh=0.5,0.5") shouldBe
        "net2vec-eval: --output-thresh is 0.5,0.5, but must not repeat a value"
      mistake("--output-thresh=0.3") shouldBe
        "net2vec-eval: --output-thresh is 0.3, but --measures is [net2vec], none of which " +
        "binarises masks; add one such as set_iou"
      mistake("--thresholds=10") shouldBe
        "net2vec-eval: --thresholds is 10, but --measures is [net2vec], none of which needs a " +
        "curve; add one such as average_precision, or --curve"
    }

    it("is a curve or a list of the worst that could not be used") {
      mistake("--curve") shouldBe
        "net2vec-eval: --curve needs --output, the directory that the curves are written to"
      mistake("--worst=3") shouldBe
        "net2vec-eval: --worst needs --id, the columns that identify an instance"
      mistake("--worst=-3", "--id=name") should endWith("--worst is -3, but must be in [0, 10000]")
    }
  }
}
