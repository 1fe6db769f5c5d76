package dev.net2vec.job
package storage

import dev.net2vec.job.error.JobException
import java.io.{File, PrintWriter, StringWriter}
import java.nio.file.{Files, Path}
import org.apache.hadoop.conf.Configuration
import org.apache.hadoop.fs.{Path => HadoopPath, RawLocalFileSystem}
import scala.jdk.CollectionConverters._

/** Commands that are killed at each step of replacing a directory. */
class NewDirectorySpec extends JobSpec {
  private def killedAt(step: String, output: Path): Unit = {
    val command = Seq(
      Path.of(sys.props("java.home"), "bin", "java").toString,
      "-XX:TieredStopAtLevel=1",
      "-cp",
      sys.props("java.class.path"),
      "dev.net2vec.job.storage.ReplacingDriver",
      output.toString,
      step
    )
    val log = new File(s"$output.$step.log")
    val process =
      new ProcessBuilder(command.asJava).redirectErrorStream(true).redirectOutput(log).start()
    withClue(Files.readString(log.toPath))(process.waitFor() shouldBe 9)
    log.delete()
  }

  /** Opens the directory again, and returns the messages. */
  private def opened(output: Path): String = {
    val err = new StringWriter
    NewDirectory.open(output.toString, true, new Configuration, new PrintWriter(err)).close()
    err.toString
  }

  private def made(output: Path): Path = {
    ReplacingDriver.replace(output.toString, "old", new Configuration)
    output
  }

  for (
    (step, left, says) <- Seq(
      ("rename 1", "old", ""),
      (
        "rename 2",
        "new",
        "net2vec-eval: a command was killed while it replaced %s; the new directory is now in place\n"
      ),
      ("delete 1", "new", "")
    )
  ) it(s"is the $left one where the command is killed before $step") {
    val output = made(newDirectory().resolve("out"))
    killedAt(step, output)
    opened(output) shouldBe says.format(output)
    Files.readString(output.resolve("part")) shouldBe left
    children(output.getParent) shouldBe Seq(output)
  }

  it("is the old one where the new one is not whole") {
    val output = made(newDirectory().resolve("out"))
    killedAt("rename 2", output)
    val fresh = children(output.getParent).find(_.toString.endsWith(".new")).get
    Files.delete(fresh.resolve("part"))
    opened(output) shouldBe
      s"net2vec-eval: a command was killed while it replaced $output; the old directory is now in place\n"
    Files.readString(output.resolve("part")) shouldBe "old"
    children(output.getParent) shouldBe Seq(output)
  }

  it("keeps both where something else took the place meanwhile") {
    val output = made(newDirectory().resolve("out"))
    killedAt("rename 2", output)
    Files.createDirectory(output)
    Files.writeString(output.resolve("mine"), "mine")
    the[JobException] thrownBy opened(output) should have message
      s"--output is $output, which net2vec-eval did not create (it has no _net2vec.json), but " +
      "--overwrite replaces only directories that net2vec-eval created; delete it, or choose another"
    Files.readString(output.resolve("mine")) shouldBe "mine"
    children(output.getParent).map(_.toString.replaceFirst(".*\\.", "")).sorted shouldBe
      Seq("claim", "new", "old", output.toString.replaceFirst(".*\\.", "")).sorted
  }

  it("may have any name") {
    val output = made(newDirectory().resolve("at 10:00 [1]%20é"))
    opened(output) shouldBe empty
    Files.readString(output.resolve("part")) shouldBe "old"
    children(output.getParent) shouldBe Seq(output)
  }

  it("leaves a command alone that is still at work") {
    val output = made(newDirectory().resolve("out"))
    val working =
      NewDirectory.open(output.toString, true, new Configuration, new PrintWriter(System.err))
    Files.createDirectories(Path.of(working.staging.toUri.getPath))
    opened(output) shouldBe empty
    Files.exists(Path.of(working.staging.toUri.getPath)) shouldBe true
    working.close()
    children(output.getParent) shouldBe Seq(output)
  }
}

/** Replaces a directory, in a separate process. */
object ReplacingDriver {
  def replace(output: String, text: String, hadoop: Configuration): Unit = {
    val directory = NewDirectory.open(output, true, hadoop, new PrintWriter(System.err))
    val staging = Files.createDirectories(Path.of(directory.staging.toUri.getPath))
    Files.writeString(staging.resolve("part"), text)
    directory.publish("spec")
    directory.close()
  }

  def main(args: Array[String]): Unit = {
    val hadoop = new Configuration
    hadoop.set("fs.file.impl", classOf[HaltingFileSystem].getName)
    hadoop.set("halt.before", args(1))
    replace(args(0), "new", hadoop)
  }
}

/** Ends the process before the nth rename, or before the nth deletion of an existing file. */
class HaltingFileSystem extends RawLocalFileSystem {
  private var renames = 0
  private var deletions = 0

  private def step(name: String): Unit =
    if (getConf.get("halt.before") == name) Runtime.getRuntime.halt(9)

  override def rename(from: HadoopPath, to: HadoopPath): Boolean = {
    renames += 1
    step(s"rename $renames")
    super.rename(from, to)
  }

  override def delete(path: HadoopPath, recursive: Boolean): Boolean = {
    if (exists(path)) {
      deletions += 1
      step(s"delete $deletions")
    }
    super.delete(path, recursive)
  }
}
