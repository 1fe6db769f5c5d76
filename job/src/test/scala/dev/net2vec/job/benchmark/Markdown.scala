package dev.net2vec.job.benchmark

object Markdown {
  def table(rows: Seq[Seq[String]]): String = {
    val lines = rows.map(_.mkString("| ", " | ", " |"))
    (lines.head +: rows.head.map(_ => "---").mkString("|", "|", "|") +: lines.tail)
      .mkString("", "\n", "\n")
  }
}
