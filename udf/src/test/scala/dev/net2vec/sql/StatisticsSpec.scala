package dev.net2vec.sql

import org.apache.spark.sql.Row
import org.apache.spark.sql.functions.{expr, rand}

/** How large, how spread, how sure: all figures of a column of values, in one pass. */
class StatisticsSpec extends SparkSpec {
  private val random = "((xxhash64(id) & 9007199254740991L) / 9007199254740992D)"

  describe("net2vec_statistics") {
    it("tells count, sum, mean, spread, interval and quantiles, and skips every NULL") {
      val row = sql("""SELECT inline(array(net2vec_statistics(v)))
        FROM VALUES (4), (1), (2), (NULL), (5) AS t(v)""").head()
      row.schema.fieldNames shouldBe Array(
        "count",
        "sum",
        "mean",
        "std",
        "standard_error",
        "mean_low95",
        "mean_high95",
        "min",
        "q05",
        "q25",
        "q50",
        "q75",
        "q95",
        "max"
      )
      row.getLong(0) shouldBe 4
      val std = math.sqrt(10.0 / 3)
      val t = 3.182446305284263 // Of 3 degrees of freedom, from a table.
      val figures = row.toSeq.tail.map(_.asInstanceOf[Double])
      val expected = Seq(12, 3, std, std / 2, 3 - t * std / 2, 3 + t * std / 2, 1, 1, 1, 2, 4, 5, 5)
      figures.zip(expected).foreach { case (figure, value) => figure shouldBe value +- 1e-9 }
    }

    it("takes all items of arrays together") {
      sql(
        "SELECT inline(array(net2vec_statistics(v))) FROM VALUES (array(1, NULL)), (array(3)) AS t(v)"
      )
        .select("count", "mean")
        .head() shouldBe Row(2L, 2.0)
    }

    it("has no figure of nothing, and no spread of one") {
      sql("SELECT inline(array(net2vec_statistics(NULL)))").head().toSeq shouldBe
        Seq[Any](0L) ++ Seq.fill[Any](13)(null)
      val row = sql("SELECT inline(array(net2vec_statistics(2)))").head()
      row.toSeq.slice(3, 7) shouldBe Seq(null, null, null, null)
      row.getAs[Double]("q05") shouldBe 2.0
    }

    it("works for FILTER and OVER") {
      cell[Double](
        "SELECT (net2vec_statistics(v) FILTER (WHERE v > 1)).mean FROM VALUES (1), (2), (4) AS t(v)"
      ) shouldBe 3.0
      sql("""SELECT (net2vec_statistics(v) OVER (PARTITION BY v % 2)).count AS n
        FROM VALUES (1), (2), (3) AS t(v) ORDER BY v""").collect().map(_.getLong(0)) shouldBe
        Array(2, 1, 2)
    }

    it("fails on what has no exact sum") {
      for (value <- Seq("-1.0", "NaN"))
        messagesOf(
          sql(s"SELECT net2vec_statistics(double('$value'))").collect()
        ) should include(
          s"net2vec_statistics: value is $value, but must be finite and at least 0"
        )
    }

    it("has an interval that covers the true mean of 93 to 97 % of 2,000 samples of 200") {
      // Uniform, skewed and two-valued instances.
      for (
        (value, mean) <- Seq(random -> 0.5, s"pow($random, 2)" -> 1.0 / 3, s"round($random)" -> 0.5)
      ) {
        val covered = spark
          .range(2000 * 200)
          .groupBy(expr("id DIV 200"))
          .agg(expr(s"net2vec_statistics($value)").as("s"))
          .where(s"s.mean_low95 <= $mean AND s.mean_high95 >= $mean")
          .count()
        info(s"$value: covered in $covered of 2000 samples")
        covered / 2000.0 should (be >= 0.93 and be <= 0.97)
      }
    }
  }

  describe("net2vec_statistics_each") {
    it("keeps the positions of the arrays apart, and lets a NULL item count for nothing") {
      sql("""SELECT inline(net2vec_statistics_each(v))
        FROM VALUES (array(1, 10)), (NULL), (array(3, NULL)) AS t(v)""")
        .select("count", "mean")
        .collect() shouldBe Array(Row(2L, 2.0), Row(1L, 10.0))
      sql("SELECT net2vec_statistics_each(array(1)) FROM range(1) WHERE id > 0")
        .head()
        .getSeq(0) shouldBe empty
    }

    it("wants arrays of one length") {
      messagesOf(
        sql(
          "SELECT net2vec_statistics_each(v) FROM VALUES (array(1, 2)), (array(1)) AS t(v)"
        ).collect()
      ) should include("must have the same number in all rows")
    }

    it("gives the same bits as net2vec_exact_sum, _mean and _std, however the rows lie") {
      val rows = spark
        .range(3000)
        .selectExpr("id % 3 AS k", s"pow(10, -3 + 9 * $random) AS v", s"$random AS w")
      for ((partitions, seed) <- Seq(1, 7, 40).zipWithIndex)
        rows
          .repartition(partitions, rand(seed.toLong))
          .groupBy("k")
          .agg(
            expr("net2vec_statistics_each(array(v, w))[1] AS s"),
            expr("net2vec_exact_sum(w) AS total"),
            expr("net2vec_exact_mean(w) AS mean"),
            expr("net2vec_exact_std(w) AS std"),
            expr("percentile_approx(w, 0.25, 100000) AS quarter")
          )
          .where(
            "s.sum = total AND s.mean = mean AND s.std = std AND s.q25 = quarter AND s.count = 1000"
          )
          .count() shouldBe 3
    }
  }
}
