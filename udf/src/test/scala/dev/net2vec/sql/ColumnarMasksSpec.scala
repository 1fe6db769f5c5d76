package dev.net2vec.sql

import java.nio.file.Files
import java.util.UUID
import org.apache.spark.sql.DataFrame

/** Masks are looked at where Spark's column vectors have them: in every way in which a file may
  * hold them, they have the values that they have in rows.
  */
class ColumnarMasksSpec extends SparkSpec {
  private val types =
    Seq("TINYINT", "SMALLINT", "INT", "BIGINT", "FLOAT", "DOUBLE", "BOOLEAN", "DECIMAL(5,2)")

  /** An item of the target at pixel i of mask id, by a name. */
  private val targets = Map(
    "background first" -> "id % 3 = 1 AND i % 5 < 3 OR i = 7",
    "foreground first" -> "id % 3 <> 1 OR i % 5 < 3"
  )

  /** More than a block of pixels, an odd number of them. */
  private def flat(item: String) =
    s"transform(sequence(1, 1500), i -> cast((id * 7 + i * 13) % 97 / 96 AS $item))"

  private def target(by: String, item: String) =
    s"transform(sequence(1, 1500), i -> cast($by AS $item))"

  private def masks(prediction: String, target: String): DataFrame =
    spark.range(0, 6, 1, 1).selectExpr("id", s"$prediction AS prediction", s"$target AS target")

  private def values(masks: DataFrame): Seq[(Long, Double)] =
    masks
      .selectExpr("id", "net2vec(prediction, target, 0.3)")
      .collect()
      .map(row => row.getLong(0) -> row.getDouble(1))
      .sortBy(_._1)
      .toSeq

  private def stored(
      masks: DataFrame,
      format: String = "parquet",
      options: Map[String, String] = Map.empty
  ): DataFrame = {
    val path = Files.createTempDirectory("net2vec-columnar").resolve(UUID.randomUUID.toString)
    masks.coalesce(1).write.format(format).options(options).save(path.toString)
    spark.read.format(format).load(path.toString)
  }

  private def sameEverywhere(masks: DataFrame): Unit = {
    val rows = masks.collect()
    val expected = values(spark.createDataFrame(java.util.Arrays.asList(rows: _*), masks.schema))
    expected.map(_._2).distinct.size should be > 1
    for (dictionary <- Seq("true", "false"))
      withClue(s"dictionary $dictionary: ") {
        val read = stored(masks, options = Map("parquet.enable.dictionary" -> dictionary))
        values(read) shouldBe expected
        withConf("spark.sql.columnVector.offheap.enabled" -> "true") {
          values(read) shouldBe expected
        }
      }
    withClue("ORC: ")(values(stored(masks, "orc")) shouldBe expected)
  }

  for (item <- types; (name, by) <- targets)
    it(s"targets of $item, $name, have the same values in columns as in rows") {
      sameEverywhere(masks(flat("FLOAT"), target(by, item)))
    }

  for (item <- Seq("DOUBLE", "TINYINT", "DECIMAL(9,8)"))
    it(s"so have predictions of $item") {
      val prediction = if (item == "TINYINT") target("i % (id + 2) = 0", item) else flat(item)
      sameEverywhere(masks(prediction, target("i % 5 < 3", "TINYINT")))
    }

  it("so have predictions of many values, and of few") {
    sameEverywhere(
      masks(
        "transform(sequence(1, 1500), i -> cast((id * 1500 + i) / 9001 AS FLOAT))",
        target("i % 5 < 3", "TINYINT")
      )
    )
    sameEverywhere(
      masks(
        "transform(sequence(1, 1500), i -> cast(i % (id + 2) / 8 AS FLOAT))",
        target("i % 5 < 3", "TINYINT")
      )
    )
  }

  for ((name, by) <- Seq("a few" -> "(i + id) % 4 - 1", "a hundred" -> "(i * 7 + id) % 100 - 50"))
    it(s"so have targets of $name values, whatever the threshold") {
      for (item <- Seq("TINYINT", "SMALLINT", "INT"); dictionary <- Seq("true", "false")) {
        val read = stored(
          masks(flat("FLOAT"), target(by, item)),
          options = Map("parquet.enable.dictionary" -> dictionary)
        )
        val doubles = read.selectExpr("id", "prediction", "cast(target AS ARRAY<DOUBLE>) AS target")
        val some = Seq("-3e9", "-0.5", "0", "1.9", "3e9")
        val more = if (item == "TINYINT") Seq("-60", "-1", "0.5", "1", "2", "200") else Nil
        for (thresh <- some ++ more)
          withConf("spark.net2vec.targetThresh" -> thresh) {
            withClue(s"$item, dictionary $dictionary, threshold $thresh: ") {
              values(read) shouldBe values(doubles)
            }
          }
      }
    }

  it("nested masks have the values that flat ones have") {
    val (prediction, by) = (flat("FLOAT"), target("i % 5 < 3", "TINYINT"))
    val expected = values(stored(masks(prediction, by)))
    def rowsOf(mask: String) = s"transform(sequence(0, 29), y -> slice($mask, y * 50 + 1, 50))"
    val nested = stored(masks(rowsOf(prediction), rowsOf(by)))
    values(nested) shouldBe expected
    val images = masks(s"array(${rowsOf(prediction)})", s"array(${rowsOf(by)})")
    stored(images)
      .selectExpr("id", "net2vec_batch(prediction, target, 0.3)[0]")
      .collect()
      .map(row => row.getLong(0) -> row.getDouble(1))
      .toSeq shouldBe expected
    values(stored(masks(rowsOf(prediction), rowsOf(by)), "orc")) shouldBe expected
  }

  it("what is wrong is told where it stands") {
    def wrong(prediction: String, target: String): String =
      messagesOf(values(stored(masks(prediction, target))))
    val (good, zeros) = (flat("FLOAT"), target("0", "TINYINT"))
    wrong(s"transform($good, (o, i) -> IF(id = 4 AND i = 1234, NULL, o))", zeros) should include(
      "prediction is NULL at [1234]"
    )
    wrong(good, s"transform($zeros, (t, i) -> IF(id = 4 AND i = 3, NULL, t))") should include(
      "target is NULL at [3]"
    )
    wrong(s"transform($good, (o, i) -> IF(id = 4 AND i = 1027, 1.5f, o))", zeros) should include(
      "prediction is 1.5 at [1027]"
    )
    val nan =
      s"transform(${target("i % 2", "FLOAT")}, (t, i) -> IF(id = 4 AND i = 9, float('NaN'), t))"
    wrong(good, nan) should include("target is NaN at [9]")
    wrong(
      s"array($good, IF(id = 4, slice($good, 1, 1499), $good))",
      s"array($zeros, $zeros)"
    ) should include("prediction has 1499 items at [1] and 1500 in its first row")
    wrong(s"array($good, IF(id = 4, NULL, $good))", s"array($zeros, $zeros)") should include(
      "prediction is NULL at [1]"
    )
  }
}
