package dev.net2vec.job.benchmark

import org.apache.spark.sql.SparkSession

/** What each contender takes to score the same pairs, and how far it is from the exact mean.
  *
  * @param kinds
  *   pairs of the same size and number
  */
final class PairsTable(spark: SparkSession, kinds: Seq[Pairs], tools: Seq[Tool], rounds: Int) {
  private val (rows, side) = (kinds.head.rows, kinds.head.side)
  private val small = kinds.head.predictions.side(side)
  private val sizes =
    if (small == side) s"$side×$side" else s"$small×$small with targets of $side×$side"

  /** Writes the pairs in a layout, and deletes them afterwards. */
  def of(layout: Layout): String =
    try {
      val lines = scores(layout).groupBy(_.tool.name).toSeq.sortBy(_._2.map(_.core).min)
      Markdown.table(
        Seq(s"$rows pairs of $sizes, ${layout.name}", "start, s", "query, s") ++
          kinds.map(_.predictions.name + ", µs a pair") ++ Seq("error"),
        lines.map { case (name, scores) =>
          Seq(name + few(scores.head), start(scores), query(scores)) ++
            kinds.map(kind => perPair(scores.filter(_.pairs == kind))) ++ Seq(error(scores))
        }
      )
    } finally kinds.foreach(_.delete())

  private def chosen(layout: Layout): Seq[Tool] =
    tools.filter(tool => tool.layouts(layout) && (tool.resizes || small == side))

  private def scores(layout: Layout): Seq[Score] = {
    val runs = for (tool <- chosen(layout); pairs <- kinds) yield {
      val stored = tool.instead.getOrElse(layout)
      val all = pairs.dataset(spark, stored, tool.rows(pairs.rows))
      val one = pairs.dataset(spark, stored, 1)
      (tool, pairs, tool.on(all), tool.on(one), tool.started(one).filter(_ => pairs == kinds.head))
    }
    val exact =
      runs
        .flatMap(run => Seq(run._2 -> run._3.rows, run._2 -> 1L))
        .distinct
        .map { case (pairs, first) =>
          (pairs, first) -> pairs.exact(spark, first)
        }
        .toMap
    val all = Rounds.best(runs.map(_._3), rounds)
    val one = Rounds.best(runs.map(_._4), rounds)
    val started = Rounds.best(runs.flatMap(_._5), rounds)
    runs.map { case (tool, pairs, onAll, onOne, onStart) =>
      val errors = Seq(onAll -> all(onAll), onOne -> one(onOne)).map { case (contender, best) =>
        val mean = exact(pairs -> contender.rows)
        math.abs(best.value - mean) / mean
      }
      val score =
        Score(tool, pairs, onAll.rows, all(onAll), one(onOne), onStart.map(started), errors.max)
      score.check()
      score
    }
  }

  private def few(score: Score): String =
    if (score.tool.oneOf > 1) s" (${score.rows} pairs)" else ""

  private def start(scores: Seq[Score]): String =
    scores.flatMap(_.started).reduceOption(_ min _).fold("")(PairsTable.seconds)

  private def query(scores: Seq[Score]): String =
    PairsTable.seconds(scores.map(_.one).reduce(_ min _))

  private def perPair(scores: Seq[Score]): String =
    f"${scores.map(_.wall).min}%,.0f (${scores.map(_.core).min}%,.0f)"

  private def error(scores: Seq[Score]): String = scores.map(_.error).max match {
    case error if error.isNaN => ""
    case error                => f"$error%.0e"
  }
}

private object PairsTable {
  def seconds(best: Best): String = f"${best.wall}%.2f (${best.core}%.2f)"
}

/** @param all
  *   the time for all rows
  * @param one
  *   the time for one row: what a query takes whatever it reads
  * @param error
  *   the largest relative error
  */
private final case class Score(
    tool: Tool,
    pairs: Pairs,
    rows: Long,
    all: Best,
    one: Best,
    started: Option[Best],
    error: Double
) {

  /** µs a row on the clock, without what one row takes. */
  def wall: Double = (all.wall - one.wall) * 1e6 / math.max(1, rows - 1)

  /** µs a row of a core, without what one row takes. */
  def core: Double = (all.core - one.core) * 1e6 / math.max(1, rows - 1)

  def check(): Unit = if (error > tool.error)
    sys.error(s"${tool.name} is off by $error of the exact mean, but must be within ${tool.error}")
}
