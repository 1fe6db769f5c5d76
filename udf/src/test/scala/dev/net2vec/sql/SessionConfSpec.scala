package dev.net2vec.sql

/** The session's settings stand in for what a call leaves out. */
class SessionConfSpec extends SparkSpec {
  private val masks = "array(0.25d, 1.0d), array(5, 6)"

  describe("the session's conf") {
    it("supplies b and the threshold") {
      cell[Double](s"SELECT net2vec($masks)") shouldBe 0.625
      withConf("spark.net2vec.factorPosClass" -> "1", "spark.net2vec.targetThresh" -> "5") {
        cell[Double](s"SELECT net2vec($masks)") shouldBe 1.0
        cell[Long](s"SELECT net2vec_counts($masks).target_pixels") shouldBe 1L
      }
    }

    it("gives way to what the call says") {
      withConf("spark.net2vec.factorPosClass" -> "1", "spark.net2vec.targetThresh" -> "5") {
        cell[Double](s"SELECT net2vec($masks, 0.5)") shouldBe 0.875
        cell[Double](s"SELECT net2vec($masks, 0.5, 4)") shouldBe 0.625
      }
    }

    it("can be set in SQL") {
      sql("SET spark.net2vec.factorPosClass = 0")
      try cell[Double]("SELECT net2vec(array(0.25d, 1.0d), array(0, 1))") shouldBe 0.75
      finally sql("RESET spark.net2vec.factorPosClass")
    }

    it("tells what is wrong with a value") {
      Seq(
        ("spark.net2vec.factorPosClass", "2", "a number in [0, 1]"),
        ("spark.net2vec.factorPosClass", "half", "a number in [0, 1]"),
        ("spark.net2vec.targetThresh", "NaN", "a number"),
        ("spark.net2vec.ignoreValue", "void", "numbers with commas, nan, or none")
      ).foreach { case (key, value, allowed) =>
        withConf(key -> value) {
          messagesOf(sql(s"SELECT net2vec($masks)")) should startWith(
            s"[USER_RAISED_EXCEPTION] $key is '$value', but must be $allowed SQLSTATE: P0001"
          )
        }
      }
    }

    it("refuses a key that is none of ours, with the nearest, in every function") {
      Seq(
        "spark.net2vec.targetThres" -> "spark.net2vec.targetThresh",
        "spark.net2vec.target_thresh" -> "spark.net2vec.targetThresh",
        "spark.net2vec.factorposclass" -> "spark.net2vec.factorPosClass",
        "spark.net2vec.reduction.maxInstance" -> "spark.net2vec.reduction.maxInstances"
      ).foreach { case (key, nearest) =>
        withConf(key -> "0.5") {
          Seq(s"net2vec($masks)", "mask_shape(array(1))", "net2vec_exact_sum(1)").foreach { call =>
            messagesOf(sql(s"SELECT $call")) should startWith(
              s"[USER_RAISED_EXCEPTION] $key is not a setting; did you mean $nearest? SQLSTATE: P0001"
            )
          }
        }
      }
    }
  }

  describe("spark.net2vec.reduction") {
    val values = "FROM VALUES (array(0.25d, 1.0d)), (array(0.0d, 0.25d)) AS t(p)"

    it("is what net2vec_reduce follows: the mean by default, or the sum") {
      cell[Double](s"SELECT net2vec_reduce(p, array(0, 1)) $values") shouldBe 0.75
      withConf("spark.net2vec.reduction" -> "sum") {
        cell[Double](s"SELECT net2vec_reduce(p, array(0, 1)) $values") shouldBe 1.5
      }
    }

    it("tells what is allowed") {
      withConf("spark.net2vec.reduction" -> "median") {
        messagesOf(sql(s"SELECT net2vec_reduce(p, array(0, 1)) $values")) should startWith(
          "[USER_RAISED_EXCEPTION] spark.net2vec.reduction is 'median', which is not on the class path; it must be mean, sum or a class"
        )
      }
    }
  }

  describe("spark.net2vec.ignoreValue") {
    it("makes the target's pixels of that value count for nothing, whatever is predicted there") {
      withConf("spark.net2vec.ignoreValue" -> "255") {
        cell[Double]("SELECT net2vec(array(0.25d, 1.0d, 0.5d), array(0, 1, 255))") shouldBe 0.875
        cell[Long](
          "SELECT net2vec_counts(array(0.25d, 1.0d, 0.5d), array(0, 1, 255)).pixels"
        ) shouldBe 2L
      }
    }

    it("may be NaN, which is an error of a target otherwise") {
      val holes = "array(0.25d, 1.0d, 0.5d), array(0f, 1f, float('NaN'))"
      messagesOf(sql(s"SELECT net2vec($holes)").collect()) should include(
        "net2vec: target is NaN at [2], but every item must be a number (shape 3)"
      )
      for (nan <- Seq("NaN", "nan"))
        withConf("spark.net2vec.ignoreValue" -> nan) {
          cell[Double](s"SELECT net2vec($holes)") shouldBe 0.875
          cell[Long](s"SELECT net2vec_counts($holes).pixels") shouldBe 2L
          cell[Double](s"SELECT net2vec_auto_factor(array(0f, 1f, float('NaN')))") shouldBe 0.5
          messagesOf(sql("SELECT net2vec(array(0.25d), array(double('NaN')))").collect()) should
            include("net2vec: target has the ignore_value nan at every pixel of instance 0")
          messagesOf(sql("SELECT net2vec(array(double('NaN')), array(1))").collect()) should
            include("net2vec: prediction is NaN at [0], but every item must be a number")
        }
    }

    it("leaves an instance with no other pixel without a value") {
      withConf("spark.net2vec.ignoreValue" -> "255") {
        messagesOf(sql("SELECT net2vec(array(0.25d), array(255))").collect()) should include(
          "net2vec: target has the ignore_value 255.0 at every pixel of instance 0, but at least one must count (shape 1)"
        )
      }
    }
  }
}
