package dev.net2vec.job
package evaluation

import dev.net2vec.setting.{MaskOptions, Settings}
import com.fasterxml.jackson.databind.JsonNode
import dev.net2vec.job.source.{JoinedTables, MaskColumns, Source}
import java.nio.file.Path
import org.apache.spark.sql.{DataFrame, Row}
import org.apache.spark.sql.execution.SparkPlan
import org.apache.spark.sql.execution.adaptive.AdaptiveSparkPlanExec
import org.apache.spark.sql.execution.exchange.ShuffleExchangeLike
import scala.jdk.CollectionConverters._

/** Predictions and true masks in two datasets. */
class JoinedTablesSpec extends JobSpec {
  private lazy val joined = dataset(Masks.schema)(Masks.all.map(_.row): _*)
  private lazy val predictions = dataset("id BIGINT, prediction ARRAY<FLOAT>")(
    Masks.all.reverse.map(instance => Row(instance.id, instance.prediction)): _*
  )
  private lazy val targets = dataset("concept STRING, target ARRAY<INT>, id INT")(
    Masks.all.map(instance => Row(instance.concept, instance.target, instance.id.toInt)): _*
  )

  private def joining(predictions: String, targets: String, more: String*): Run =
    evaluate(Seq("--predictions", predictions, "--targets", targets) ++ more: _*)

  private def figures(run: Run): JsonNode = {
    withClue(run.err)(run.exitCode shouldBe 0)
    run.json.get("overall")
  }

  it("give what the joined dataset gives, the columns joined on naming the rows") {
    val group = Seq("--group-by=concept", "--factor-pos-class=0.25,0.5", "--json")
    val run = joining(predictions, targets, "--join-on=id" +: group: _*)
    val reference = evaluated(Seq("--input", joined) ++ group: _*)
    figures(run) shouldBe figures(reference)
    run.json.get("groups") shouldBe reference.json.get("groups")
    run.json.at("/settings/id").toString shouldBe """["id"]"""
    run.json.at("/settings/join_on").toString shouldBe """["id"]"""
    run.json.at("/settings/predictions").toString shouldBe s"""["$predictions"]"""
    run.json.at("/settings/input").isNull shouldBe true
  }

  it("may have masks of one name, several keys, and other columns of one name") {
    val schema = "image INT, concept STRING, split STRING, mask ARRAY<FLOAT>"
    val p = dataset(schema)(
      Row(1, "cat", "p", Seq(0.25f, 1f)),
      Row(1, "dog", "p", Seq(1f)),
      Row(2, "dog", "p", Seq(1f))
    )
    val t = dataset(schema)(
      Row(1, "dog", "t", Seq(1f)),
      Row(1, "cat", "t", Seq(0f, 1f)),
      Row(3, "dog", "t", Seq(1f))
    )
    val settings = Seq(
      "--prediction=mask",
      "--target=mask",
      "--join-on=image,concept",
      "--group-by=split",
      "--max-invalid-ratio=1",
      "--json"
    )
    val run = joining(p, t, settings: _*)
    figures(run).get(0).get("value").asDouble shouldBe (0.875 + 0.5) / 2
    run.json.get("groups").asScala.map(_.at("/key/split").asText).toSeq shouldBe Seq("p", "t")
    run.messages.slice(1, 3) shouldBe Seq(
      "  image 2, concept dog: UNPAIRED: prediction has no target with the same image 2, " +
        s"concept dog, in file:${shard(p)}",
      "  image 3, concept dog: UNPAIRED: target has no prediction with the same image 3, " +
        s"concept dog, in file:${shard(t)}"
    )
  }

  it("joined by values that are nowhere the same is told once, with the remedy") {
    val p = dataset("id INT, prediction ARRAY<FLOAT>")(Row(1, Seq(0.5f)), Row(2, Seq(0.5f)))
    val t = dataset("id INT, target ARRAY<INT>")(Row(3, Seq(1)))
    val run = joining(p, t, "--join-on=id")
    run.exitCode shouldBe 21
    run.messages shouldBe Seq(
      "net2vec-eval: all 3 rows are invalid for the same reason; the first: id 1: UNPAIRED: " +
        s"prediction has no target with the same id 1, in file:${shard(p)}; an unpaired target: " +
        "id 3: UNPAIRED: target has no prediction with the same id 3, in " +
        s"file:${shard(t)}; --join-on names the columns whose values pair rows",
      "net2vec-eval: no row is valid, so nothing was evaluated"
    )
  }

  private def shard(dataset: String): Path =
    children(Path.of(dataset)).filter(_.toString.endsWith(".parquet")).head

  describe("targets") {
    lazy val p = dataset("id STRING, prediction ARRAY<ARRAY<FLOAT>>")(
      (Seq("ragged", "nan", "mismatch", "empty", "null", "good", "alone", "beside", null)
        .map(id => Row(id, Seq(Seq(0.25f, 1f), Seq(0.5f, 0.125f)))) :+
        Row("range", Seq(Seq(0.25f, 1f), Seq(0.5f, 1.5f)))): _*
    )
    lazy val t = dataset("id STRING, target ARRAY<ARRAY<DOUBLE>>")(
      Row("ragged", Seq(Seq(0d, 3d), Seq(1d))),
      Row("nan", Seq(Seq(0d, 3d), Seq(Double.NaN, 1d))),
      Row("mismatch", Seq(Seq(0d, 3d))),
      Row("empty", Seq()),
      Row("null", null),
      Row("good", Seq(Seq(0d, 3d), Seq(2.5d, 1d))),
      Row("range", Seq(Seq(0d, 3d), Seq(2.5d, 1d))),
      Row(
        "beside",
        Seq[Seq[Any]](Seq(Double.NegativeInfinity, 3d), Seq[Any](Double.PositiveInfinity, null))
      ),
      Row("alone, too", Seq(Seq(0d, 3d), Seq(2.5d, 1d))),
      Row(null, Seq(Seq(1d, 1d), Seq(1d, 1d))),
      Row(null, Seq(Seq(1d, 1d), Seq(1d, 1d)))
    )

    def scored(binariseAbove: java.lang.Double): DataFrame = {
      val source = new JoinedTables(
        new Source.Files("predictions", java.util.List.of(p), "parquet"),
        new Source.Files("targets", java.util.List.of(t), "parquet"),
        java.util.List.of("id"),
        "prediction",
        "target",
        binariseAbove
      )
      val settings = EvaluationSettings
        .of(
          new MaskColumns(source, "prediction", "target", java.util.List.of(), java.util.List.of())
        )
        .options(MaskOptions.DEFAULTS.`with`(Settings.TARGET_THRESH, Double.box(2.0)))
        .build()
      Scoring.of(
        Scoring.open(spark.newSession(), settings),
        settings,
        ClassGroups.of(spark, settings)
      )
    }

    def rows(scored: DataFrame): Seq[Row] = scored.orderBy("id", "message").collect().toSeq

    it("are shuffled as run lengths, and give the same rows, invalid ones among them") {
      val packed = rows(scored(2.0))
      packed shouldBe rows(scored(null))
      packed.map(row => (row.getStruct(0).getString(0), row.getAs[String]("reason"))) should
        contain theSameElementsAs Seq(
          ("alone", "UNPAIRED"),
          ("alone, too", "UNPAIRED"),
          ("beside", "NULL_ITEM"),
          ("empty", "EMPTY"),
          ("good", null),
          ("mismatch", "SHAPE_MISMATCH"),
          ("nan", "NAN"),
          ("null", "NULL_MASK"),
          ("ragged", "RAGGED"),
          ("range", "OUT_OF_RANGE"),
          (null, "UNPAIRED"),
          (null, "UNPAIRED"),
          (null, "UNPAIRED")
        )
    }

    def all(plan: SparkPlan): Seq[SparkPlan] = plan match {
      case adaptive: AdaptiveSparkPlanExec => all(adaptive.initialPlan)
      case other                           => other +: other.children.flatMap(all)
    }

    it("are packed before the shuffle, once, and nothing else is shuffled") {
      val plan = scored(2.0).queryExecution.executedPlan
      val shuffles = all(plan).collect { case exchange: ShuffleExchangeLike => exchange }
      shuffles should have size 2
      val ofTargets = shuffles.filter(_.output.exists(_.name == "net2vec_runs"))
      ofTargets should have size 1
      val below = all(ofTargets.head.asInstanceOf[SparkPlan]).map(_.verboseStringWithOperatorId())
      withClue(plan) {
        "ToRle".r.findAllIn(
          plan.toString.replace("TryToRle[call=ToRle", "ToRle")
        ) should have size 1
        below.mkString should include("ToRle")
      }
    }

    it("are not packed where an ignored value counts, too") {
      val labels = dataset("id BIGINT, target ARRAY<ARRAY<INT>>")(Row(1L, Seq(Seq(0, 1, 255))))
      val p = dataset("id BIGINT, prediction ARRAY<ARRAY<FLOAT>>")(
        Row(1L, Seq(Seq(0.25f, 1f, 1f)))
      )
      figures(joining(p, labels, "--join-on=id", "--ignore-value=255", "--json"))
        .get(0)
        .get("value")
        .asDouble shouldBe 0.875
    }
  }

  describe("a key") {
    it("that several rows have ends the run, and is told") {
      val twice = dataset("id BIGINT, target ARRAY<INT>")(Row(7L, Seq(1)), Row(7L, Seq(1)))
      val p = dataset("id BIGINT, prediction ARRAY<FLOAT>")(Row(7L, Seq(1f)), Row(8L, Seq(1f)))
      val run = joining(p, twice, "--join-on=id")
      run.exitCode shouldBe 21
      run.messages shouldBe Seq(s"net2vec-eval: --targets $twice has several rows with the id 7")
      joining(
        dataset("id BIGINT, prediction ARRAY<FLOAT>")(Row(1L, Seq(1f)), Row(1L, Seq(1f))),
        p,
        "--join-on=id",
        "--target=prediction"
      ).err should include("has several rows with the id 1")
    }

    it("must be a column of both, of one type") {
      def mistake(on: String): String = {
        val run = joining(predictions, targets, s"--join-on=$on")
        run.exitCode shouldBe 2
        run.messages should have size 1
        run.messages.head.stripPrefix("net2vec-eval: ")
      }
      mistake("concept") shouldBe s"--join-on concept: no such column in --predictions " +
        s"$predictions; its columns are id, prediction"
      mistake("id,ID") shouldBe "--join-on names the column ID twice"
      mistake("id,") shouldBe "--join-on has an empty column name"
      val text = dataset("id STRING, target ARRAY<INT>")(Row("1", Seq(1)))
      joining(predictions, text, "--join-on=id").messages shouldBe Seq(
        s"net2vec-eval: --join-on id is BIGINT in --predictions $predictions, but STRING in " +
          s"--targets $text; both must have the same type"
      )
    }

    it("joins masks that are there, of datasets that are there") {
      joining(predictions, targets, "--join-on=id", "--target=mask").messages shouldBe Seq(
        s"net2vec-eval: --target mask: no such column in --targets $targets; its columns are concept, " +
          "target, id"
      )
      joining("/no/such", targets, "--join-on=id").messages shouldBe Seq(
        "net2vec-eval: --predictions file:/no/such: no such file or directory"
      )
    }
  }
}
