package dev.net2vec.job.benchmark

import dev.net2vec.job.JobSpec

/** Runs the benchmark on tiny data, and checks that its contenders agree. */
class BenchmarkSpec extends JobSpec {
  private def cells(table: String): Seq[Seq[String]] =
    table.linesIterator.map(_.split('|').toSeq.map(_.trim).drop(1)).toSeq

  describe("the benchmark") {
    it("measures contenders that give the same mean") {
      val pairs = Pairs(100, 8, 10, newDirectory())
      pairs.write(spark)
      for (layout <- pairs.layouts) {
        val contenders = Contender.all(spark, pairs, layout, None)
        val means = contenders.filter(_.rows == pairs.rows).map(_.run()).filterNot(_.isNaN)
        means.size should be >= (if (layout == Layout.Npy) 3 else 4)
        means.foreach(_ shouldBe means.head +- 1e-6)
        contenders.filter(_.rows == pairs.fewRows).foreach(_.run() shouldBe means.head +- 10)
      }
    }

    it("prints each contender's time by layout, ÷ ours") {
      val table = cells(PairsTable.of(spark, Pairs(100, 8, 10, newDirectory()), 1, None))
      table.head.tail shouldBe Seq("1-D arrays", "2-D arrays", "NPY")
      table.find(_.head == Contender.ours).get.tail shouldBe Seq("1.00", "1.00", "1.00")
      table.map(_.head) should contain allOf (
        "the job by group",
        "boxed Seq UDF",
        "ours ÷ best scan"
      )
    }

    it("prints how ours grows with rows, cores, groups and pixels") {
      val table = cells(ScalingTable.of(spark, 100, 1, newDirectory()))
      table.drop(2).foreach(row => row(1).toDouble should be > 0.0)
      table.map(_.head) should contain("1 core ÷ 2 cores")
    }
  }
}
