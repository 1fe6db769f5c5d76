package dev.net2vec.job.benchmark

object Markdown {
  def table(header: Seq[String], rows: Seq[Seq[String]]): String =
    (header +: header.map(_ => "---") +: rows).map(_.mkString("| ", " | ", " |\n")).mkString
}
