package dev.net2vec.sql

/** What the scalar functions return for valid masks. */
class ScalarFunctionsSpec extends SparkSpec {

  describe("net2vec") {
    it("weighs true positives by b and true negatives by 1 - b") {
      cell[Double]("SELECT net2vec(array(0.25d, 1.0d), array(0, 1))") shouldBe 0.875
      cell[Double]("SELECT net2vec(array(0.25d, 1.0d), array(0, 1), 0)") shouldBe 0.75
      cell[Double]("SELECT net2vec(array(0.25d, 1.0d), array(0, 1), 1)") shouldBe 1.0
    }

    it("takes a pixel for foreground where the target is strictly above the threshold") {
      cell[Double]("SELECT net2vec(array(0.25d, 1.0d), array(5, 6), 1, 5)") shouldBe 1.0
      cell[Double]("SELECT net2vec(array(0.25d, 1.0d), array(5, 6), 1, 4.9)") shouldBe 1.25
      cell[Double]("SELECT net2vec(array(0.25d, 1.0d), array(-1, 0), 1, -0.5)") shouldBe 1.0
    }

    it("compares FLOAT targets with the threshold as the numbers they are, not rounded alike") {
      def foreground(thresh: String) =
        cell[Long](s"SELECT net2vec_counts(array(1.0), array(0.1f), $thresh).target_pixels")
      foreground("0.1") shouldBe 1
      foreground("CAST(0.1f AS DOUBLE)") shouldBe 0
      foreground("0.1f") shouldBe 0
      withConf("spark.net2vec.targetThresh" -> "0.10000000149011612") {
        cell[Long]("SELECT net2vec_counts(array(1.0), array(0.1f)).target_pixels") shouldBe 0
      }
    }

    it("needs nothing but the library, with float masks too") {
      cell[Double]("SELECT net2vec(array(0.2f, 0.9f), array(0, 1))") shouldBe 0.85 +- 1e-7
    }

    for {
      prediction <- Seq(
        "FLOAT",
        "DOUBLE",
        "DECIMAL(10, 4)",
        "TINYINT",
        "SMALLINT",
        "INT",
        "BIGINT",
        "BOOLEAN"
      )
      target <- Seq(
        "FLOAT",
        "DOUBLE",
        "DECIMAL(10, 4)",
        "TINYINT",
        "SMALLINT",
        "INT",
        "BIGINT",
        "BOOLEAN"
      )
    } it(s"reads predictions of $prediction and targets of $target") {
      cell[Double](s"""SELECT net2vec(
        cast(array(1, 0, 1, 0) AS ARRAY<$prediction>),
        cast(array(1, 1, 0, 0) AS ARRAY<$target>), 0.75)""") shouldBe 1.0
    }

    it("reads masks of rank 1 to 4 that hold one instance") {
      cell[Double]("SELECT net2vec(array(0.25d, 1.0d), array(0, 1))") shouldBe 0.875
      cell[Double](
        "SELECT net2vec(array(array(0.25d), array(1.0d)), array(array(0), array(1)))"
      ) shouldBe 0.875
      cell[Double](
        "SELECT net2vec(array(array(array(0.25d, 1.0d))), array(array(array(0, 1))))"
      ) shouldBe 0.875
      cell[Double](
        "SELECT net2vec(array(array(array(array(0.25d, 1.0d)))), array(array(array(array(0, 1)))))"
      ) shouldBe 0.875
    }

    it("takes b and the threshold from columns, row by row") {
      sql("""SELECT net2vec(array(0.25d, 1.0d), array(5, 6), b, t)
        FROM VALUES (0.0d, 5), (1.0d, 5), (1.0d, 4) AS settings(b, t)""")
        .collect()
        .map(_.getDouble(0)) shouldBe
        Array(0.75, 1.0, 1.25)
    }

    it("is NULL where a mask, b or the threshold is NULL") {
      Seq(
        "NULL, array(1)",
        "array(1), NULL",
        "cast(NULL AS ARRAY<FLOAT>), array(1)",
        "array(1), array(1), NULL",
        "array(1), array(1), 0.5, NULL"
      ).foreach { arguments =>
        sql(s"SELECT net2vec($arguments)").head().isNullAt(0) shouldBe true
      }
    }

    it("is linear in b") {
      val at = (b: Double) =>
        cell[Double](s"SELECT net2vec(array(0.1d, 0.7d, 0.4d), array(1, 0, 1), ${b}d)")
      Seq(0.1, 0.25, 0.9).foreach { b => at(b) shouldBe (1 - b) * at(0) + b * at(1) +- 1e-15 }
    }

    it("adds up with the complement's value to what a perfect prediction has") {
      val value = cell[Double]("SELECT net2vec(array(0.1d, 0.7d, 0.4d), array(1, 0, 1), 0.3)")
      val complement = cell[Double]("SELECT net2vec(array(0.9d, 0.3d, 0.6d), array(1, 0, 1), 0.3)")
      value + complement shouldBe 0.3 * 2 + 0.7 * 1 +- 1e-15
    }

    it("works inside lambdas over arrays of structs") {
      sql("""SELECT transform(array(struct(array(0.25d, 1.0d) AS p, array(0, 1) AS t)),
        x -> net2vec(x.p, x.t))""").head().getSeq[Double](0) shouldBe Seq(0.875)
    }

    it("names its column as the call was written") {
      sql(
        "SELECT net2vec(p, t), net2vec_mean(p, t, 0.9) FROM VALUES (array(1), array(1)) AS m(p, t) GROUP BY ALL"
      ).columns shouldBe Array("net2vec(p, t)", "net2vec_mean(p, t, 0.9)")
    }
  }

  describe("net2vec_loss") {
    it("is the negative of the value, and 0.0 for 0") {
      cell[Double]("SELECT net2vec_loss(array(0.25d, 1.0d), array(0, 1), 1)") shouldBe -1.0
      cell[String]("SELECT cast(net2vec_loss(array(0), array(1)) AS STRING)") shouldBe "0.0"
    }
  }

  describe("net2vec_batch") {
    it("gives one value per index of the leading dims, in row-major order") {
      sql("""SELECT net2vec_batch(
        array(array(array(array(1, 0)), array(array(1, 1)), array(array(0, 0)))),
        array(array(array(array(1, 1)), array(array(1, 1)), array(array(1, 1)))), 1)""")
        .head()
        .getSeq[Double](0) shouldBe Seq(1.0, 2.0, 0.0)
    }

    it("gives one value for ranks 1 and 2") {
      sql("SELECT net2vec_batch(array(0.25d, 1.0d), array(0, 1))")
        .head()
        .getSeq[Double](0) shouldBe Seq(0.875)
    }

    it("is NULL where a mask is NULL") {
      sql("SELECT net2vec_batch(NULL, array(1))").head().isNullAt(0) shouldBe true
    }
  }

  describe("net2vec_counts") {
    it("gives the soft confusion, whose four parts add up to the pixels") {
      val counts = sql(
        "SELECT c.* FROM (SELECT net2vec_counts(array(0.25d, 1.0d, 0.5d), array(0, 1, 7)) AS c)"
      )
      counts.columns shouldBe Array(
        "pixels",
        "target_pixels",
        "predicted",
        "true_positive",
        "false_positive",
        "false_negative",
        "true_negative"
      )
      counts.head().toSeq shouldBe Seq(3L, 2L, 1.75, 1.5, 0.25, 0.5, 0.75)
    }

    it("takes the threshold as its third argument") {
      cell[Long](
        "SELECT net2vec_counts(array(0.25d, 1.0d, 0.5d), array(0, 1, 7), 5).target_pixels"
      ) shouldBe 1L
    }
  }

  describe("net2vec_diagnose") {
    it("gives the soft confusion of every instance of valid masks") {
      val diagnosis = sql("""SELECT d.reason, d.message, d.instances.true_positive
        FROM (SELECT net2vec_diagnose(array(array(array(0.5d)), array(array(1.0d))),
          array(array(array(1)), array(array(1)))) AS d)""").head()
      diagnosis.isNullAt(0) shouldBe true
      diagnosis.isNullAt(1) shouldBe true
      diagnosis.getSeq[Double](2) shouldBe Seq(0.5, 1.0)
    }

    it("tells why masks are invalid, and never fails on them") {
      val diagnosis = sql("""SELECT d.* FROM (SELECT net2vec_diagnose(p, array(0, 1)) AS d
        FROM VALUES (array(0.5d, 1.5d)), (array(0.5d)), (array(0.5d, NULL)), (NULL) AS m(p))""")
        .collect()
      diagnosis.map(_.getString(0)) shouldBe Array(
        "OUT_OF_RANGE",
        "SHAPE_MISMATCH",
        "NULL_ITEM",
        "NULL_MASK"
      )
      diagnosis.map(_.getString(1)) shouldBe Array(
        "prediction is 1.5 at [1], but every item must be in [0, 1] (shape 2)",
        "prediction has shape 1 and target 2, but both must have the same",
        "prediction is NULL at [1], but every item must be a number",
        "prediction is NULL, but must be a mask"
      )
      diagnosis.forall(_.isNullAt(2)) shouldBe true
    }
  }
}
