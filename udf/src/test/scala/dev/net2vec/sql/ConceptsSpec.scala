package dev.net2vec.sql

import com.fasterxml.jackson.databind.JsonNode
import dev.net2vec.ReferenceFiles
import org.apache.spark.sql.{DataFrame, Row}
import org.apache.spark.sql.functions.expr
import org.apache.spark.sql.types.StructType
import scala.jdk.CollectionConverters._

/** Low-resolution predictions and concept vectors through SQL, against values that were made with
  * torch.
  */
class ConceptsSpec extends SparkSpec {
  private lazy val golden = ReferenceFiles.golden("concepts.json")
  private val balances = Seq("0.0", "0.3", "0.5", "0.9")
  private val counts = Seq("true_positive", "false_positive", "false_negative", "true_negative")

  private def numbers(array: JsonNode): Seq[Double] = array.asScala.map(_.asDouble).toSeq

  private def rows(array: JsonNode, width: Int): Seq[Seq[Double]] =
    numbers(array).grouped(width).toSeq

  private def frame(schema: String, rows: Seq[Row]): DataFrame =
    spark.createDataFrame(rows.asJava, StructType.fromDDL(schema))

  private case class Way(mode: String, alignCorners: Boolean, order: String) {
    def options: String =
      s"'resize', '$mode', 'align_corners', '$alignCorners'" + (order match {
        case "probabilities"       => ""
        case "sigmoid_then_resize" => ", 'activation', 'sigmoid'"
        case "resize_then_sigmoid" =>
          ", 'activation', 'sigmoid', 'activation_order', 'after_resize'"
      })
  }

  private lazy val resized: Map[Way, Seq[JsonNode]] = golden
    .get("resize")
    .asScala
    .toSeq
    .groupBy(each =>
      Way(
        each.get("mode").asText,
        each.get("align_corners").asBoolean,
        each.get("order").asText
      )
    )

  private def pairs(cases: Seq[JsonNode]): DataFrame = frame(
    "name STRING, p ARRAY<ARRAY<DOUBLE>>, t ARRAY<ARRAY<INT>>",
    cases.map { each =>
      Row(
        each.get("name").asText,
        rows(each.get("prediction"), each.get("shape").get(1).asInt),
        rows(each.get("target"), each.get("target_shape").get(1).asInt).map(_.map(_.toInt))
      )
    }
  )

  describe("the golden cases of resizing") {
    it("are all there") {
      resized.values.flatten should have size 108
      resized should have size 9
    }

    for ((way, cases) <- resized.toSeq.sortBy(_._1.toString)) it(way.options) {
      pairs(cases).createOrReplaceTempView("resized")
      val calls = balances.map(b => s"net2vec(p, t, $b, map(${way.options}))")
      val found = sql(
        s"""SELECT name, net2vec_counts(p, t, map(${way.options})) AS c, ${calls.mkString(", ")}
           |FROM resized""".stripMargin
      ).collect().map(row => row.getString(0) -> row).toMap
      for (each <- cases) withClue(each.get("name").asText) {
        val row = found(each.get("name").asText)
        for (count <- counts)
          row.getStruct(1).getAs[Double](count) should beWithin(
            1e-12,
            each.get("confusion").get(count).asDouble
          )
        for (count <- Seq("pixels", "target_pixels"))
          row.getStruct(1).getAs[Long](count) shouldBe each.get("confusion").get(count).asLong
        for ((b, i) <- balances.zipWithIndex)
          row.getDouble(2 + i) should beWithin(1e-12, each.get("value").get(b).asDouble)
      }
    }
  }

  describe("the bits of a value") {
    for ((way, cases) <- resized.toSeq.sortBy(_._1.toString)) it(s"are those of arrays: $way") {
      val forms = Seq("p" -> "t", "npy" -> "rle", "npy" -> "npy_t", "p" -> "rle", "npy" -> "tf")
      pairs(cases)
        .selectExpr(
          "*",
          "mask_to_npy(p) AS npy",
          "mask_to_npy(t) AS npy_t",
          "mask_to_rle(t) AS rle",
          "transform(t, row -> transform(row, x -> float(x))) AS tf"
        )
        .createOrReplaceTempView("forms")
      val calls = forms.map { case (p, t) => s"net2vec_counts($p, $t, map(${way.options}))" }
      sql(calls.mkString("SELECT ", ", ", " FROM forms")).collect().foreach { row =>
        row.toSeq.distinct should have size 1
      }
    }

    it("are the same for any order and partitioning of the rows") {
      val kept =
        pairs(resized.values.flatten.toSeq.filter(_.get("order").asText == "probabilities"))
      val means =
        for (parts <- Seq(1, 2, 5, 9); order <- Seq("name", "reverse(name)", "hash(name)"))
          yield {
            kept
              .repartition(parts)
              .sortWithinPartitions(expr(order))
              .createOrReplaceTempView("spread")
            cell[Double]("SELECT net2vec_mean(p, t, map('resize', 'bilinear')) FROM spread")
          }
      means.distinct should have size 1
    }
  }

  describe("mask_resize") {
    it("is the mask that torch makes") {
      for (
        (Way(mode, aligned, "probabilities"), cases) <- resized;
        each <- cases
      ) withClue(each.get("name").asText) {
        val size = numbers(each.get("target_shape")).map(_.toInt)
        pairs(Seq(each)).createOrReplaceTempView("one")
        val options = s"map('resize', '$mode', 'align_corners', '$aligned')"
        val row = sql(
          s"""SELECT mask_shape(r), net2vec_counts(r, t).true_positive,
             |aggregate(mask_values(r), 0d, (a, b) -> a + b)
             |FROM (SELECT mask_resize(p, ${size.mkString(
              ", "
            )}, $options) AS r, t FROM one)""".stripMargin
        ).head()
        row.getSeq[Int](0) shouldBe size
        row.getDouble(1) should beWithin(1e-12, each.at("/confusion/true_positive").asDouble)
        row.getDouble(2) should beWithin(1e-5, each.at("/confusion/predicted").asDouble)
      }
    }

    it("is bilinear unless an option or the session says otherwise") {
      def values(options: String) =
        sql(s"SELECT mask_values(mask_resize(array(array(0, 1)), 1, 4$options))")
          .head()
          .getSeq[Float](0)
      val (bilinear, nearest) = (Seq(0f, 0.25f, 0.75f, 1f), Seq(0f, 0f, 1f, 1f))
      values("") shouldBe bilinear
      values(", map('align_corners', true)") shouldBe Seq(0f, 1 / 3f, 2 / 3f, 1f)
      values(", map('resize', 'nearest')") shouldBe nearest
      withConf("spark.net2vec.resize" -> "nearest") {
        values("") shouldBe nearest
        values(", map('resize', 'bilinear')") shouldBe bilinear
      }
    }

    it("keeps the leading dimensions") {
      cell[Seq[Int]](
        "SELECT mask_shape(mask_resize(array(array(array(0, 1)), array(array(1, 0))), 3, 5))"
      ) shouldBe Seq(2, 3, 5)
    }

    it("is NULL for NULL, and says what is wrong") {
      sql(
        "SELECT mask_resize(NULL, 2, 2), mask_resize(array(array(1)), NULL, 2)"
      ).head().toSeq shouldBe Seq(null, null)
      val mask = "array(array(0, 1))"
      Seq(
        s"mask_resize($mask, 0, 4)" -> "height is 0, but must be at least 1",
        s"mask_resize($mask, 1.5, 4)" -> "height is DECIMAL(2,1), but must be an INT",
        s"mask_resize($mask, 1, 4, map('resize', 'none'))" ->
          "resize is 'none', but must be bilinear or nearest",
        s"mask_resize($mask, 10, 10, map('max_pixels', 99))" ->
          "mask_resize: mask has 100 pixels, but must have at most 99",
        s"mask_resize($mask, int(id), 4) FROM range(1)" ->
          "mask_resize: height is 0, but must be in [1, ",
        s"mask_resize(array(0, 1), 2, 4)" ->
          "mask_resize: height is 2, but must be 1 for a mask of rank 1 (shape 2)"
      ).foreach { case (call, message) =>
        withClue(call)(messagesOf(sql(s"SELECT $call").collect()) should include(message))
      }
    }
  }
}
