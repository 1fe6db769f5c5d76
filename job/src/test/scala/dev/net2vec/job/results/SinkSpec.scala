package dev.net2vec.job
package results

import dev.net2vec.job.evaluation.Summary
import dev.net2vec.job.storage.Drivers
import java.io.{IOException, PrintWriter, UncheckedIOException}
import java.nio.file.{Files, Path}
import scala.collection.mutable
import scala.jdk.CollectionConverters._

class SinkSpec extends JobSpec {
  private val first = "20260101T000000000Z-00000001"
  private val second = "20260101T000000000Z-00000002"
  private val steps = mutable.Buffer[String]()

  /** Notes its steps, and whether the run is whole at each. */
  private class Notes(name: String, directory: RunDirectory, fails: Boolean = false) extends Sink {
    private def note(step: String): Unit = steps += s"$name $step"

    override def prepare(): Unit = note("prepares")

    override def writeRows(): Unit = note("writes rows")

    override def writeOutcome(
        overall: Summary.Overall,
        summary: Summary,
        verdict: Verdict
    ): Unit = note(s"writes the outcome, whole: ${directory.isWhole(first)}")

    override def finish(runId: String): Unit = {
      note(s"finishes $runId, whole: ${directory.isWhole(runId)}")
      if (fails) throw new IOException("no space")
    }

    override def recover(runId: String): Unit =
      note(s"recovers $runId, whole: ${directory.isWhole(runId)}")
  }

  private def directory(output: Path): RunDirectory =
    Results.directory(output.toString, spark.sparkContext.hadoopConfiguration)

  private def open(output: Path, runId: String, sinks: Sink*): PublishedRun = {
    steps.clear()
    PublishedRun.open(directory(output), runId, sinks.asJava, new PrintWriter(System.err))
  }

  private def entries(output: Path): Seq[String] =
    children(output.resolve("runs")).map(_.getFileName.toString)

  it("takes each step after all sinks have taken the one before") {
    val output = newDirectory()
    val runs = directory(output)
    val run = open(output, first, new Notes("a", runs), new Notes("b", runs))
    run.prepare()
    run.writeRows()
    run.publish(null, null, null)
    run.close()
    steps shouldBe Seq(
      "a prepares",
      "b prepares",
      "a writes rows",
      "b writes rows",
      "a writes the outcome, whole: false",
      "b writes the outcome, whole: false",
      s"a finishes $first, whole: true",
      s"b finishes $first, whole: true"
    )
    entries(output) shouldBe Seq(first)
  }

  it("recovers a killed run that is whole, and no other") {
    val output = newDirectory()
    for (killed <- Seq(first, second)) {
      Files.createDirectories(output.resolve(s"runs/$killed"))
      Files.writeString(output.resolve(s"runs/.$killed.claim"), Drivers.ended)
    }
    Files.writeString(output.resolve(s"runs/$first/summary.json"), "{}")
    val own = "20260102T000000000Z-00000000"
    open(output, own, new Notes("a", directory(output))).close()
    steps shouldBe Seq(s"a recovers $first, whole: true")
    entries(output) shouldBe Seq(first)
  }

  it("recovers what the run itself could not finish") {
    val output = newDirectory()
    val runs = directory(output)
    val run = open(output, first, new Notes("a", runs, fails = true), new Notes("b", runs))
    the[UncheckedIOException] thrownBy run.publish(null, null, null) should
      have message "java.io.IOException: no space"
    run.close()
    steps.last shouldBe s"a finishes $first, whole: true"
    Files.writeString(output.resolve(s"runs/.$first.claim"), Drivers.ended)
    open(output, second, new Notes("a", runs), new Notes("b", runs)).close()
    steps shouldBe Seq(s"a recovers $first, whole: true", s"b recovers $first, whole: true")
    entries(output) shouldBe Seq(first)
  }
}
