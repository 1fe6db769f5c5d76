package dev.net2vec.sql

import dev.net2vec.sql.expression.ConfusionCall

import java.nio.file.Files
import org.apache.spark.sql.DataFrame
import org.apache.spark.sql.execution.{
  ExpandExec,
  FileSourceScanExec,
  SparkPlan,
  WholeStageCodegenExec
}
import org.apache.spark.sql.execution.adaptive.AdaptiveSparkPlanHelper
import org.apache.spark.sql.execution.aggregate.HashAggregateExec

/** What the plans promise: masks are read once, scored once, in generated code. */
class PlanSpec extends SparkSpec with AdaptiveSparkPlanHelper {

  private lazy val masks: String = {
    val directory = Files.createTempDirectory("net2vec-plan").resolve("masks.parquet").toString
    spark
      .range(200)
      .selectExpr(
        "id",
        "concat('concept ', id % 3) AS concept",
        "transform(sequence(1, 4), i -> transform(sequence(1, 5), j -> cast(((id + i * j) % 11) / 10 AS FLOAT))) AS prediction",
        "transform(sequence(1, 4), i -> transform(sequence(1, 5), j -> cast((id + i + j) % 2 AS SMALLINT))) AS target"
      )
      .repartition(2)
      .write
      .parquet(directory)
    spark.read.parquet(directory).createOrReplaceTempView("plan_masks")
    "plan_masks"
  }

  private def executed(query: String): DataFrame = {
    val frame = sql(query)
    frame.collect()
    frame
  }

  private def plan(frame: DataFrame): SparkPlan = frame.queryExecution.executedPlan

  private def generatedCode(frame: DataFrame): Seq[String] =
    collectWithSubqueries(plan(frame)) { case stage: WholeStageCodegenExec =>
      stage.doCodeGen()._2.body
    }

  private def occurrences(text: String, part: String): Int =
    text.sliding(part.length).count(_ == part)

  /** Calls of the kernel, by the class of the record that generated code calls. */
  private def kernelCalls(frame: DataFrame): Int = {
    val stages = collectWithSubqueries(plan(frame)) { case stage: WholeStageCodegenExec =>
      stage.doCodeGen()
    }
    stages.map { case (context, code) =>
      val calls = context.references.zipWithIndex.collect { case (_: ConfusionCall, index) =>
        index
      }
      calls.map(index => occurrences(code.body, s"references[$index]")).sum
    }.sum
  }

  describe("the reductions of one query") {
    lazy val grouped = executed(
      s"SELECT concept, net2vec_mean(prediction, target), net2vec_mean(prediction, target, 0.9), net2vec_sum(prediction, target) FROM $masks GROUP BY concept"
    )

    it("read the masks in one scan") {
      collectWithSubqueries(plan(grouped)) { case scan: FileSourceScanExec =>
        scan
      } should have length 1
      collectWithSubqueries(plan(grouped)) { case expand: ExpandExec => expand } shouldBe empty
    }

    it("decode and score each pair once, whatever is asked of it") {
      kernelCalls(grouped) shouldBe 1
    }

    it("aggregate by hash in generated code, with no mask in the shuffle") {
      val aggregates = collectWithSubqueries(plan(grouped)) { case aggregate: HashAggregateExec =>
        aggregate
      }
      aggregates should have length 2
      aggregates.foreach(_.output.map(_.name) should contain noneOf ("prediction", "target"))
      val generated = collectWithSubqueries(plan(grouped)) {
        case stage: WholeStageCodegenExec
            if stage.child.exists(_.isInstanceOf[HashAggregateExec]) =>
          stage
      }
      generated should have length 2
    }
  }

  describe("a scalar call") {
    it("is made from generated code with a primitive threshold") {
      val scored = executed(s"SELECT net2vec(prediction, target) FROM $masks")
      val code = generatedCode(scored).mkString
      code should include(".invoke(")
      code should not include "Double.valueOf"
      kernelCalls(scored) shouldBe 1
    }

    it("is evaluated once where a query uses it several times") {
      val used = executed(
        s"SELECT net2vec(prediction, target) AS a, net2vec(prediction, target) * 2 AS b, net2vec_loss(prediction, target) AS c, net2vec_counts(prediction, target) AS d FROM $masks"
      )
      kernelCalls(used) shouldBe 1
    }

    it("is made once for every b") {
      val several = executed(
        s"SELECT net2vec(prediction, target, 0.1), net2vec(prediction, target, 0.5), net2vec(prediction, target, 0.9) FROM $masks"
      )
      kernelCalls(several) shouldBe 1
    }
  }

  describe("masks") {
    it("give the same values from column vectors, row by row, after a shuffle and from a cache") {
      val query = s"SELECT id, net2vec(prediction, target, 0.3) FROM %s ORDER BY id"
      val expected = sql(query.format(masks)).collect()
      sql(query.format(s"(SELECT /*+ REPARTITION(3) */ * FROM $masks)")).collect() shouldBe expected
      withConf("spark.sql.parquet.enableVectorizedReader" -> "false") {
        sql(query.format(masks)).collect() shouldBe expected
      }
      withConf("spark.sql.columnVector.offheap.enabled" -> "true") {
        sql(query.format(masks)).collect() shouldBe expected
      }
      val cached = spark.table(masks).cache()
      try {
        cached.createOrReplaceTempView("plan_masks_cached")
        sql(query.format("plan_masks_cached")).collect() shouldBe expected
      } finally cached.unpersist(true)
      locally {
        val local = spark.table(masks).collect()
        spark
          .createDataFrame(java.util.Arrays.asList(local: _*), spark.table(masks).schema)
          .createOrReplaceTempView("plan_masks_local")
        sql(query.format("plan_masks_local")).collect() shouldBe expected
      }
    }
  }
}
