package dev.net2vec.sql

import java.math.{BigDecimal, MathContext}
import org.apache.spark.TaskContext
import org.apache.spark.sql.{DataFrame, Row}
import org.apache.spark.sql.execution.adaptive.AdaptiveSparkPlanHelper
import org.apache.spark.sql.execution.aggregate.HashAggregateExec
import org.apache.spark.sql.functions.{col, expr, rand, udf}

/** Figures with the same bits however the rows lie, and all that one pass tells. */
class ExactStatisticsSpec extends SparkSpec with AdaptiveSparkPlanHelper {
  private val masks = """VALUES
    ('cat', 1, array(0.25d, 1.0d), array(0, 1)),
    ('cat', 2, array(0.0d, 0.25d), array(0, 1)),
    ('dog', 3, array(0.5d, 0.5d), array(1, 1)),
    ('dog', 4, cast(NULL AS ARRAY<DOUBLE>), array(1, 1))
    AS masks(concept, id, p, t)"""

  private def bits(row: Row): Seq[Any] = row.toSeq.map {
    case value: Double => java.lang.Double.doubleToRawLongBits(value)
    case other         => other
  }

  describe("net2vec_exact_sum and net2vec_exact_mean") {
    it("reduce numbers and arrays of them, and skip every NULL") {
      sql(
        "SELECT net2vec_exact_sum(v), net2vec_exact_mean(v) FROM VALUES (1), (2), (NULL), (6) AS t(v)"
      ).head().toSeq shouldBe Seq(9.0, 3.0)
      sql(
        "SELECT net2vec_exact_sum(v), net2vec_exact_mean(v) FROM VALUES (array(1.5, NULL)), (NULL), (array()), (array(2.5)) AS t(v)"
      ).head().toSeq shouldBe Seq(4.0, 2.0)
      sql("SELECT net2vec_exact_sum(NULL), net2vec_exact_mean(NULL)").head().toSeq shouldBe
        Seq(null, null)
    }

    it("are what net2vec_sum and net2vec_mean are of the instances' values") {
      val row = sql(s"""SELECT net2vec_sum(p, t, 0.3), net2vec_exact_sum(net2vec(p, t, 0.3)),
        net2vec_exact_sum(net2vec_batch(p, t, 0.3)), net2vec_mean(p, t, 0.3),
        net2vec_exact_mean(net2vec(p, t, 0.3)) FROM $masks""").head()
      bits(row).take(3).toSet should have size 1
      bits(row).drop(3).toSet should have size 1
    }

    it("round a mean once, everywhere") {
      val thirds = "VALUES (0.4D), (0.5D), (0.8D) AS t(v)"
      // The rounded sum by 3 is 0.5666666666666668.
      sql(
        s"SELECT net2vec_exact_mean(v), net2vec_statistics(v).mean, net2vec_mean(array(v), array(1), 1) FROM $thirds"
      )
        .head()
        .toSeq shouldBe Seq(0.5666666666666667, 0.5666666666666667, 0.5666666666666667)
    }

    it("are exact for numbers of any size, as is the deviation") {
      def figures(numbers: Double*): Row =
        sql(
          s"SELECT net2vec_exact_sum(v), net2vec_exact_mean(v), net2vec_exact_std(v) FROM VALUES ${numbers
              .map(number => s"(double('$number'))")
              .mkString(", ")} AS t(v)"
        ).head()
      figures(1e-30, 3e-30).toSeq shouldBe Seq(4e-30, 2e-30, 1.4142135623730949e-30)
      figures(1e-100, 3e-100).toSeq shouldBe Seq(4e-100, 2e-100, 1.414213562373095e-100)
      figures(Double.MinPositiveValue, Double.MinPositiveValue).toSeq shouldBe
        Seq(2 * Double.MinPositiveValue, Double.MinPositiveValue, 0.0)
      figures(4e18, 5e18).toSeq shouldBe Seq(9e18, 4.5e18, 7.0710678118654758e17)
      val row = sql(
        "SELECT inline(array(net2vec_statistics(v))) FROM VALUES (1e-100D), (3e-100D) AS t(v)"
      ).head()
      (row.getAs[Double]("sum"), row.getAs[Double]("mean"), row.getAs[Double]("std")) shouldBe
        ((4e-100, 2e-100, 1.414213562373095e-100))
    }

    it("take the tiny predictions that a sigmoid makes") {
      withConf("spark.net2vec.activation" -> "sigmoid") {
        val row =
          sql("""SELECT net2vec_sum(p, t, 1), net2vec_mean(p, t, 1), net2vec(first(p), first(t), 1),
          net2vec_summary(p, t).true_positive
          FROM VALUES (array(-500D), array(1)), (array(-500D), array(1)) AS m(p, t)""").head()
        val tiny = row.getDouble(2)
        tiny shouldBe 7.124576406741286e-218 +- 1e-230
        row.toSeq shouldBe Seq(2 * tiny, tiny, tiny, 2 * tiny)
      }
    }

    it("name themselves where a sum is too large") {
      val large = "VALUES (double('5e18')), (double('5e18')) AS t(v)"
      for (
        function <- Seq(
          "net2vec_exact_sum",
          "net2vec_exact_mean",
          "net2vec_exact_std",
          "net2vec_statistics",
          "net2vec_statistics_each"
        )
      ) {
        val argument = if (function.endsWith("each")) "array(v)" else "v"
        messagesOf(
          sql(s"SELECT $function($argument) FROM $large").collect()
        ) should include(s"$function: sum is 2^63 or more, but must be less")
        // Merged, not added to.
        messagesOf(
          sql(s"SELECT $function($argument) FROM (SELECT /*+ REPARTITION(2) */ * FROM $large)")
            .collect()
        ) should include(s"$function: sum is 2^63 or more, but must be less")
      }
    }

    it("fail on what has no exact sum") {
      for (value <- Seq("-1.0", "NaN", "Infinity"))
        messagesOf(
          sql(s"SELECT net2vec_exact_sum(v) FROM VALUES (double('$value')) AS t(v)").collect()
        ) should include(
          s"net2vec_exact_sum: value is $value, but must be finite and at least 0"
        )
      messagesOf(sql("SELECT net2vec_exact_mean('a')")) should include(
        ": values is STRING, but must be a number or an ARRAY of numbers"
      )
    }

    it(
      "have one bit pattern for 20,000 values in 30 runs: any order, 1 to 200 partitions, coalesced, retried"
    ) {
      val spread = spark
        .range(20000)
        .selectExpr(
          "id % 3 AS k",
          "pow(10, -3 + 9 * (hash(id) % 100000 + 100000) / 200000) AS v"
        )
        .cache()
      val exact = spread
        .collect()
        .groupBy(_.getLong(0))
        .map { case (key, rows) =>
          val sum = rows.map(row => new BigDecimal(row.getDouble(1))).reduce(_ add _)
          val mean = sum.divide(new BigDecimal(rows.length), new MathContext(100))
          key -> Seq(sum.doubleValue, mean.doubleValue)
        }
      val retrying = udf((value: Double) => FailsAtFirst(value))
      def figures(rows: DataFrame): Map[Long, Row] =
        rows
          .groupBy("k")
          .agg(
            Net2VecFunctions.net2vecExactSum(col("v")),
            Net2VecFunctions.net2vecExactMean(col("v")),
            Net2VecFunctions.net2vecExactStd(col("v")),
            Net2VecFunctions.net2vecStatistics(col("v"))
          )
          .collect()
          .map(row => row.getLong(0) -> row)
          .toMap
      try {
        val patterns = for (partitions <- Seq(1, 2, 3, 4, 6, 9, 12, 20, 40, 200)) yield {
          val shuffled = spread.repartition(partitions, rand(partitions.toLong))
          // Spark generates an aggregate's projections for each task, which takes longer than its rows.
          val mode = if (partitions > 6) "NO_CODEGEN" else "FALLBACK"
          withConf("spark.sql.codegen.factoryMode" -> mode) {
            Set(
              figures(shuffled),
              figures(shuffled.coalesce(2)),
              figures(shuffled.select(col("k"), retrying(col("v")).as("v")))
            )
          }
        }
        patterns.flatten.toSet should have size 1
        for ((key, row) <- patterns.head.head)
          row.toSeq.slice(1, 3) shouldBe exact(key)
      } finally spread.unpersist()
    }
  }

  describe("net2vec_auto_factor") {
    it("is 1 - the mean share of foreground, prediction or none") {
      cell[Double](s"SELECT net2vec_auto_factor(t) FROM $masks") shouldBe 1 - 3.0 / 4
      sql(
        s"SELECT concept, net2vec_auto_factor(t) FROM $masks GROUP BY concept ORDER BY concept"
      ).collect().map(_.getDouble(1)) shouldBe Array(0.5, 0.0)
      cell[Double](s"SELECT net2vec_auto_factor(t, 1) FROM $masks") shouldBe 1.0
    }

    it("takes the threshold and the value to ignore from the session, and any encoding") {
      withConf("spark.net2vec.targetThresh" -> "1", "spark.net2vec.ignoreValue" -> "9") {
        cell[Double]("SELECT net2vec_auto_factor(array(1, 2, 9, 9))") shouldBe 0.5
      }
      cell[Double](
        "SELECT net2vec_auto_factor(named_struct('size', array(2, 2), 'counts', array(3, 1)))"
      ) shouldBe 0.75
    }

    it("is NULL of nothing, and fails on an invalid target") {
      sql("SELECT net2vec_auto_factor(NULL)").head().isNullAt(0) shouldBe true
      messagesOf(
        sql("SELECT net2vec_auto_factor(t) FROM VALUES (array(0, double('NaN'))) AS v(t)").collect()
      ) should include(
        "net2vec_auto_factor: target is NaN at [1], but every item must be a number (shape 2)"
      )
    }
  }

  describe("net2vec_summary") {
    lazy val row = sql(s"SELECT inline(array(net2vec_summary(p, t))) FROM $masks").head()

    it("has all sums over the instances") {
      row.schema.fieldNames shouldBe Array(
        "instances",
        "pixels",
        "target_pixels",
        "true_positive",
        "false_positive",
        "false_negative",
        "true_negative",
        "mean_target_share"
      )
      row.toSeq shouldBe Seq(3L, 6L, 4L, 2.25, 0.25, 1.75, 1.75, 2.0 / 3)
    }

    it("counts none and sums to NULL over no rows") {
      sql(s"SELECT inline(array(net2vec_summary(p, t))) FROM $masks WHERE id > 3")
        .head()
        .toSeq shouldBe Seq[Any](0L) ++ Seq.fill[Any](7)(null)
    }

    it("is the same by group, for FILTER, OVER and DISTINCT, and without generated code") {
      val query =
        s"SELECT concept, net2vec_of(net2vec_summary(p, t), 0.25, 'sum') FROM $masks GROUP BY concept ORDER BY concept"
      val expected = Array(0.25 * 1.25 + 0.75 * 1.75, 0.25)
      sql(query).collect().map(_.getDouble(1)) shouldBe expected
      withConf(
        "spark.sql.codegen.wholeStage" -> "false",
        "spark.sql.codegen.factoryMode" -> "NO_CODEGEN"
      ) {
        sql(query).collect().map(_.getDouble(1)) shouldBe expected
      }
      cell[Long](
        s"SELECT net2vec_summary(p, t).instances FROM (SELECT * FROM $masks) WHERE id <> 2"
      ) shouldBe 2
      cell[Long](
        s"SELECT (net2vec_summary(p, t) FILTER (WHERE id = 1)).pixels FROM $masks"
      ) shouldBe 2
      cell[Long](
        s"SELECT (net2vec_summary(DISTINCT p, t)).pixels FROM (SELECT * FROM $masks UNION ALL SELECT * FROM $masks)"
      ) shouldBe 6
      sql(
        s"SELECT id, (net2vec_summary(p, t) OVER (PARTITION BY concept)).instances FROM $masks ORDER BY id"
      ).collect().map(_.getLong(1)) shouldBe Array(2, 2, 1, 1)
    }

    it("aggregates by hash") {
      val frame = sql(
        s"SELECT id % 5, net2vec_summary(array(id / 100), array(id % 2)) FROM range(100) GROUP BY id % 5"
      )
      frame.collect()
      collectWithSubqueries(frame.queryExecution.executedPlan) { case hash: HashAggregateExec =>
        hash
      } should have length 2
    }
  }

  describe("net2vec_of") {
    it("gives what net2vec_mean and net2vec_sum give, for any b") {
      for (b <- Seq("0", "0.1", "0.5", "0.93", "1")) {
        val row = sql(s"""SELECT net2vec_of(s, $b), m, net2vec_of(s, $b, 'sum'), u FROM (
          SELECT net2vec_summary(p, t) AS s, net2vec_mean(p, t, $b) AS m, net2vec_sum(p, t, $b) AS u
          FROM $masks)""").head()
        row.getDouble(0) should beWithin(1e-15, row.getDouble(1))
        row.getDouble(2) should beWithin(1e-15, row.getDouble(3))
      }
    }

    it("has the bits of net2vec_mean and net2vec_sum where no instance's value is rounded") {
      // Predictions of FLOAT, whose sums doubles hold.
      val rows = spark
        .range(3000)
        .selectExpr(
          "id % 7 AS k",
          "transform(sequence(1, 5), i -> cast(((id * 31 + i * 17) % 256) / 256D AS FLOAT)) AS p",
          "transform(sequence(1, 5), i -> (id + i) % 2) AS t"
        )
      for (b <- Seq(0.0, 0.25, 0.5, 1.0))
        rows
          .groupBy("k")
          .agg(
            expr("net2vec_summary(p, t) AS s"),
            expr(s"net2vec_mean(p, t, $b) AS mean"),
            expr(s"net2vec_sum(p, t, $b) AS sum")
          )
          .where(s"net2vec_of(s, $b) = mean AND net2vec_of(s, $b, 'sum') = sum")
          .count() shouldBe 7
    }

    it("has the bits of net2vec for one instance") {
      for (b <- Seq("0.1", "0.3", "0.9"))
        cell[Boolean](
          s"""SELECT every(net2vec_of(s, $b) = v) FROM (SELECT id, net2vec(first(p), first(t), $b) AS v,
          net2vec_summary(p, t) AS s FROM $masks GROUP BY id)"""
        ) shouldBe true
    }

    it("takes b from the summary itself: the paper's balance") {
      val row = sql(s"""SELECT net2vec_of(s, 1 - s.mean_target_share), net2vec_auto_factor(t)
        FROM (SELECT net2vec_summary(p, t) AS s FROM $masks), (SELECT t FROM $masks WHERE id < 4)
        GROUP BY s""").head()
      val b = row.getDouble(1)
      row.getDouble(0) should beWithin(1e-15, (b * 2.25 + (1 - b) * 1.75) / 3)
    }

    it("is NULL where there is nothing, and takes the session's b") {
      sql(s"SELECT net2vec_of(net2vec_summary(p, t), 0.5) FROM $masks WHERE id > 3")
        .head()
        .isNullAt(0) shouldBe true
      withConf("spark.net2vec.factorPosClass" -> "1") {
        cell[Double](s"SELECT net2vec_of(net2vec_summary(p, t)) FROM $masks") shouldBe 0.75
      }
    }

    it("tells what is wrong") {
      val summary = s"SELECT net2vec_summary(p, t) AS s FROM $masks"
      messagesOf(sql(s"SELECT net2vec_of(s, 1.5) FROM ($summary)")) should include(
        ": factor_pos_class is 1.5, but must be in [0, 1]"
      )
      messagesOf(
        sql(s"SELECT net2vec_of(s, b) FROM ($summary), VALUES (2) AS v(b)").collect()
      ) should include(
        "net2vec_of: factor_pos_class is 2.0, but must be in [0, 1]"
      )
      messagesOf(sql(s"SELECT net2vec_of(s, 0.5, 'max') FROM ($summary)")) should include(
        ": reduction is 'max', but must be 'mean' or 'sum'"
      )
      messagesOf(sql("SELECT net2vec_of(1, 0.5)")) should include(
        ": summary is INT, but must be a STRUCT with instances, as net2vec_summary returns it"
      )
    }
  }
}

private object FailsAtFirst {

  /** Hands a value on, but fails the first attempt of every second task. */
  def apply(value: Double): Double = {
    val task = TaskContext.get()
    if (task.attemptNumber() == 0 && task.partitionId() % 2 == 1)
      throw new IllegalStateException("the first attempt fails")
    value
  }
}
