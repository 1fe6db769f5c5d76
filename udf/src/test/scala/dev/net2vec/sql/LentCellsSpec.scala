package dev.net2vec.sql

import java.nio.file.Files
import org.apache.spark.sql.functions.{col, udf}
import scala.collection.mutable

/** The bytes of a cell are overwritten by the next row's only where our functions alone see them.
  */
class LentCellsSpec extends SparkSpec with NpyMasks {
  private val rows = 60

  /** Cells of one length. */
  private lazy val stored = npyMasks(rows, files = 1, last = "99")

  private def masks = {
    stored.createOrReplaceTempView("lent")
    spark.table("lent")
  }

  private val both = "buffers of prediction, target are reused"

  private def lent(query: String): String = {
    masks
    val plan = sql(query).queryExecution.executedPlan.toString
    "buffers of .* (is|are) reused".r.findFirstIn(plan).getOrElse("none")
  }

  private val score = "net2vec(prediction, target)"

  describe("cells") {
    for (
      query <- Seq(
        s"SELECT id, $score FROM lent",
        s"SELECT id FROM lent WHERE $score > 40",
        "SELECT net2vec_mean(prediction, target) FROM lent",
        "SELECT concept, net2vec_mean(prediction, target) FROM lent WHERE id > 3 GROUP BY concept",
        s"SELECT concept, avg(score) FROM (SELECT concept, $score AS score FROM lent) GROUP BY concept",
        s"SELECT concept, collect_list(score) FROM (SELECT concept, $score AS score FROM lent) GROUP BY concept",
        "SELECT net2vec_mean(DISTINCT prediction, target) FROM lent",
        s"SELECT score FROM (SELECT id, $score AS score FROM lent) ORDER BY score"
      )
    )
      it(s"are reused in $query") {
        lent(query) shouldBe both
      }

    for (
      (query, expected) <- Seq(
        s"SELECT prediction, $score FROM lent" -> "buffers of target are reused",
        s"SELECT prediction AS p, $score FROM lent" -> "buffers of target are reused",
        s"SELECT sha2(prediction, 256), $score FROM lent" -> "buffers of target are reused",
        "SELECT collect_list(target), net2vec_mean(prediction, target) FROM lent" ->
          "buffers of prediction are reused",
        "SELECT target, net2vec_mean(prediction, target) FROM lent GROUP BY target" ->
          "buffers of prediction are reused",
        "SELECT max_by(prediction, id), min(target), net2vec_mean(prediction, target) FROM lent" ->
          "none",
        "SELECT net2vec_mean(prediction, target) FROM (SELECT * FROM lent UNION ALL SELECT * FROM lent)" ->
          "none",
        "SELECT net2vec_mean(a.prediction, b.target) FROM lent a JOIN lent b USING (id)" -> "none",
        "SELECT net2vec_mean(prediction, target) FROM (SELECT * FROM lent ORDER BY id LIMIT 3)" ->
          "none"
      )
    )
      it(s"are not where Spark sees them: $query") {
        lent(query) shouldBe expected
      }
  }

  describe("a query that keeps cells") {
    def hashes(query: String): Set[String] = {
      masks
      sql(query).collect().map(_.getString(0)).toSet
    }

    it("has those of all rows, whatever else is computed of them") {
      val all = hashes("SELECT sha2(prediction, 256) FROM lent")
      all should have size rows

      hashes(
        """SELECT sha2(cell, 256) FROM (
          |  SELECT explode(cells) AS cell FROM (
          |    SELECT collect_list(prediction) AS cells, net2vec_mean(prediction, target) FROM lent))""".stripMargin
      ) shouldBe all
    }

    it("may do so in a function of its own") {
      masks
      LentCellsSpec.kept.clear()
      val keep = udf { (cell: Array[Byte]) => LentCellsSpec.keep(cell) }
      spark.udf.register("keep", keep)
      sql(s"SELECT keep(prediction), $score FROM lent").collect() should have length rows
      LentCellsSpec.kept.map(new String(_, "ISO-8859-1")).toSet should have size rows
    }
  }

  describe("what is lent") {
    it("scores as what is not") {
      def scores(more: String) = {
        masks
        sql(s"SELECT id, $score AS score $more FROM lent ORDER BY id").collect().map(_.getDouble(1))
      }
      val lent = scores("")
      lent.distinct should have length rows
      lent shouldBe scores(", prediction, target")
    }

    it("may be of any length, and absent") {
      val path = Files.createTempDirectory("net2vec-lent").resolve("npy").toString
      spark
        .range(0, rows, 1, 1)
        .selectExpr(
          "id",
          """IF(id % 7 = 3, NULL, mask_to_npy(
            |  transform(sequence(0, id % 5), i -> cast((id + i) / 70 AS FLOAT)))) AS prediction""".stripMargin,
          "mask_to_npy(transform(sequence(0, id % 5), i -> cast((id + i) % 2 AS TINYINT))) AS target"
        )
        .write
        .parquet(path)
      val masks = spark.read.parquet(path)
      def scores(columns: String*) =
        masks.selectExpr("id" +: s"$score AS score" +: columns: _*).orderBy(col("id"))
      scores().collect().map(row => row.get(1)) shouldBe
        scores("prediction", "target").collect().map(row => row.get(1))
      scores().where("score IS NULL").count() shouldBe (0 until rows).count(_ % 7 == 3)
    }
  }
}

object LentCellsSpec {
  val kept = mutable.ArrayBuffer.empty[Array[Byte]]

  /** As a careless function of a user does. */
  def keep(cell: Array[Byte]): Int = synchronized {
    kept += cell
    kept.size
  }
}
