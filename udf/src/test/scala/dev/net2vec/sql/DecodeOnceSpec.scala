package dev.net2vec.sql

import java.nio.file.Files
import org.apache.spark.sql.Row
import org.apache.spark.sql.execution.SparkPlan
import org.apache.spark.sql.execution.adaptive.{AdaptiveSparkPlanExec, QueryStageExec}
import org.scalatest.BeforeAndAfterAll

/** Each pair of masks is decoded and scored once, however many functions of a query ask for it;
  * counted by the event of Java Flight Recorder.
  */
class DecodeOnceSpec extends SparkSpec with CountsDecodings with BeforeAndAfterAll {
  private val rows = 60
  private lazy val directory = Files.createTempDirectory("once").toString

  override protected def beforeAll(): Unit = {
    sql(
      s"""SELECT id, id % 5 AS g, id % 3 AS h, CAST(id AS DOUBLE) AS x, id <> 7 AS whole,
         |array_repeat(float(id % 7 / 7.0), 20) AS p,
         |array_repeat(int(id % 2), IF(id = 7, 19, 20)) AS t FROM range($rows)""".stripMargin
    ).repartition(2).write.parquet(s"$directory/masks")
    val masks = spark.read.parquet(s"$directory/masks")
    masks.createOrReplaceTempView("masks_but_one_valid")
    masks.where("whole").write.parquet(s"$directory/valid")
    spark.read.parquet(s"$directory/valid").createOrReplaceTempView("m")
  }

  override protected def afterAll(): Unit =
    Seq("m", "masks_but_one_valid").foreach(spark.catalog.dropTempView(_))

  private val queries = Seq(
    "SELECT net2vec_mean(p, t) FROM m",
    "SELECT g, net2vec_mean(p, t), net2vec_sum(p, t), net2vec_summary(p, t) FROM m GROUP BY g",
    "SELECT net2vec_mean(p, t), avg(net2vec(p, t)) FROM m",
    "SELECT g, net2vec_mean(p, t), avg(net2vec(p, t)) FROM m GROUP BY g",
    "SELECT net2vec(p, t), net2vec_batch(p, t) FROM m",
    "SELECT net2vec(p, t), try_net2vec(p, t), net2vec_diagnose(p, t), net2vec_counts(p, t) FROM m",
    "SELECT id, net2vec(p, t) FROM m WHERE net2vec(p, t) > 1",
    "SELECT id FROM m WHERE net2vec(p, t) > 1 AND net2vec_loss(p, t) < 5 AND id >= 0",
    "SELECT v FROM (SELECT net2vec(p, t) AS v FROM m) WHERE v > 1",
    "SELECT if(net2vec(p, t) > 4, net2vec(p, t), 0) FROM m",
    "SELECT CASE WHEN net2vec(p, t) > 8 THEN 2 WHEN net2vec(p, t) > 4 THEN 1 ELSE 0 END FROM m",
    "SELECT g, net2vec_statistics(net2vec(p, t)), percentile(net2vec(p, t), 0.5)," +
      " approx_percentile(net2vec(p, t), 0.5) FROM m GROUP BY g",
    "SELECT net2vec_statistics(net2vec(p, t)), collect_list(net2vec(p, t)) FROM m",
    "SELECT g, h, avg(net2vec(p, t)) FROM m GROUP BY CUBE (g, h)",
    "SELECT g, h, net2vec_mean(p, t) FROM m GROUP BY GROUPING SETS ((g), (h), ())",
    "SELECT corr(net2vec(p, t), x) FROM m",
    "SELECT g, regr_slope(net2vec(p, t), x) FROM m GROUP BY g",
    "SELECT id FROM m ORDER BY net2vec(p, t) LIMIT 3",
    "SELECT id, net2vec(p, t) FROM m ORDER BY net2vec(p, t) DESC LIMIT 3",
    "SELECT g, net2vec_mean(p, t) FROM m GROUP BY g HAVING net2vec_mean(p, t) > 1",
    "SELECT g, max_by(id, net2vec(p, t)), min_by(id, net2vec(p, t)) FROM m GROUP BY g",
    "SELECT count(DISTINCT net2vec(p, t)), count(DISTINCT g), net2vec_mean(p, t) FROM m",
    "SELECT DISTINCT net2vec(p, t) FROM m",
    "SELECT rank() OVER (PARTITION BY g ORDER BY net2vec(p, t))," +
      " avg(net2vec(p, t)) OVER (PARTITION BY h) FROM m",
    "SELECT net2vec_mean(p, t, 0.1), net2vec_mean(p, t, 0.9), net2vec_mean(p, t, 0.5, 0.5)," +
      " net2vec_mean(p, t, 0.5, 0.7) FROM m",
    "SELECT net2vec_mean(p, t), mask_set_iou(p, t), mask_curve(p, t) FROM m",
    "SELECT g, mask_curve(p, t), avg(mask_iou(p, t)), net2vec_normalized_mean(p, t) FROM m" +
      " GROUP BY g",
    "SELECT net2vec_diagnose(p, t, map('output_thresh', '0.2,0.7', 'thresholds', 10)) FROM m",
    "SELECT mask_iou(p, t, 0.3), mask_dice(p, t, 0.7), mask_confusion(p, t) FROM m",
    "SELECT net2vec(p, t, 0.5, x), net2vec(p, t, 0.5, x + 1), net2vec(p, t) FROM m",
    "SELECT net2vec_mean(p, t), net2vec_mean(p, t, map('ignore_value', 5))," +
      " net2vec_mean(p, t, map('activation', 'sigmoid', 'target_thresh', 0.5)) FROM m",
    "SELECT net2vec(p, t, map('activation', 'sigmoid')), net2vec(p, t, map('factor_pos_class', 1))," +
      " net2vec_loss(p, t, 0.5, x, map('activation', 'sigmoid')) FROM m WHERE net2vec(p, t) > 0",
    "SELECT id, e, net2vec(p, t) FROM m LATERAL VIEW explode(array(1, 2, 3)) AS e",
    "SELECT a.id, net2vec(a.p, b.t), net2vec_loss(a.p, b.t) FROM m a JOIN m b USING (id)",
    "SELECT m.id, r.id, net2vec(p, t) FROM m JOIN range(5) r ON m.g = r.id",
    "SELECT net2vec_mean(p, t) FILTER (WHERE h = 0), net2vec_mean(p, t) FILTER (WHERE h = 1) FROM m",
    "SELECT count(*) FROM m GROUP BY net2vec(p, t) > 4"
  )

  it("computes functions of grouping columns for each group, beside aggregates of the same pair") {
    for (functions <- Seq("net2vec(p, t)", "net2vec(p, t), net2vec_batch(p, t)[0]"))
      sql(s"SELECT net2vec_mean(p, t), $functions FROM m GROUP BY p, t").collect().foreach { row =>
        row.toSeq.distinct should have size 1
      }
  }

  describe("a pair is decoded once by") {
    for (query <- queries) it(query) {
      decoded(sql(query).collect()) shouldBe rows - 1
    }
  }

  describe("masks that an aggregate chooses") {
    it("are scored for each group") {
      val query =
        """SELECT g, net2vec(first(p), first(t)), net2vec_loss(first(p), first(t)),
          |net2vec_mean(p, t) FROM m GROUP BY g""".stripMargin
      decoded(sql(query).collect()) shouldBe (rows - 1 + 5)
    }
  }

  describe("several options and thresholds") {
    it("give the values that each gives alone") {
      val all = sql(
        "SELECT net2vec(p, t, 0.3, 0), net2vec(p, t, 0.3, 1), net2vec(p, t, 0.3, x / 60) FROM m ORDER BY id"
      ).collect().toSeq
      val each = Seq("0", "1", "x / 60").map { threshold =>
        sql(s"SELECT net2vec(p, t, 0.3, $threshold) FROM m ORDER BY id").collect().map(_.get(0))
      }
      all shouldBe each.transpose.map(Row.fromSeq(_))
    }

    it("give the values that each gives alone, whatever the options") {
      val calls = Seq(
        "net2vec(p, t)",
        "net2vec(p, t, map('activation', 'sigmoid'))",
        "net2vec(p, t, 0.3, x / 60, map('activation', 'sigmoid'))",
        "net2vec(p, t, map('target_thresh', x / 60, 'factor_pos_class', 0.3))",
        "net2vec_diagnose(p, t, map('ignore_value', 0)).message"
      )
      val each = calls.map(call => sql(s"SELECT $call FROM m ORDER BY id").collect().map(_.get(0)))
      val all = sql(calls.mkString("SELECT ", ", ", " FROM m ORDER BY id"))
      all.collect().toSeq shouldBe each.transpose.map(Row.fromSeq(_))
      each.last.toSet should have size 2
    }

    it("are NULL where a threshold is NULL, and wrong where it is NaN") {
      sql("SELECT net2vec(p, t, 0.5, NULLIF(x, x)), net2vec(p, t) IS NULL FROM m LIMIT 1")
        .collect() shouldBe Array(Row(null, false))
      messagesOf(
        sql("SELECT net2vec(p, t, 0.5, double('NaN') * x), net2vec(p, t) FROM m").collect()
      ) should include("net2vec: target_thresh is NaN, but must be a number")
    }
  }

  describe("a row that a filter leaves out") {
    it("is not scored where the filter needs no score") {
      val query = "SELECT net2vec(p, t), net2vec_loss(p, t) FROM m WHERE id < 10 AND whole"
      decoded(sql(query).collect()) shouldBe 9
    }

    it("may be invalid") {
      val kept = sql(
        """SELECT net2vec(p, t), net2vec_batch(p, t) FROM masks_but_one_valid
          |WHERE try_net2vec(p, t) >= 0""".stripMargin
      )
      kept.collect() should have length (rows - 1L)
      messagesOf(
        sql("SELECT net2vec(p, t), net2vec_batch(p, t) FROM masks_but_one_valid").collect()
      ) should include(
        "net2vec: prediction has shape 20 and target 19, but both must have the same"
      )
    }

    it("is not read by an expression that fails on it") {
      val query =
        """SELECT CASE WHEN whole THEN net2vec(p, transform(t, v -> 1 / v * v)) END,
          |CASE WHEN whole THEN net2vec_loss(p, transform(t, v -> 1 / v * v)) END
          |FROM (SELECT p, t, t[0] <> 0 AS whole FROM m)""".stripMargin
      sql(query).collect() should have length (rows - 1L)
    }
  }

  describe("masks that an outer join does not find") {
    it("are NULL in every function") {
      val found = sql(
        """SELECT net2vec(p, t), net2vec_diagnose(p, t).reason
          |FROM range(2) r LEFT JOIN (SELECT * FROM m WHERE net2vec(p, t) > 0) m ON r.id = m.id + 1
          |ORDER BY r.id""".stripMargin
      )
      found.collect().head shouldBe Row(null, "NULL_MASK")
    }
  }

  describe("no mask is carried") {
    def nodes(plan: SparkPlan): Seq[SparkPlan] = plan match {
      case adaptive: AdaptiveSparkPlanExec => nodes(adaptive.executedPlan)
      case stage: QueryStageExec           => nodes(stage.plan)
      case node                            => node +: node.children.flatMap(nodes)
    }

    for (
      query <- queries.filter(query => query.contains("ORDER") || query.contains("GROUP")) ++ Seq(
        "SELECT net2vec(p, t), x FROM m JOIN (SELECT id % 100 AS g2 FROM range(100)) ON g = g2"
      )
    ) it(s"through a sort, a shuffle or an aggregate by $query") {
      withConf("spark.sql.autoBroadcastJoinThreshold" -> "-1") {
        val carrying = nodes(sql(query).queryExecution.executedPlan).filter { node =>
          Seq("Exchange", "Sort", "Aggregate", "Expand", "Window", "TakeOrdered")
            .exists(node.nodeName.contains) &&
          node.children.exists(_.output.exists(column => Set("p", "t")(column.name)))
        }
        val hashed = carrying.filterNot(_.nodeName == "HashAggregate")
        hashed shouldBe empty
      }
    }
  }

  describe("a query with one use") {
    it("has the plan that it would have without the rule") {
      for (
        query <- Seq(
          "SELECT net2vec_mean(p, t) FROM m",
          "SELECT id, net2vec(p, t) FROM m WHERE id > 3",
          "SELECT g, sum(net2vec(p, t)) FROM m GROUP BY g"
        )
      ) sql(query).queryExecution.optimizedPlan.toString should not include "AS confusion"
    }
  }
}
