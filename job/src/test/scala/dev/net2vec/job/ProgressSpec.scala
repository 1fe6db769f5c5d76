package dev.net2vec.job

import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

class ProgressSpec extends AnyFunSpec with Matchers {
  private def line(done: Int, shards: Int, rows: Long, seconds: Double): String =
    Progress.line("Scoring", done, shards, rows, (seconds * 1e9).toLong)

  it("tells shards, rows, rows per second and the time left") {
    line(3, 12, 6000, 4) shouldBe "Scoring: 3 of 12 shards, 6,000 rows, 1,500 rows/s, 0:12 left"
    line(1, 61, 1000000, 10) shouldBe
      "Scoring: 1 of 61 shards, 1,000,000 rows, 100,000 rows/s, 10:00 left"
  }

  it("leaves out what is not known") {
    line(0, 0, 0, 1) shouldBe "Scoring"
    line(0, 12, 0, 1) shouldBe "Scoring: 0 of 12 shards"
    line(12, 12, 600, 2) shouldBe "Scoring: 12 of 12 shards, 600 rows, 300 rows/s"
  }
}
