package dev.net2vec.sql

import dev.net2vec.sql.Net2VecFunctions._
import org.apache.spark.sql.functions.{col, lit}

/** The DataFrame API is the SQL functions by other means. */
class ColumnFunctionsSpec extends SparkSpec {
  private lazy val masks = sql("SELECT array(0.25d, 1.0d) AS p, array(5, 6) AS t")
  private val p = col("p")
  private val t = col("t")

  describe("the Column functions") {
    it("score") {
      masks.select(net2vec(p, t)).head().getDouble(0) shouldBe 0.625
      masks.select(net2vec(p, t, lit(1))).head().getDouble(0) shouldBe 1.25
      masks.select(net2vec(p, t, lit(0.5), lit(5))).head().getDouble(0) shouldBe 0.875
      masks.select(net2vecLoss(p, t)).head().getDouble(0) shouldBe -0.625
      masks.select(tryNet2vec(p, p, lit(1), lit(-1))).head().getDouble(0) shouldBe 1.25
      masks.select(tryNet2vec(t, t)).head().isNullAt(0) shouldBe true
      masks.select(net2vecBatch(p, t)).head().getSeq[Double](0) shouldBe Seq(0.625)
      masks
        .select(net2vecCounts(p, t, lit(5)))
        .select("*")
        .head()
        .getStruct(0)
        .getLong(1) shouldBe 1L
      masks.select(net2vecDiagnose(t, p)).head().getStruct(0).getString(0) shouldBe "OUT_OF_RANGE"
    }

    it("reduce") {
      masks.agg(net2vecMean(p, t), net2vecSum(p, t), net2vecReduce(p, t)).head().toSeq shouldBe Seq(
        0.625,
        0.625,
        0.625
      )
    }
  }
}
