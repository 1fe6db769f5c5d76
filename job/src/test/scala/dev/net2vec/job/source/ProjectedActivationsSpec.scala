package dev.net2vec.job
package source

import com.fasterxml.jackson.databind.JsonNode
import org.apache.spark.sql.Row
import org.scalactic.Equality
import scala.jdk.CollectionConverters._

/** `--activations` and `--concepts`: predictions that are projections on concept vectors. */
class ProjectedActivationsSpec extends JobSpec {
  private implicit val close: Equality[Double] = new Equality[Double] {
    override def areEqual(actual: Double, other: Any): Boolean = other match {
      case expected: Double => math.abs(actual - expected) <= 1e-12 * math.abs(expected)
      case _                => false
    }
  }

  private lazy val golden: Seq[JsonNode] =
    read(Checkout.path("udf/src/test/resources/golden/concepts.json"))
      .get("project")
      .asScala
      .toSeq

  private def numbers(array: JsonNode): Seq[Double] = array.asScala.map(_.asDouble).toSeq

  /** Nests row-major items as the dimensions say. */
  private def nested(items: Seq[Double], dims: Seq[Int]): Seq[Any] =
    if (dims.size == 1) items
    else items.grouped(dims.tail.product).map(nested(_, dims.tail)).toSeq

  private def dims(node: JsonNode): Seq[Int] = node.asScala.map(_.asInt).toSeq

  private val schema =
    "image INT, concept STRING, activations ARRAY<ARRAY<ARRAY<DOUBLE>>>, target ARRAY<ARRAY<DOUBLE>>"

  /** The golden cases, each under its name as a concept. */
  private lazy val rows: Seq[Row] = golden.zipWithIndex.map { case (node, i) =>
    Row(
      i,
      node.get("name").asText,
      nested(numbers(node.get("activations")), dims(node.get("shape"))),
      nested(numbers(node.get("target")), dims(node.get("target_shape")))
    )
  }

  private lazy val input: String = dataset(schema)(rows: _*)

  private lazy val concepts: String =
    dataset("concept STRING, weights ARRAY<DOUBLE>, bias DOUBLE", "json")(golden.map { node =>
      Row(node.get("name").asText, numbers(node.get("weights")), node.get("bias").asDouble)
    }: _*)

  private def projected(concepts: String, more: String*): Run = evaluate(
    Seq(
      s"--input=$input",
      "--activations=activations",
      s"--concepts=$concepts",
      "--activation=sigmoid",
      "--resize=bilinear",
      "--group-by=concept",
      "--json"
    ) ++ more: _*
  )

  private def done(run: Run): JsonNode = {
    withClue(run.err)(run.exitCode shouldBe 0)
    run.json
  }

  private def byConcept(summary: JsonNode): Map[String, JsonNode] =
    summary.get("groups").asScala.map(row => row.get("key").get("concept").asText -> row).toMap

  for (
    (order, field) <- Seq(
      "before_resize" -> "sigmoid_then_resize",
      "after_resize" -> "resize_then_sigmoid"
    );
    b <- Seq("0.5", "0.9")
  )
    it(s"gives the reference's values: activation $order, b = $b") {
      val values = byConcept(
        done(projected(concepts, s"--activation-order=$order", s"--factor-pos-class=$b"))
      )
      golden.foreach { node =>
        val name = node.get("name").asText
        withClue(name) {
          values(name).get("value").asDouble shouldEqual node.get(field).get(b).asDouble
        }
      }
    }

  /** Two channels, whose sum of weights is the prediction, on a target of the same size. */
  private lazy val small: String = dataset(
    "image INT, concept STRING, activations ARRAY<ARRAY<ARRAY<FLOAT>>>, target ARRAY<ARRAY<INT>>"
  )(
    Seq(1 -> "dog", 2 -> "dog", 3 -> "cat").map { case (image, concept) =>
      Row(image, concept, Seq(Seq(Seq(0.25f, 0f)), Seq(Seq(0f, 1f))), Seq(Seq(0, 1)))
    }: _*
  )

  private def vectors(fields: String)(rows: Row*): String =
    dataset(s"concept STRING, weights ARRAY<FLOAT>$fields")(rows: _*)

  private def scored(concepts: String, more: String*): Run = evaluate(
    Seq(
      s"--input=$small",
      "--activations=activations",
      s"--concepts=$concepts",
      "--group-by=concept"
    ) ++ more: _*
  )

  describe("a concept") {
    it("has its own b, if the table gives one") {
      val groups = byConcept(
        done(
          scored(
            vectors(", factor_pos_class DOUBLE")(
              Row("dog", Seq(1f, 1f), 0.9),
              Row("cat", Seq(1f, 1f), null)
            ),
            "--json"
          )
        )
      )
      groups("dog").get("factor_pos_class").asDouble shouldBe 0.9
      groups("dog").get("value").asDouble shouldEqual 0.9 * 1 + 0.1 * 0.75
      groups("cat").get("factor_pos_class").asDouble shouldBe 0.5
      groups("cat").get("value").asDouble shouldBe 0.875
    }

    it("is weighed by the given b's instead, if there are any") {
      val groups = done(
        scored(
          vectors(", factor_pos_class DOUBLE")(
            Row("dog", Seq(1f, 1f), 0.9),
            Row("cat", Seq(1f, 1f), null)
          ),
          "--factor-pos-class=0.5",
          "--json"
        )
      ).get("groups").asScala
      groups.map(_.get("factor_pos_class").asDouble).toSeq shouldBe Seq(0.5, 0.5)
    }

    it("without a vector has its rows set aside, with the reason") {
      val run = scored(vectors("")(Row("dog", Seq(1f, 1f))))
      run.exitCode shouldBe 21
      run.err should include("prediction has no concept vector with the concept cat")
      run.err should include("UNPAIRED")
    }

    it("whose vector matches no row is named in a warning, grouped by it or not") {
      val all = vectors("")(
        Seq("unicorn", "dog", "cat", "ghost").map(name => Row(name, Seq(1f, 1f))): _*
      )
      val words = Seq(s"--input=$small", "--activations=activations", s"--concepts=$all", "--json")
      for (more <- Seq(Seq("--group-by=concept"), Seq.empty)) {
        val warnings = done(evaluate(words ++ more: _*)).get("warnings").asScala.toSeq
        warnings.map(_.get("code").asText) shouldBe Seq("CONCEPTS_UNMATCHED")
        warnings.head.get("message").asText shouldBe
          "no row has the concepts of 2 vectors: ghost, unicorn"
      }
      val one = vectors("")(Seq("dog", "cat", "ghost").map(name => Row(name, Seq(1f, 1f))): _*)
      val run = scored(one, "--strict")
      run.exitCode shouldBe 21
      run.err should include("no row has the concept of a vector: ghost")
    }

    it("with NULL weights has its rows set aside, with the reason") {
      val run = scored(vectors("")(Row("dog", Seq(1f, 1f)), Row("cat", null)))
      run.exitCode shouldBe 21
      run.err should include("prediction's weights are NULL for the concept cat")
    }

    it("with another number of weights than channels has its rows set aside, with the reason") {
      val run = scored(vectors("")(Row("dog", Seq(1f, 1f)), Row("cat", Seq(1f))))
      run.exitCode shouldBe 21
      run.err should include(
        "SHAPE_MISMATCH: prediction cannot be projected for the concept cat: weights have 1 items," +
          " but must have 2, one for each channel of the activations (shape 2x1x2)"
      )
    }
  }

  describe("--filters") {
    // Channel 0 is the prediction; channel 1 says the opposite.
    lazy val layer = dataset(
      "image INT, concept STRING, activations ARRAY<ARRAY<ARRAY<DOUBLE>>>, target ARRAY<ARRAY<INT>>"
    )(
      Row(1, "dog", Seq(Seq(Seq(0.25, 1.0)), Seq(Seq(1.0, 0.0))), Seq(Seq(0, 1))),
      Row(2, "dog", Seq(Seq(Seq(0.75, 1.0)), Seq(Seq(1.0, 0.0))), Seq(Seq(0, 1))),
      Row(3, "cat", Seq(Seq(Seq(0.25, 1.0)), Seq(Seq(0.0, 0.5))), Seq(Seq(0, 1)))
    )

    def filtered(more: String*): Run = evaluate(
      Seq(
        s"--input=$layer",
        "--activations=activations",
        s"--concepts=${vectors("")(Row("dog", Seq(1f, 0f)), Row("cat", Seq(0.5f, 0.5f)))}",
        "--filters"
      ) ++ more: _*
    )

    it("finds the best filter of each concept, and what the combination gains") {
      val output = newDirectory()
      val summary = done(filtered("--group-by=concept", "--json", s"--output=$output"))
      val best = summary.get("filters").asScala.toSeq
      best.map(_.get("key").get("concept").asText) shouldBe Seq("cat", "dog")
      best.map(_.get("filter").asInt) shouldBe Seq(0, 0)
      best.map(_.get("filter_value").asDouble) shouldBe Seq(0.875, 0.75)
      best.map(_.get("value").asDouble) shouldBe Seq(0.8125, 0.75)
      best.map(_.get("gain").asDouble) shouldBe Seq(-0.0625, 0.0)
      spark.read
        .parquet(onlyRun(output).resolve("filters.parquet").toString)
        .selectExpr("key.concept", "filter", "count", "value", "combination")
        .orderBy("concept", "filter")
        .collect()
        .map(_.toSeq)
        .toSeq shouldBe Seq(
        Seq[Any]("cat", 0, 1L, 0.875, 0.8125),
        Seq[Any]("cat", 1, 1L, 0.75, 0.8125),
        Seq[Any]("dog", 0, 2L, 0.75, 0.75),
        Seq[Any]("dog", 1, 2L, 0.0, 0.75)
      )
    }

    it("works without groups, for several b and for sums") {
      val best = done(filtered("--json", "--factor-pos-class=0,1", "--reduction=sum"))
        .get("filters")
        .asScala
        .toSeq
      best.map(_.get("filter").asInt) shouldBe Seq(0, 0)
      best.map(_.get("filter_value").asDouble) shouldBe Seq(1.75, 3.0)
    }

    it("is printed as a second table") {
      val run = filtered("--group-by=concept")
      withClue(run.err)(run.exitCode shouldBe 0)
      run.out should include(
        "concept  factor_pos_class  count   value  best filter  its value     gain"
      )
    }

    it("has the soft sums of the reference at low resolution") {
      val dissect =
        read(Checkout.path("udf/src/test/resources/golden/concepts.json")).get("dissect")
      val shape = dims(dissect.get("activation_shape"))
      val size = dims(dissect.get("mask_shape"))
      val names = Seq("a", "b", "c")
      val images = for {
        image <- 0 until dissect.get("activations").size
        concept <- names.indices
      } yield Row(
        image,
        names(concept),
        nested(numbers(dissect.get("activations").get(image)), shape),
        nested(
          numbers(dissect.get("masks").get(image))
            .slice(concept * size(1) * size(2), (concept + 1) * size(1) * size(2)),
          size.tail
        )
      )
      val weights = Seq.fill(shape.head)(0f)
      val output = newDirectory()
      done(
        evaluate(
          s"--input=${dataset(schema)(images: _*)}",
          "--activations=activations",
          s"--concepts=${vectors("")(names.map(Row(_, weights)): _*)}",
          "--activation=sigmoid",
          "--resize=bilinear",
          "--group-by=concept",
          "--factor-pos-class=0,1",
          "--reduction=sum",
          "--filters",
          "--json",
          s"--output=$output"
        )
      )
      val sums = dissect.get("sigmoid_then_resize")
      val rows = spark.read
        .parquet(onlyRun(output).resolve("filters.parquet").toString)
        .selectExpr("key.concept", "filter", "factor_pos_class", "value")
        .collect()
      rows should have length (2L * names.size * shape.head)
      rows.foreach { row =>
        val field = if (row.getDouble(2) == 1) "true_positive" else "true_negative"
        val expected = sums.get(field).get(row.getInt(1)).get(names.indexOf(row.getString(0)))
        row.getDouble(3) shouldEqual expected.asDouble
      }
    }

    it("needs concepts, and a reduction that sums determine") {
      val run = evaluate(s"--input=$layer", "--filters")
      run.exitCode shouldBe 2
      run.err should include("--filters is given without --activations and --concepts")
      val none = filtered("--reduction=none")
      none.exitCode shouldBe 2
      none.err should include("--filters is given with --reduction none, but needs mean or sum")
    }
  }

  describe("a mistake in the options") {
    def mistake(arguments: String*)(message: String): Unit = {
      val run = evaluate(arguments: _*)
      withClue(run.err)(run.exitCode shouldBe 2)
      run.err should include(message)
    }

    it("ends before anything starts") {
      mistake(s"--input=$small", "--activations=activations")(
        "--activations and --concepts must be given together"
      )
      mistake(
        s"--input=$small",
        "--activations=activations",
        "--concepts=x",
        "--prediction=activations"
      )("--activations is given instead of --prediction, not beside it")
      mistake(s"--input=$small", "--factor-pos-class=concept")(
        "--factor-pos-class is [concept], but concept must be its only value and needs --concepts"
      )
    }

    it("names a table that is none") {
      val run = scored("/nowhere/concepts.json")
      run.exitCode shouldBe 2
      run.err should include(
        "--concepts /nowhere/concepts.json: there is no such file, directory or table"
      )
    }

    it("names a table without weights, a shared key, or with a concept twice") {
      def told(concepts: String): String = {
        val run = scored(concepts)
        withClue(run.err)(run.exitCode shouldBe 2)
        run.err
      }
      told(dataset("concept STRING, weight ARRAY<FLOAT>")(Row("dog", Seq(1f)))) should include(
        "no such column in --concepts"
      )
      told(dataset("name STRING, weights ARRAY<FLOAT>")(Row("dog", Seq(1f)))) should include(
        "but both must have the concept's key, such as concept"
      )
      told(vectors("")(Row("dog", Seq(1f)), Row("dog", Seq(2f)))) should include(
        "has several rows with concept dog"
      )
      told(vectors(", factor_pos_class DOUBLE")(Row("dog", Seq(1f), 1.5))) should include(
        "concept dog: factor_pos_class is 1.5, but must be in [0, 1]"
      )
    }
  }

  it("broadcasts the vectors, and shuffles no activations") {
    val output = newDirectory()
    done(
      scored(
        vectors("")(Row("dog", Seq(1f, 1f)), Row("cat", Seq(1f, 1f))),
        "--json",
        s"--output=$output"
      )
    )
    val settings = read(onlyRun(output).resolve("summary.json")).get("settings")
    settings.get("activations").asText shouldBe "activations"
    settings.get("concepts").asText should endWith("data.parquet")
  }
}
