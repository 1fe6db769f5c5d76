package dev.net2vec.job.benchmark

import org.apache.spark.sql.SparkSession

/** The times of all contenders relative to this project's, by layout. */
object PairsTable {
  def of(spark: SparkSession, pairs: Pairs, rounds: Int, pandas: Option[Pandas]): String = {
    pairs.write(spark)
    val times = pairs.layouts.map { layout =>
      Rounds.best(Contender.all(spark, pairs, layout, pandas), rounds)
    }
    def row(name: String)(cell: Map[String, Double] => Option[String]): Seq[String] =
      name +: times.map(cell(_).getOrElse(""))
    val ratios = times
      .flatMap(_.keys)
      .distinct
      .map(name =>
        row(name)(best => best.get(name).map(time => f"${time / best(Contender.ours)}%.2f"))
      )
    Markdown.table(
      Seq(s"${pairs.rows} pairs of ${pairs.side}×${pairs.side}, ÷ ours") ++ pairs.layouts.map(
        _.name
      ),
      ratios.sortBy(_(1).toDouble) ++ Seq(
        row("ours ÷ best scan")(best =>
          Some(f"${best(Contender.ours) / best(Contender.scan)}%.2f")
        ),
        row("ours by group ÷ best scan")(best =>
          Some(f"${best(Contender.grouped) / best(Contender.scan)}%.2f")
        ),
        row("ours, µs a pair")(best => Some(f"${best(Contender.ours)}%.1f"))
      )
    )
  }
}
