package dev.net2vec.sql.aggregate

import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

/** What a buffer of statistics is kept and sent as. */
class StatisticsStateSpec extends AnyFunSpec with Matchers {
  describe("the state of statistics") {
    val aggregate = new Statistics(null, Statistics.Positions.EACH, "f", "f()", 0, 0)
    def state(values: Double*): Array[ValueStatistics] = Array.fill(2) {
      val statistics = new ValueStatistics
      values.foreach(statistics.add)
      statistics
    }
    def figures(state: Array[ValueStatistics]): Seq[Any] =
      state.toSeq.map(_.row.toSeq(ValueStatistics.TYPE))

    it("is a few hundred bytes that come back as they were, and merge") {
      val bytes = aggregate.serialize(state(1, 2))
      bytes.length should be < 600
      figures(aggregate.deserialize(bytes)) shouldBe figures(state(1, 2))
      figures(
        aggregate.merge(
          aggregate.deserialize(bytes),
          aggregate.deserialize(aggregate.serialize(state(3)))
        )
      ) shouldBe figures(state(1, 2, 3))
    }

    it("has a version, and none other is read") {
      val bytes = aggregate.serialize(state(1))
      bytes(0) shouldBe Statistics.STATE_VERSION
      bytes(0) = 9
      the[IllegalArgumentException] thrownBy aggregate.deserialize(bytes) should have message
        "f: version of the state is 9, but must be 3"
    }
  }
}
