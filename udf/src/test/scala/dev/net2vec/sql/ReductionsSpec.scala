package dev.net2vec.sql

import dev.net2vec.kpi.Reduction
import org.apache.spark.sql.{Encoder, Encoders}
import org.apache.spark.sql.expressions.Aggregator
import org.apache.spark.sql.functions.rand
import org.nd4j.linalg.api.ndarray.INDArray
import org.nd4j.linalg.factory.Nd4j

/** Any reduction: a class of the user's, by spark.net2vec.reduction. */
class ReductionsSpec extends SparkSpec {
  private val masks = """VALUES
    ('cat', 1, array(0.25d, 1.0d), array(0, 1)),
    ('cat', 2, array(0.0d, 0.5d), array(0, 1)),
    ('dog', 3, array(0.5d, 0.5d), array(1, 1)),
    ('emu', 4, cast(NULL AS ARRAY<DOUBLE>), array(1, 1))
    AS masks(concept, id, p, t)"""

  private def reducedBy[T](reduction: Class[_])(body: => T): T =
    withConf("spark.net2vec.reduction" -> reduction.getName)(body)

  private def byConcept(): Seq[Any] =
    sql(s"SELECT concept, net2vec_reduce(p, t, 1) FROM $masks GROUP BY concept ORDER BY concept")
      .collect()
      .map(_.get(1))
      .toSeq

  describe("a Reduction") {
    it("gets all values of a group as one tensor; a group of nothing has no value") {
      reducedBy(classOf[Largest])(byConcept()) shouldBe Seq[Any](1.0, 1.0, null)
    }

    it("counts every instance of a mask of several") {
      reducedBy(classOf[Largest]) {
        cell[Double](
          "SELECT net2vec_reduce(array(array(array(0.5)), array(array(0.75))), array(array(array(1)), array(array(1))), 1)"
        ) shouldBe 0.75
      }
    }

    it("gets them in ascending order, or in the given one, however the rows lie") {
      val rows = spark.range(200).selectExpr("id", "pmod(id * 37, 100) / 10 AS v")
      val ascending = (0 until 200).map(id => id * 37 % 100 / 10.0).sorted
      val byId = (0 until 200).map(id => id * 37 % 100 / 10.0)
      reducedBy(classOf[OrderMatters]) {
        for ((partitions, seed) <- Seq(1, 3, 20).zipWithIndex) {
          val shuffled = rows.repartition(partitions, rand(seed.toLong))
          val row = shuffled
            .selectExpr(
              "net2vec_reduce_values(v)",
              "net2vec_reduce_values(v, id)",
              "net2vec_reduce_values(v, struct(0, -id))",
              "net2vec_reduce_values(v, 0)"
            )
            .head()
          row.toSeq shouldBe Seq(ascending, byId, byId.reverse, ascending).map(OrderMatters(_))
        }
      }
    }

    it("may be the project's TrimmedMean") {
      withConf("spark.net2vec.reduction" -> "dev.net2vec.reduction.TrimmedMean") {
        cell[Double](
          "SELECT net2vec_reduce_values(if(id = 5, 1000, id)) FROM range(20)"
        ) shouldBe (2 to 18).filter(_ != 5).sum / 16.0
        cell[Double](
          "SELECT net2vec_reduce_values(v) FROM VALUES (1), (2), (9) AS t(v)"
        ) shouldBe 4.0
      }
    }
  }

  describe("an Aggregator of Double to Double") {
    it("gets the values one by one; a group of nothing has no value") {
      reducedBy(classOf[Product])(byConcept()) shouldBe Seq[Any](0.5, 1.0, null)
    }

    it("works for FILTER and OVER, and is named as it was called") {
      reducedBy(classOf[Product]) {
        val frame = sql(
          s"SELECT net2vec_reduce(p, t, 1) FILTER (WHERE id > 1), id FROM $masks GROUP BY id HAVING id = 2"
        )
        frame.head().getDouble(0) shouldBe 0.5
        sql(s"SELECT net2vec_reduce(p, t, 1) FROM $masks").columns.head shouldBe
          "net2vec_reduce(p, t, 1)"
        sql(s"SELECT net2vec_reduce(p, t, 1) OVER (ORDER BY id) FROM $masks WHERE id < 3")
          .collect()
          .map(_.getDouble(0)) shouldBe Array(1.0, 0.5)
      }
    }

    it("may be the project's GeometricMean, with the same bits however the rows lie") {
      withConf("spark.net2vec.reduction" -> "dev.net2vec.reduction.GeometricMean") {
        val rows = spark.range(1000).selectExpr("(id + 1) / 300 AS v")
        val log = (1 to 1000).map(id => math.log(id / 300.0)).sum / 1000
        val results =
          for ((partitions, seed) <- Seq(1, 3, 20).zipWithIndex)
            yield rows
              .repartition(partitions, rand(seed.toLong))
              .selectExpr("net2vec_reduce_values(v)")
              .head()
              .getDouble(0)
        results.toSet should have size 1
        results.head should beWithin(1e-12, math.exp(log))
        cell[Double]("SELECT net2vec_reduce_values(v) FROM VALUES (0), (5) AS t(v)") shouldBe 0.0
      }
    }
  }

  describe("the names mean and sum") {
    it("reduce numbers as they reduce masks") {
      cell[Double]("SELECT net2vec_reduce_values(v, 'x') FROM VALUES (1), (2) AS t(v)") shouldBe 1.5
      withConf("spark.net2vec.reduction" -> "SUM") {
        cell[Double]("SELECT net2vec_reduce_values(v) FROM VALUES (1), (2) AS t(v)") shouldBe 3.0
      }
    }
  }

  describe("a reduction that cannot be used") {
    def refused(reduction: String): String = withConf("spark.net2vec.reduction" -> reduction) {
      messagesOf(sql("SELECT net2vec_reduce(array(0.5), array(1))"))
    }
    val allowed =
      "; it must be mean, sum or a class that is a dev.net2vec.kpi.Reduction or an org.apache.spark.sql.expressions.Aggregator of Double to Double"

    it("is told when the query is analysed") {
      refused("median") should include(
        s"spark.net2vec.reduction is 'median', which is not on the class path$allowed"
      )
      refused("java.lang.String") should include(
        s"spark.net2vec.reduction is 'java.lang.String', which is neither a Reduction nor an Aggregator$allowed"
      )
      refused(classOf[Unmakeable].getName) should include(
        s"which has no public constructor without arguments$allowed"
      )
      refused(classOf[Failing].getName) should include(
        s"which has a constructor that fails: java.lang.IllegalStateException: not today$allowed"
      )
      refused(classOf[OfStrings].getName) should include(
        s"which is an Aggregator of java.lang.String to struct<value:double>$allowed"
      )
      refused(classOf[ToLong].getName) should include(
        s"which is an Aggregator of java.lang.Double to struct<value:bigint>$allowed"
      )
    }

    it("is told when its result is not one finite number") {
      def result(reduction: Class[_]): String = reducedBy(reduction) {
        messagesOf(sql("SELECT net2vec_reduce_values(v) FROM VALUES (1), (2) AS t(v)").collect())
      }
      def name(reduction: Class[_]): String =
        s"net2vec_reduce_values: reduction ${reduction.getName}"
      result(classOf[Squares]) should include(
        s"${name(classOf[Squares])} returned a tensor of shape [2], but must return one number"
      )
      result(classOf[NoResult]) should include(
        s"${name(classOf[NoResult])} returned null, but must return one number"
      )
      result(classOf[NotANumber]) should include(
        s"${name(classOf[NotANumber])} returned NaN, but must return a finite number"
      )
      result(classOf[Throwing]) should include(
        s"${name(classOf[Throwing])} failed on 2 values: java.lang.IllegalStateException: no"
      )
      result(classOf[Endless]) should include(
        s"${name(classOf[Endless])} returned Infinity, but must return a finite number"
      )
    }

    it("is told when a group is too large for a tensor") {
      withConf("spark.net2vec.reduction.maxInstances" -> "100") {
        reducedBy(classOf[Largest]) {
          cell[Double]("SELECT net2vec_reduce_values(id) FROM range(100)") shouldBe 99.0
          for (values <- Seq("id", "array(id)"))
            messagesOf(
              sql(s"SELECT net2vec_reduce_values($values) FROM range(101)").collect()
            ) should include(
              s"net2vec_reduce_values: reduction ${classOf[Largest].getName}: a group has more than the 100 instances that spark.net2vec.reduction.maxInstances allows in one tensor; use an Aggregator, which takes any number"
            )
          messagesOf(
            sql("SELECT net2vec_reduce_values(array(id, id)) FROM range(60)").collect()
          ) should include("a group has more than the 100 instances that")
        }
        reducedBy(classOf[Product]) {
          cell[Double]("SELECT net2vec_reduce_values(1) FROM range(101)") shouldBe 1.0
        }
      }
    }

    it("is told when what orders the values has no order") {
      messagesOf(sql("SELECT net2vec_reduce_values(1, map(1, 2))")) should include(
        ": order is MAP<INT, INT>, but must be of an orderable type"
      )
    }
  }
}

class Largest extends Reduction {
  override def apply(values: INDArray): INDArray = values.max()
}

class OrderMatters extends Reduction {
  override def apply(values: INDArray): INDArray =
    Nd4j.scalar(OrderMatters(values.toDoubleVector.toSeq))
}

object OrderMatters {
  def apply(values: Seq[Double]): Double = values.foldLeft(1.0)((sum, value) => sum / 3 + value)
}

class Unmakeable(name: String) extends Reduction {
  override def apply(values: INDArray): INDArray = throw new IllegalStateException(name)
}

class Failing extends Reduction {
  throw new IllegalStateException("not today")

  override def apply(values: INDArray): INDArray = values
}

class Squares extends Reduction {
  override def apply(values: INDArray): INDArray = values.mul(values)
}

class NoResult extends Reduction {
  override def apply(values: INDArray): INDArray = null
}

class NotANumber extends Reduction {
  override def apply(values: INDArray): INDArray = Nd4j.scalar(Double.NaN)
}

class Throwing extends Reduction {
  override def apply(values: INDArray): INDArray = throw new IllegalStateException("no")
}

abstract class Folding[IN](start: Double, end: Double => Double)
    extends Aggregator[IN, java.lang.Double, java.lang.Double] {
  override def zero: java.lang.Double = start
  override def merge(one: java.lang.Double, other: java.lang.Double): java.lang.Double =
    one * other
  override def finish(reduction: java.lang.Double): java.lang.Double = end(reduction)
  override def bufferEncoder: Encoder[java.lang.Double] = Encoders.DOUBLE
  override def outputEncoder: Encoder[java.lang.Double] = Encoders.DOUBLE
}

class Product extends Folding[java.lang.Double](1, identity) {
  override def reduce(product: java.lang.Double, value: java.lang.Double): java.lang.Double =
    product * value
}

class Endless extends Folding[Double](1, _ => Double.PositiveInfinity) {
  override def reduce(product: java.lang.Double, value: Double): java.lang.Double = product
}

class OfStrings extends Folding[String](1, identity) {
  override def reduce(product: java.lang.Double, value: String): java.lang.Double = product
}

class ToLong extends Aggregator[java.lang.Double, java.lang.Long, java.lang.Long] {
  override def zero: java.lang.Long = 0L
  override def reduce(count: java.lang.Long, value: java.lang.Double): java.lang.Long = count + 1
  override def merge(one: java.lang.Long, other: java.lang.Long): java.lang.Long = one + other
  override def finish(count: java.lang.Long): java.lang.Long = count
  override def bufferEncoder: Encoder[java.lang.Long] = Encoders.LONG
  override def outputEncoder: Encoder[java.lang.Long] = Encoders.LONG
}
