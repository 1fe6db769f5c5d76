package dev.net2vec.job

import java.nio.file.Files

import org.apache.spark.sql.Row

/** Runs whose pages are read. */
abstract class ReportPages extends JobSpec {
  protected val schema =
    "instance STRING, concept STRING, prediction ARRAY<FLOAT>, target ARRAY<INT>"

  /** Instances of three groups, whose values differ. */
  protected def instances(name: String => String, shift: Int => Float = _ => 0): Seq[Row] =
    for (i <- 0 until 24) yield {
      val prediction = Seq(i / 32f + shift(i), 0.5f, (i * 7 % 24) / 32f, 0.125f)
      Row(name(s"i$i"), name(Seq("cat", "dog", "tree")(i % 3)), prediction, Seq(1, 0, 1, 0))
    }

  protected lazy val masks = dataset(schema)(instances(identity): _*)

  protected def page(arguments: String*): String = {
    val file = newDirectory().resolve("page.html")
    val run = net2vecEval(Seq("report") ++ arguments :+ s"--file=$file": _*)
    withClue(run.err) { run.exitCode shouldBe 0 }
    run.out shouldBe ""
    run.err should include(s"The report is in $file")
    Files.readString(file)
  }

  /** The texts of the cells of a table's rows. */
  protected def rows(html: String, table: String): Seq[Seq[String]] = {
    val body = html.split(s"""<table id="$table"""", 2)(1).split("</table>", 2)(0)
    "(?s)<tr>(<td.*?)</tr>".r.findAllMatchIn(body).toSeq.map { row =>
      "(?s)<td[^>]*>(.*?)</td>".r
        .findAllMatchIn(row.group(1))
        .map(_.group(1).replaceAll("(?s)<svg.*?</svg>", "").trim)
        .toSeq
    }
  }

  protected def headings(html: String) =
    "<h2[^>]*>(.*?)</h2>".r.findAllMatchIn(html).map(_.group(1)).toSeq
}
