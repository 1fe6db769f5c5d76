package dev.net2vec.job.benchmark

import dev.net2vec.job.JobSpec

/** Runs the benchmark on tiny data, in one layout. CI adds the others, and the contenders in
  * Python.
  */
class BenchmarkSpec extends JobSpec {
  private def cells(table: String): Seq[Seq[String]] =
    table.linesIterator.map(_.split('|').toSeq.map(_.trim).drop(1)).toSeq

  private def kinds: Seq[Pairs] =
    Seq(Noise, Maps).map(kind => Pairs(100, 8, 10, newDirectory().resolve(kind.name), kind))

  private def tools: Seq[Tool] =
    new SparkTools(spark).all(Seq(16, 32)).map(_.copy(start = None))

  describe("the benchmark") {
    for (layout <- Seq(Layout.Npy))
      it(s"prints what each contender takes and its error, ${layout.name}") {
        val header :: _ :: rows =
          cells(new PairsTable(spark, kinds, tools, 1).of(layout)).toList: @unchecked
        header shouldBe Seq(
          s"100 pairs of 8×8, ${layout.name}",
          "start, s",
          "query, s",
          "noise, µs a pair",
          "maps, µs a pair",
          "error"
        )
        val contenders =
          tools.filter(_.layouts(layout)).map(_.name).distinct
        rows.map(_.head.replaceAll(" \\([0-9]+ pairs\\)", "")) should contain theSameElementsAs
          contenders
        val scored = rows.filterNot(_.head == SparkTools.scan)
        scored.foreach(_.last.toDouble should be < Tool.float)
        scored.filter(_.head.contains("net2vec_mean")).foreach(_.last.toDouble should be < 1e-15)
      }

    for (layout <- Seq(Layout.Coco))
      it(s"scores small predictions with large targets, ${layout.name}") {
        val pairs = Pairs(20, 31, 10, newDirectory().resolve("small"), Activations)
        val header :: _ :: rows =
          cells(new PairsTable(spark, Seq(pairs), tools, 1).of(layout)).toList: @unchecked
        header.head shouldBe s"20 pairs of 14×14 with targets of 31×31, ${layout.name}"
        rows should not be empty
        rows.filterNot(_.head.contains("enlarged")).foreach(_.last.toDouble should be < 1e-15)
      }

    it("fails if a contender's mean is not the exact one") {
      val wrong = Tool("wrong", Set(Layout.Npy), 1e-4, _ => 1000)
      val table = new PairsTable(spark, kinds, Seq(wrong), 1)
      val thrown = the[RuntimeException] thrownBy table.of(Layout.Npy)
      thrown.getMessage should startWith("wrong is off by ")
    }

    it("compares with a mean that has no rounding errors") {
      val prediction = Array(Array(0.25f, 1f), Array(0.5f, 0.125f))
      val target = Array(Array[Short](1, 0), Array[Short](1, 0))
      Exact.twice(Pair(0, 0, prediction, target)) shouldBe BigDecimal(1.625) * Exact.unit
      val pairs = kinds.last
      val means = spark.read
        .parquet(pairs.dataset(spark, Layout.Flat).path)
        .orderBy("id")
        .selectExpr(
          "aggregate(zip_with(prediction, target, (o, t) -> IF(t > 0, o, 1 - cast(o AS DOUBLE)))," +
            " 0D, (sum, item) -> sum + item) / 2"
        )
        .collect()
        .map(_.getDouble(0))
      pairs.exact(spark) shouldBe means.sum / means.length +- 1e-12
      pairs.exact(spark, 1) shouldBe means.head +- 1e-12
    }

    it("counts the core-seconds of this process and of its children") {
      val before = CoreTime.own.seconds()
      val busy = new ProcessBuilder("sh", "-c", "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done")
        .start()
      busy.waitFor() shouldBe 0
      CoreTime.own.seconds() should be > before
      CoreTime.machine.seconds() should be > CoreTime.own.seconds()
    }

    it("prints how ours grows with rows, cores, groups and pixels") {
      val table = cells(ScalingTable.of(spark, 100, 1, newDirectory()))
      table.drop(2).foreach(row => row(1).toDouble should be > 0.0)
      table.map(_.head) should contain("1 core ÷ 2 cores")
    }
  }
}
