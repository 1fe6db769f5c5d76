package dev.net2vec.job

import java.io.{PrintWriter, StringWriter}
import java.nio.file.Files

import scala.jdk.CollectionConverters._

import com.fasterxml.jackson.databind.{JsonNode, ObjectMapper}
import org.scalatest.funspec.AnyFunSpec
import org.scalatest.matchers.should.Matchers
import picocli.CommandLine

class EvaluationTemplateSpec extends AnyFunSpec with Matchers {
  System.setProperty("spark.master", "local[2]")
  System.setProperty("spark.ui.enabled", "false")

  private val lines: Seq[String] =
    Files.readAllLines(Checkout.path("conf/evaluation.yaml")).asScala.toSeq
  private val Setting = "#([a-z_]+):(.*)".r

  private def settings(arguments: String*): JsonNode = {
    val out = new StringWriter
    val err = new StringWriter
    val code = Net2VecEval.run(
      (Seq("evaluate", "--json") ++ arguments).toArray,
      new PrintWriter(out, true),
      new PrintWriter(err, true)
    )
    withClue(err)(code shouldBe 0)
    new ObjectMapper().readTree(out.toString).get("settings")
  }

  describe("conf/evaluation.yaml") {
    it("has every key of evaluate, once, with a comment before it") {
      val options = new CommandLine(new EvaluateCommand).getCommandSpec.options.asScala
        .map(_.longestName.stripPrefix("--").replace('-', '_'))
        .filterNot(Set("config", "set", "help", "version", "verbose"))
      lines.collect { case Setting(name, _) => name } should contain theSameElementsAs options
      for (pair <- lines.sliding(2); setting <- Setting.findFirstMatchIn(pair(1)))
        withClue(setting.group(1))(pair.head should startWith("# "))
    }

    it("gives the defaults, all of it") {
      val sample = Checkout.path("job/sample").toString
      val uncommented = Files.createTempFile("evaluation", ".yaml")
      Files.write(
        uncommented,
        lines.collect {
          case Setting("input", _)    => s"input: $sample"
          case Setting("json", _)     => "json: true"
          case Setting(name, default) => s"$name:$default"
        }.asJava
      )
      settings("--config", uncommented.toString) shouldBe settings("--input", sample)
    }
  }
}
