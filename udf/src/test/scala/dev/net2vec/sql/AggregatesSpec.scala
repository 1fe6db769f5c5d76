package dev.net2vec.sql

import org.apache.spark.sql.functions.{col, rand}

/** The reductions over rows: mean, sum, and where they can stand in a query. */
class AggregatesSpec extends SparkSpec {

  private val masks = """VALUES
    ('cat', 1, array(0.25d, 1.0d), array(0, 1)),
    ('cat', 2, array(0.0d, 0.25d), array(0, 1)),
    ('dog', 3, array(0.5d, 0.5d), array(1, 1)),
    ('dog', 4, cast(NULL AS ARRAY<DOUBLE>), array(1, 1))
    AS masks(concept, id, p, t)"""

  describe("net2vec_mean and net2vec_sum") {
    it("reduce over all rows, and skip rows with a NULL mask") {
      val row = sql(s"SELECT net2vec_mean(p, t), net2vec_sum(p, t) FROM $masks").head()
      row.getDouble(0) shouldBe (0.875 + 0.625 + 0.5) / 3
      row.getDouble(1) shouldBe 2.0
    }

    it("are NULL over no rows and over NULL masks alone") {
      sql(s"SELECT net2vec_mean(p, t), net2vec_sum(p, t) FROM $masks WHERE id = 4")
        .head()
        .toSeq shouldBe Seq(null, null)
      sql(s"SELECT net2vec_mean(p, t), net2vec_sum(p, t) FROM $masks WHERE id > 4")
        .head()
        .toSeq shouldBe Seq(null, null)
    }

    it("count every instance of masks of rank above 2") {
      val row = sql(
        """SELECT net2vec_mean(p, p, 1), net2vec_sum(p, p, 1) FROM VALUES
        (array(array(array(1)), array(array(1)), array(array(1)))), (array(array(array(0)))) AS m(p)"""
      ).head()
      row.toSeq shouldBe Seq(0.75, 3.0)
    }

    it("reduce by group") {
      sql(s"SELECT concept, net2vec_mean(p, t) FROM $masks GROUP BY concept ORDER BY concept")
        .collect()
        .map(row => (row.getString(0), row.getDouble(1))) shouldBe Array(
        "cat" -> 0.75,
        "dog" -> 0.5
      )
    }

    it("take b from a column of the row") {
      cell[Double](
        s"SELECT net2vec_sum(p, t, id - 1) FROM $masks WHERE id <= 2"
      ) shouldBe 0.75 + 0.25
    }

    it("follow FILTER") {
      cell[Double](
        s"SELECT net2vec_mean(p, t) FILTER (WHERE id <> 2) FROM $masks"
      ) shouldBe (0.875 + 0.5) / 2
    }

    it("follow DISTINCT") {
      cell[Double](
        s"SELECT net2vec_sum(DISTINCT p, t) FROM (SELECT * FROM $masks UNION ALL SELECT * FROM $masks)"
      ) shouldBe 2.0
    }

    it("stand in windows, sliding ones too") {
      sql(s"SELECT id, net2vec_sum(p, t) OVER (PARTITION BY concept) FROM $masks ORDER BY id")
        .collect()
        .map(_.getDouble(1)) shouldBe Array(1.5, 1.5, 0.5, 0.5)
      sql(
        s"SELECT id, net2vec_mean(p, t) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM $masks ORDER BY id"
      )
        .collect()
        .map(_.getDouble(1)) shouldBe Array(0.875, 0.75, 0.5625, 0.5)
    }

    it("follow ROLLUP") {
      sql(
        s"SELECT concept, net2vec_sum(p, t) FROM $masks GROUP BY ROLLUP (concept) ORDER BY concept NULLS FIRST"
      )
        .collect()
        .map(row => (row.getString(0), row.getDouble(1))) shouldBe
        Array((null, 2.0), ("cat", 1.5), ("dog", 0.5))
    }

    it("stand in HAVING, in subqueries and in views") {
      sql(
        s"CREATE OR REPLACE TEMPORARY VIEW scores AS SELECT concept, net2vec_mean(p, t) AS score FROM $masks GROUP BY concept"
      )
      cell[Double]("SELECT score FROM scores WHERE concept = 'cat'") shouldBe 0.75
      cell[String](
        s"SELECT concept FROM $masks GROUP BY concept HAVING net2vec_mean(p, t) > 0.6"
      ) shouldBe "cat"
      cell[Int](
        s"SELECT id FROM $masks WHERE net2vec(p, t) > (SELECT net2vec_mean(p, t) FROM $masks)"
      ) shouldBe 1
    }

    it("work without generated code") {
      withConf(
        "spark.sql.codegen.wholeStage" -> "false",
        "spark.sql.codegen.factoryMode" -> "NO_CODEGEN"
      ) {
        cell[Double](s"SELECT net2vec_mean(p, t) FROM $masks") shouldBe 2.0 / 3
        sql(s"SELECT net2vec(p, t) FROM $masks").collect().count(_.isNullAt(0)) shouldBe 1
      }
    }

    it("work where subexpressions are not shared") {
      withConf("spark.sql.subexpressionElimination.enabled" -> "false") {
        cell[Double](s"SELECT net2vec_mean(p, t) FROM $masks") shouldBe 2.0 / 3
      }
    }
  }

  describe("the exact sum") {
    it("has the same bits for any order and partitioning, those of the exact sum rounded once") {
      val rows = spark
        .range(2000)
        .selectExpr(
          "id",
          // Predictions over many orders of magnitude, so that a plain sum would differ in its last bits.
          "array(pow(10, -(id % 12)) / (1 + id % 7), 1 / (1 + id)) AS p",
          "array(1, 1) AS t"
        )
      val terms = rows.selectExpr("net2vec(p, t, 1)").collect().map(_.getDouble(0))
      val sum = terms.map(new java.math.BigDecimal(_)).reduce(_ add _)

      val results = for (partitions <- Seq(1, 3, 8); seed <- Seq(1, 2)) yield {
        val shuffled = rows.orderBy(rand(seed.toLong)).repartition(partitions)
        shuffled
          .agg(
            Net2VecFunctions.net2vecSum(col("p"), col("t"), org.apache.spark.sql.functions.lit(1)),
            Net2VecFunctions.net2vecMean(col("p"), col("t"), org.apache.spark.sql.functions.lit(1))
          )
          .head()
      }
      results.map(_.getDouble(0)).toSet shouldBe Set(sum.doubleValue)
      results.map(_.getDouble(1)).toSet shouldBe Set(
        sum.divide(new java.math.BigDecimal(2000)).doubleValue
      )
    }
  }
}
