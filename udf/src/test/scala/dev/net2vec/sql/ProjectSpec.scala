package dev.net2vec.sql

import com.fasterxml.jackson.databind.JsonNode
import dev.net2vec.ReferenceFiles
import java.nio.file.Files
import org.apache.spark.sql.{AnalysisException, Row}
import org.apache.spark.sql.types.StructType
import org.scalatest.BeforeAndAfterAll
import scala.jdk.CollectionConverters._

/** Concept vectors through SQL. */
class ProjectSpec extends SparkSpec with CountsDecodings with BeforeAndAfterAll {
  private val images = 40
  private val concepts = 10

  /** Activations of images as they are dumped, in files, and a small table of concepts. */
  override protected def beforeAll(): Unit = {
    val directory = Files.createTempDirectory("project").toString
    sql(
      s"""SELECT id, mask_to_npy(transform(sequence(0, 7), c -> transform(sequence(0, 2), y ->
         |transform(sequence(0, 4), x -> float(sin(id + 3 * c + 5 * y + 7 * x) * 4))))) AS a,
         |mask_to_rle(transform(sequence(0, 11), y -> transform(sequence(0, 19),
         |x -> int((x + y + id) % 3 = 0)))) AS t FROM range($images)""".stripMargin
    ).repartition(3).write.parquet(s"$directory/images")
    spark.read.parquet(s"$directory/images").createOrReplaceTempView("images")
    sql(
      s"""SELECT concat('c', k) AS concept, k / 10.0d AS bias, 0.5d + k / 100.0d AS b,
         |transform(sequence(0, 7), c -> cos(k * c)) AS w FROM range($concepts) AS r(k)""".stripMargin
    ).write.parquet(s"$directory/concepts")
    spark.read.parquet(s"$directory/concepts").createOrReplaceTempView("concepts")
  }

  override protected def afterAll(): Unit =
    Seq("images", "concepts").foreach(spark.catalog.dropTempView(_))

  private def numbers(array: JsonNode): Seq[Double] = array.asScala.map(_.asDouble).toSeq

  describe("the golden cases") {
    val cases = ReferenceFiles.golden("concepts.json").get("project").asScala.toSeq

    it("are all there")(cases should have size 15)

    for (each <- cases) it(each.get("name").asText) {
      val shape = numbers(each.get("shape")).map(_.toInt)
      val row = Row(
        numbers(each.get("activations")).grouped(shape(1) * shape(2)).toSeq.map { channel =>
          channel.grouped(shape(2)).toSeq
        },
        numbers(each.get("weights")),
        each.get("bias").asDouble,
        numbers(each.get("target")).map(_.toInt).grouped(each.at("/target_shape/1").asInt).toSeq
      )
      spark
        .createDataFrame(
          Seq(row).asJava,
          StructType.fromDDL(
            "a ARRAY<ARRAY<ARRAY<DOUBLE>>>, w ARRAY<DOUBLE>, bias DOUBLE, t ARRAY<ARRAY<INT>>"
          )
        )
        .selectExpr("*", "CAST(a AS ARRAY<ARRAY<ARRAY<FLOAT>>>) AS f")
        .selectExpr("*", "mask_to_npy(a) AS npy", "mask_to_rle(t) AS rle")
        .createOrReplaceTempView("one")
      val bilinear = "'activation', 'sigmoid', 'resize', 'bilinear'"
      val values = Seq("a" -> "t", "npy" -> "rle", "f" -> "rle").map { case (a, t) =>
        val o = s"net2vec_project($a, w, bias)"
        sql(
          s"""SELECT flatten($o), net2vec($o, $t, 0.5, map($bilinear)),
             |net2vec($o, $t, 0.9, map($bilinear)),
             |net2vec($o, $t, 0.5, map($bilinear, 'activation_order', 'after_resize')),
             |net2vec($o, $t, 0.9, map($bilinear, 'activation_order', 'after_resize'))
             |FROM one""".stripMargin
        ).head()
      }
      values.distinct should have size 1
      val projected = values.head.getSeq[Double](0)
      val expected = numbers(each.get("projected"))
      projected should have size expected.size
      val largest = expected.map(math.abs).max
      projected.zip(expected).foreach { case (o, e) => o shouldBe e +- 1e-12 * largest }
      for (
        ((order, b), i) <- Seq(
          "sigmoid_then_resize" -> "0.5",
          "sigmoid_then_resize" -> "0.9",
          "resize_then_sigmoid" -> "0.5",
          "resize_then_sigmoid" -> "0.9"
        ).zipWithIndex
      ) values.head.getDouble(1 + i) should beWithin(1e-12, each.get(order).get(b).asDouble)
    }
  }

  describe("activations are decoded once a row") {
    it("by several projections of a query") {
      val calls = (0 until 5).map(k =>
        s"net2vec_project(a, transform(sequence(0, 7), c -> cos(c * $k)))[0][0]"
      )
      decoded(sql(calls.mkString("SELECT ", ", ", " FROM images")).collect()) shouldBe images
    }

    // A join repeats each row of images for the concepts, one after the other, and a task thus
    // meets the same cell again, in another row.
    for (
      hint <- Seq("BROADCAST(concepts)");
      codegen <- Seq("true", "false");
      aggregate <- Seq("max(net2vec_project(a, w, bias)[1][1])", "count(net2vec_project(a, w))")
    ) it(s"by a broadcast join with concepts: $aggregate, generated code $codegen") {
      withConf("spark.sql.codegen.wholeStage" -> codegen) {
        val query =
          s"SELECT /*+ $hint */ concept, $aggregate FROM images CROSS JOIN concepts GROUP BY concept"
        decoded(sql(query).collect() should have length concepts) shouldBe images
      }
    }

    it("and so are the targets of each concept, with the score in one pass") {
      val query =
        """SELECT concept, net2vec_mean(net2vec_project(a, w, bias), t,
          |map('activation', 'sigmoid', 'resize', 'bilinear', 'factor_pos_class', b))
          |FROM images CROSS JOIN concepts GROUP BY concept ORDER BY concept""".stripMargin
      val means = sql(query)
      decoded(means.collect()) shouldBe images + images * concepts
      val each = (0 until concepts).map { k =>
        val concept = sql(s"SELECT w, bias, b FROM concepts WHERE concept = 'c$k'").head()
        val weights = concept.getSeq[Double](0).map(w => s"double('$w')").mkString(", ")
        cell[Double](
          s"""SELECT net2vec_mean(net2vec_project(a, array($weights), ${concept.get(1)}d), t,
             |${concept.get(2)}d, map('activation', 'sigmoid', 'resize', 'bilinear'))
             |FROM images""".stripMargin
        )
      }
      means.collect().map(_.getDouble(1)).toSeq shouldBe each
    }
  }

  describe("the plan of a scored projection") {
    it("has one projection and one pass over the images") {
      val plan = sql(
        """SELECT net2vec(net2vec_project(a, w), t, map('resize', 'bilinear', 'clip', 'true')),
          |net2vec_loss(net2vec_project(a, w), t, map('resize', 'bilinear', 'clip', 'true'))
          |FROM images CROSS JOIN concepts""".stripMargin
      ).queryExecution.optimizedPlan.toString
      "project\\.invoke".r.findAllIn(plan) should have size 1
    }
  }

  describe("what is wrong") {
    val a = "array(array(array(1, 2)), array(array(3, 5)))"

    it("is said when the query is analysed") {
      Seq(
        s"net2vec_project($a, 1)" -> "weights is INT, but must be an ARRAY of numbers",
        s"net2vec_project($a, array('x'))" ->
          "weights is ARRAY<STRING>, but must be an ARRAY of numbers",
        s"net2vec_project($a, array(1, 2), true)" -> "bias is BOOLEAN, but must be a number"
      ).foreach { case (call, message) =>
        val error = intercept[AnalysisException](sql(s"SELECT $call"))
        error.getMessageParameters.get("msg") shouldBe message
      }
      intercept[AnalysisException](sql("SELECT net2vec_project(1, array(1))")).getMessage should
        include("activations is INT, but must be ARRAY of a numeric type")
    }

    it("is said of a row") {
      Seq(
        s"net2vec_project($a, array(1, NULL))" ->
          "net2vec_project: weights is NULL at [1], but every weight must be a number",
        s"net2vec_project($a, array(1))" ->
          ("net2vec_project: weights have 1 items, but must have 2, one for each channel of the" +
            " activations (shape 2x1x2)"),
        s"net2vec_project($a, array(1, double('NaN')))" ->
          "net2vec_project: weights is NaN at [1], but must be finite",
        s"net2vec_project($a, array(1, 1), double('Infinity'))" ->
          "net2vec_project: bias is Infinity, but must be finite",
        "net2vec_project(array(array(array(1, double('-Infinity')))), array(1))" ->
          "net2vec_project: activations is -Infinity at [0, 0, 1], but must be finite (shape 1x1x2)",
        "net2vec_project(array(array(1, 2)), array(1))" ->
          ("net2vec_project: activations has shape 1x2 (rank 2), but must have rank 3: channels," +
            " height and width"),
        s"net2vec_project($a, array(1, 1), map('max_pixels', 3))" ->
          "net2vec_project: activations has 4 pixels, but must have at most 3",
        "net2vec_project(mask_to_npy(array(array(1, 2))), array(1))" ->
          "net2vec_project: activations has shape 1x2 (rank 2)",
        "net2vec_project(unhex('00'), array(1))" -> "net2vec_project: activations"
      ).foreach { case (call, message) =>
        withClue(call)(messagesOf(sql(s"SELECT $call").collect()) should include(message))
      }
    }

    it("is named by net2vec_diagnose_project, which does not fail") {
      sql(
        s"""SELECT d.reason, d.message, to_json(d.projection)
           |FROM (SELECT net2vec_diagnose_project($a, w) AS d
           |FROM VALUES (array(1, 1)), (array(1)), (array(1, NULL)), (NULL) AS vectors(w))""".stripMargin
      ).collect().map(_.toSeq).toSeq shouldBe Seq(
        Seq[Any](null, null, "[[4.0,7.0]]"),
        Seq[Any](
          "SHAPE_MISMATCH",
          "weights have 1 items, but must have 2, one for each channel of the activations" +
            " (shape 2x1x2)",
          null
        ),
        Seq[Any]("NULL_ITEM", "weights is NULL at [1], but every weight must be a number", null),
        Seq[Any](null, null, null)
      )
    }

    it("is NULL for NULL") {
      sql(
        s"""SELECT net2vec_project(NULL, array(1)), net2vec_project($a, NULL),
           |net2vec_project($a, array(1, 1), NULL)""".stripMargin
      ).head().toSeq shouldBe Seq(null, null, null)
    }
  }
}
