package dev.net2vec.job

import com.fasterxml.jackson.databind.JsonNode
import dev.net2vec.setting.Settings
import java.nio.file.Files
import picocli.CommandLine
import scala.jdk.CollectionConverters._

class EvaluationTemplateSpec extends JobSpec {
  private val lines: Seq[String] =
    Files.readAllLines(Checkout.path("conf/evaluation.yaml")).asScala.toSeq
  private val Setting = "#([a-z_]+):(.*)".r

  private def settings(arguments: String*): JsonNode =
    evaluated("--json" +: arguments: _*).json.get("settings")

  private val options: Seq[String] =
    new CommandLine(new EvaluateCommand).getCommandSpec.options.asScala.map(_.longestName).toSeq

  describe("job/README.md") {
    it("has every option of evaluate") {
      val readme = Files.readString(Checkout.path("job/README.md"))
      for (option <- options if !Set("--help", "--version")(option)) withClue(option) {
        readme should include regex s"[` ]$option[` ]"
      }
    }
  }

  describe("a setting of the library") {
    it("has its one definition's words in the help, in job/README.md and in conf/evaluation.yaml") {
      val plain = "`|\\[([^]]*)\\]\\([^)]*\\)".r
      val readme = Files.readString(Checkout.path("job/README.md"))
      val help = new CommandLine(new EvaluateCommand).getCommandSpec.optionsMap.asScala
      for (setting <- Settings.SCORING.asScala) withClue(setting.name) {
        val says = s"${setting.meaning}: ${setting.allowed}"
        val isFlag = setting.defaultValue.isInstanceOf[Boolean]
        help(setting.option).description.mkString shouldBe
          s"${(if (isFlag) setting.meaning else says).capitalize} (${setting.defaultValue})."
        val option = if (isFlag) setting.option else s"${setting.option} ${setting.symbol}"
        plain.replaceAllIn(readme, "$1") should include(
          s"| $option | ${setting.defaultValue} | $says |"
        )
        lines(lines.indexWhere(_.startsWith(s"#${setting.name}:")) - 1) shouldBe
          s"# ${says.capitalize}."
      }
    }
  }

  describe("conf/evaluation.yaml") {
    it("has every key of evaluate, once, with a comment before it") {
      val keys = options
        .map(_.stripPrefix("--").replace('-', '_'))
        .filterNot(Set("config", "set", "help", "version", "verbose", "log_format"))
      lines.collect { case Setting(name, _) => name } should contain theSameElementsAs keys
      for (pair <- lines.sliding(2); setting <- Setting.findFirstMatchIn(pair(1)))
        withClue(setting.group(1))(pair.head should startWith("# "))
    }

    it("gives the defaults, all of it") {
      val sample = Checkout.path("job/sample").toString
      val uncommented = lines.collect {
        case Setting("input", _)    => s"input: $sample"
        case Setting("json", _)     => "json: true"
        case Setting(name, default) => s"$name:$default"
      }
      settings("--config", file("all.yaml", uncommented.mkString("\n"))) shouldBe settings(
        "--input",
        sample
      )
    }
  }
}
