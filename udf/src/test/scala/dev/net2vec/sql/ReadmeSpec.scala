package dev.net2vec.sql

import java.nio.file.{Files, Path}

/** What the README shows of SQL is what Spark prints: each statement's rows stand below it. */
class ReadmeSpec extends SparkSpec {
  private val root = Path.of(sys.props("maven.multiModuleProjectDirectory"))
  private val readme = Files.readString(root.resolve("README.md"))

  private case class Statement(text: String, rows: Seq[String])

  /** The statements of all ```sql fences, in order. */
  private val statements: Seq[Statement] = {
    val fenced = "(?s)```sql\n(.*?)```".r.findAllMatchIn(readme).map(_.group(1)).mkString
    val parts = fenced.split("(?<=;)\n").toSeq
    parts.foldLeft(Vector.empty[Statement]) { (all, part) =>
      val (rows, rest) = part.split("\n").toSeq.span(_.startsWith("--"))
      val known =
        if (rows.isEmpty) all
        else all.init :+ all.last.copy(rows = rows.map(_.stripPrefix("--").trim))
      if (rest.isEmpty) known else known :+ Statement(rest.mkString("\n").stripSuffix(";"), Nil)
    }
  }

  describe("the README's SQL") {
    it("is there") {
      statements.size should be >= 5
    }

    statements.zipWithIndex.foreach { case (statement, index) =>
      it(s"${index + 1}. ${statement.text.linesIterator.next()} …") {
        val query = statement.text.replace("'job/sample'", s"'${root.resolve("job/sample")}'")
        val rows = HiveRows(sql(query))
        rows.map(_.replace("\t", "  ")) shouldBe statement.rows
      }
    }
  }
}
