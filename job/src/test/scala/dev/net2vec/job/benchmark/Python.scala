package dev.net2vec.job.benchmark

import dev.net2vec.job.Checkout
import java.nio.file.{Files, Path}

/** A virtual environment in `target/benchmark` with what `requirements.txt` lists. */
final class Python private (python: Path, packages: Set[String]) {

  /** Whether all of a contender's packages are installed. */
  def has(needed: String*): Boolean = needed.forall(packages)

  def command(function: String): Seq[String] =
    Seq(python.toString, Python.resource("contenders").toString, function, Benchmark.cores.toString)
}

object Python {

  /** Creates the environment, unless it is there and has these packages.
    *
    * @param python
    *   the Python to make it with
    * @param without
    *   packages of `requirements.txt` to leave out, with the contenders that need them
    */
  def install(python: String, without: Set[String]): Python = {
    val requirements = Files
      .readString(resource("requirements.txt"))
      .linesIterator
      .filterNot(line => line.startsWith("#") || without(line.takeWhile(_ != '=')))
      .toSeq
    val environment = Checkout.path("target/benchmark/venv")
    val installed = environment.resolve("requirements.txt")
    val wanted = requirements.mkString("", "\n", "\n")
    if (!Files.exists(installed) || Files.readString(installed) != wanted) {
      call(python, "-m", "venv", environment.toString)
      val pip = Seq("-m", "pip", "install", "--quiet", "--disable-pip-version-check")
      call(environment.resolve("bin/python").toString +: (pip ++ requirements): _*)
      Files.writeString(installed, wanted)
    }
    new Python(
      environment.resolve("bin/python"),
      requirements.map(_.takeWhile(_ != '=')).toSet
    )
  }

  def resource(name: String): Path = Path.of(getClass.getResource(name).toURI)

  private def call(command: String*): Unit = {
    // Standard output has the tables only.
    val process = new ProcessBuilder(command: _*).redirectErrorStream(true).start()
    process.getInputStream.transferTo(System.err)
    val exitCode = process.waitFor()
    if (exitCode != 0) sys.error(s"${command.mkString(" ")} ended with $exitCode")
  }
}
