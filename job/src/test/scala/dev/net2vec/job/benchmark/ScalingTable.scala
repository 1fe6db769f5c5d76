package dev.net2vec.job.benchmark

import java.nio.file.Path
import org.apache.spark.sql.SparkSession

/** The job with more of everything: rows, cores, groups and pixels. */
object ScalingTable {
  def of(spark: SparkSession, groups: Long, rounds: Int, directory: Path): String = {
    val pixels = groups * 50
    val sides = Seq(14, 112, 1024, 2048).map(side =>
      Pairs(
        math.max(1, pixels / side / side),
        side,
        4,
        directory.resolve(s"$side")
      ).dataset(spark, Layout.Flat)
    )
    val small = Pairs(groups * 4, 7, 4, directory.resolve("groups")).dataset(spark, Layout.Flat)
    scored(spark, small)
    val contenders =
      sides.map(pairs => ours(s"side ${pairs.side}", pairs, spark, files(pairs))) ++ Seq(
        ours("once", sides(1), spark, files(sides(1))),
        ours("8 times", sides(1), spark, Seq.fill(8)(files(sides(1))).mkString(" UNION ALL "), 8),
        ours("1 core", sides(1), spark, s"SELECT /*+ COALESCE(1) */ * FROM (${files(sides(1))})"),
        by("10 groups", small, spark, "net2vec_mean(prediction, target)", files(small), "id % 10"),
        by("all groups", small, spark, "net2vec_mean(prediction, target)", files(small), "grp"),
        by("avg", small, spark, "avg(value)", s"SELECT * FROM parquet.`${values(small)}`", "grp"),
        Contender("scan", small.rows, () => SparkTools.readOnly(spark, small.path, 4096))
      )
    val best = Rounds.best(contenders, rounds).map { case (contender, time) =>
      contender.name -> time.wall / contender.rows
    }
    def ratio(a: Double, b: Double): String = f"${a / b}%.3g"
    Markdown.table(
      Seq("ours", "ratio"),
      sides.map { pairs =>
        val perPixel = (side: Int) => best(s"side $side") / side / side
        Seq(
          s"time a pixel at ${pairs.side}×${pairs.side} ÷ at 112×112",
          ratio(perPixel(pairs.side), perPixel(112))
        )
      } ++ Seq(
        Seq("time a row, 8 times the rows ÷ once", ratio(best("8 times"), best("once"))),
        Seq("1 core ÷ 2 cores", ratio(best("1 core"), best("once"))),
        Seq(s"$groups groups of 4 ÷ 10 groups", ratio(best("all groups"), best("10 groups"))),
        Seq(
          s"$groups groups of 4 ÷ (avg of a stored DOUBLE by them + the scan)",
          ratio(best("all groups"), best("avg") + best("scan"))
        )
      )
    )
  }

  private def files(pairs: Dataset): String = s"SELECT * FROM parquet.`${pairs.path}`"

  private def ours(
      name: String,
      pairs: Dataset,
      spark: SparkSession,
      from: String,
      times: Int = 1
  ) =
    Contender(
      name,
      pairs.rows * times,
      () => SparkTools.one(spark, s"SELECT net2vec_mean(prediction, target) FROM ($from)")
    )

  private def by(
      name: String,
      pairs: Dataset,
      spark: SparkSession,
      mean: String,
      from: String,
      key: String
  ) =
    Contender(
      name,
      pairs.rows,
      () =>
        SparkTools.one(spark, s"SELECT avg(m) FROM (SELECT $mean AS m FROM ($from) GROUP BY $key)")
    )

  private def values(pairs: Dataset): String = s"${pairs.path}-values"

  private def scored(spark: SparkSession, pairs: Dataset): Unit =
    spark
      .sql(s"SELECT grp, net2vec(prediction, target) AS value FROM (${files(pairs)})")
      .write
      .parquet(values(pairs))
}
