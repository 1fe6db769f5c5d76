package dev.net2vec.sql

import scala.jdk.CollectionConverters._

/** What users find without leaving Spark, and that it is true. */
class DescribeSpec extends SparkSpec {
  private val names = Net2VecExtensions.FUNCTIONS.asScala.map(_.name).toSeq

  describe("the registry") {
    it("has every promised function") {
      names should contain allOf (
        "net2vec",
        "net2vec_loss",
        "try_net2vec",
        "net2vec_batch",
        "net2vec_counts",
        "net2vec_mean",
        "net2vec_sum",
        "net2vec_reduce"
      )
      sql("SHOW FUNCTIONS")
        .collect()
        .map(_.getString(0)) should contain allElementsOf names
    }
  }

  names.foreach { name =>
    describe(s"DESCRIBE FUNCTION EXTENDED $name") {
      lazy val text =
        sql(s"DESCRIBE FUNCTION EXTENDED $name").collect().map(_.getString(0)).mkString("\n")

      it("tells usage, arguments, examples and since") {
        text should include(s"Function: $name")
        text should include(s"Usage: $name(")
        Seq("Arguments:", "Examples:", "Since: 0.1.0").foreach(part => text should include(part))
      }

      it("has examples that print what they say") {
        val examples = "      > (.*);\n       (.*)".r
          .findAllMatchIn(text)
          .map(m => (m.group(1), m.group(2)))
          .toList
        examples should not be empty
        examples.foreach { case (query, result) => HiveRows(sql(query)) shouldBe Seq(result) }
      }
    }
  }
}
