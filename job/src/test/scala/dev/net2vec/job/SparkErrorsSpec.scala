package dev.net2vec.job

import java.io.IOException
import java.util.Optional
import org.apache.spark.SparkException
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers

class SparkErrorsSpec extends AnyFunSpec with Matchers {
  private val full = new IOException("No space left on device")

  private def aborted(where: String): Throwable = new IllegalStateException(
    new SparkException(
      "Job aborted due to stage failure: Task 3 in stage 7.0 failed 4 times, most recent failure: " +
        s"Lost task 3.3 in stage 7.0 (TID 41) ($where): java.io.IOException: No space left on device",
      full
    )
  )

  describe("a task that failed for good") {
    it("is told by the innermost cause and by where it ran") {
      val thrown = aborted("10.0.0.7 executor 2")
      SparkErrors.rootLine(thrown) shouldBe "No space left on device"
      SparkErrors.executor(thrown) shouldBe Optional.of("10.0.0.7 executor 2")
    }

    it("ran nowhere else if Spark is inside this process") {
      SparkErrors.executor(aborted("localhost executor driver")) shouldBe Optional.empty
      SparkErrors.executor(full) shouldBe Optional.empty
    }
  }
}
