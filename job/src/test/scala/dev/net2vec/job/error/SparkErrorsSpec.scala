package dev.net2vec.job
package error

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

    it("is told in one line") {
      SparkErrors.unexpected(aborted("10.0.0.7 executor 2")) shouldBe
        "unexpected error: No space left on device, in Spark's scratch directory, spark.local.dir, " +
        "on 10.0.0.7 executor 2 (--verbose prints the stack trace)"
    }

    it("for want of scratch space here says where that is") {
      SparkErrors.unexpected(aborted("localhost executor driver")) should fullyMatch regex
        "unexpected error: No space left on device, in Spark's scratch directory, " +
        "spark\\.local\\.dir(: /\\S+)? \\(--verbose prints the stack trace\\)"
    }

    it("for want of space says where it wrote") {
      val writing = new SparkException(
        "TASK_WRITE_FAILED",
        Map("path" -> "file:/results/groups.parquet"),
        full
      )
      SparkErrors.unexpected(writing) shouldBe "unexpected error: No space left on device, " +
        "while writing file:/results/groups.parquet (--verbose prints the stack trace)"
    }

    it("ran nowhere else if Spark is inside this process") {
      SparkErrors.executor(aborted("localhost executor driver")) shouldBe Optional.empty
      SparkErrors.executor(full) shouldBe Optional.empty
    }
  }

  describe("too little memory to read a file") {
    val memory = new RuntimeException("cannot reserve", new OutOfMemoryError("Java heap space"))
    def unread(cause: Throwable) =
      new SparkException("FAILED_READ_FILE.NO_HINT", Map("path" -> "`masks.parquet`"), cause)

    it("does not make the file invalid input") {
      SparkErrors.invalidInput(unread(memory)) shouldBe Optional.empty
      SparkErrors.invalidInput(unread(new IOException("it ends early"))) shouldBe
        Optional.of("cannot read masks.parquet: it ends early")
    }

    it("is told as such, here or on an executor that it ended") {
      val more = "; each task keeps what it reads at once in memory, so use a larger heap" +
        " (NET2VEC_DRIVER_MEMORY on one machine, spark.executor.memory on a cluster)," +
        " or run fewer tasks at once (spark.executor.cores)"
      SparkErrors.unexpected(unread(memory)) shouldBe s"memory ran out$more"
      val ended = new SparkException(
        "Job aborted due to stage failure: Task 0 in stage 1.0 failed 4 times, most recent failure: " +
          "Lost task 0.3 in stage 1.0 (TID 9) (10.0.0.7 executor 5): ExecutorLostFailure (executor 5 " +
          "exited caused by one of the running tasks) Reason: Command exited with code 52",
        null
      )
      SparkErrors.unexpected(ended) shouldBe s"memory ran out, on 10.0.0.7 executor 5$more"
    }
  }
}
