package dev.net2vec.sql

import java.nio.file.{Files, Path}

/** The SQL of the documents does what they show: each statement's rows stand below it. */
class ReadmeSpec extends SparkSpec {
  private val root = Path.of(sys.props("maven.multiModuleProjectDirectory"))

  private case class Statement(text: String, rows: Seq[String])

  private def text(document: String): String = Files.readString(root.resolve(document))

  /** The statements of all ```sql fences, in order. */
  private def statements(document: String): Seq[Statement] = {
    val fenced =
      "(?sm)^```sql\n(.*?)^```".r.findAllMatchIn(text(document)).map(_.group(1)).mkString
    val parts = fenced.split("(?<=;)\n").toSeq
    parts.filter(_.nonEmpty).foldLeft(Vector.empty[Statement]) { (all, part) =>
      val (rows, rest) = part.split("\n").toSeq.span(_.startsWith("--"))
      val known =
        if (rows.isEmpty) all
        else all.init :+ all.last.copy(rows = rows.map(_.stripPrefix("--").trim))
      if (rest.isEmpty) known else known :+ Statement(rest.mkString("\n").stripSuffix(";"), Nil)
    }
  }

  /** Each row of a table as its cells. */
  private def tableRows(document: String, heading: String): Seq[Seq[String]] =
    text(document).linesIterator
      .dropWhile(_ != heading)
      .dropWhile(!_.startsWith("|"))
      .takeWhile(_.startsWith("|"))
      .drop(2)
      .map(_.stripPrefix("|").stripSuffix("|").split("\\|").toSeq.map(_.trim))
      .toSeq

  Seq("README.md", "udf/README.md", "job/README.md").foreach { document =>
    describe(s"the SQL of $document") {
      lazy val session = spark.newSession()

      statements(document).zipWithIndex.foreach { case (statement, index) =>
        it(s"${index + 1}. ${statement.text.linesIterator.next()} …") {
          val query = statement.text.replace("'job/sample'", s"'${root.resolve("job/sample")}'")
          HiveRows(session.sql(query)).map(_.replace("\t", "  ")) shouldBe statement.rows
        }
      }
    }
  }

  describe("README.md") {
    it("shows SQL, in 200 lines at most") {
      statements("README.md").size should be >= 3
      text("README.md").linesIterator.size should be <= 200
    }
  }

  describe("udf/README.md") {
    it("shows SQL") {
      statements("udf/README.md").size should be >= 10
    }

    it("has a row of every function, with its arguments") {
      val functions =
        sql("SHOW FUNCTIONS LIKE 'net2vec*|try_net2vec*|mask_*|try_mask_*'")
          .collect()
          .map(_.getString(0))
      val usages = functions.map { name =>
        val described = sql(s"DESCRIBE FUNCTION $name").collect().map(_.getString(0))
        described
          .collectFirst { case line if line.startsWith("Usage: ") => line }
          .get
          .stripPrefix("Usage: ")
          .replaceFirst("\\) - (?s).*", ")")
      }
      val rows = tableRows("udf/README.md", "## Functions")
      rows.map(cells =>
        s"${cells(0)}(${cells(1)})".replace("`", "")
      ) should contain theSameElementsAs usages
    }

    it("names settings, and their defaults") {
      val rows = tableRows("udf/README.md", "## Settings").map(_.map(_.replace("`", "")))
      rows.size should be >= 7
      for (Seq(key, default, _) <- rows) {
        val value = if (key.endsWith(".ignoreValue")) "nan" else default
        withConf(key -> value) {
          withClue(key)(cell[Double]("SELECT net2vec_reduce(array(0.5), array(1))") shouldBe 0.25)
        }
      }
    }
  }
}
