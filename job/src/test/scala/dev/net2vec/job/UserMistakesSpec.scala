package dev.net2vec.job

import java.nio.file.Files
import org.apache.spark.sql.Row
import picocli.CommandLine.Help.Ansi
import scala.jdk.CollectionConverters._

/** Each mistake gets a one-line message, exit code 2, and no stack trace. */
class UserMistakesSpec extends JobSpec {
  private lazy val masks = dataset(Masks.schema)(Masks.all.map(_.row): _*)

  private def mistake(args: String*): String = {
    val run = net2vecEval(args: _*)
    run.exitCode shouldBe 2
    run.out shouldBe ""
    run.err.linesIterator.toSeq should have size 1
    run.err.stripLineEnd.stripPrefix("net2vec-eval: ")
  }

  it("no command, or an option that there is not") {
    mistake() shouldBe "no command is given (see net2vec-eval --help)"
    mistake("evaluat", "--input", "x") shouldBe
      "unknown option --input (see net2vec-eval --help)"
    mistake("evaluat") shouldBe
      "unknown command evaluat; did you mean evaluate? (see net2vec-eval --help)"
  }

  it("an option that there is not, wherever it stands; the nearest is named") {
    val see = " (see net2vec-eval evaluate --help)"
    val grouped = s"unknown option --groupby; did you mean --group-by?$see"
    mistake("evaluate", "--input", "/no/such", "--groupby", "concept") shouldBe grouped
    mistake("evaluate", "--groupby=concept", "--input", "/no/such") shouldBe grouped
    mistake("evaluate", "--json", "--groupby=concept", "--input=/no/such") shouldBe grouped
    mistake("evaluate", "--input", "/no/such", "-group_by", "concept") shouldBe
      s"unknown option -group_by; did you mean --group-by?$see"
    mistake("evaluate", "--ratio", "0.5") shouldBe
      s"unknown option --ratio; did you mean --max-invalid-ratio?$see"
    mistake("evaluate", "--jsn") shouldBe s"unknown option --jsn; did you mean --json?$see"
    mistake("evaluate", "--zoom", "2") shouldBe s"unknown option --zoom$see"
    mistake("--jsn", "evaluate") shouldBe "unknown option --jsn (see net2vec-eval --help)"
    mistake("pack", "--output=x", "--input", "/no/such", "--overwrit") shouldBe
      "unknown option --overwrit; did you mean --overwrite? (see net2vec-eval pack --help)"
  }

  it("no mistake of an option is a number, or what stands after an equals sign") {
    mistake("evaluate", "--table=no.such", "--target-thresh", "-1") shouldBe
      "--table no.such: there is no table or view no.such"
    mistake("evaluate", "--table=no.such", "--ignore-value", "-Infinity") shouldBe
      "--table no.such: there is no table or view no.such"
    mistake("evaluate", "--table=--no") should startWith("--table --no: ")
  }

  it("a path without --input before it") {
    val see = " (see net2vec-eval evaluate --help)"
    mistake("evaluate", "good.parquet") shouldBe s"--input is missing before good.parquet$see"
    mistake("evaluate", "--json", "good.parquet") shouldBe
      s"--input is missing before good.parquet$see"
    mistake("evaluate", "--input", "good.parquet", "--json", "better.parquet") shouldBe
      s"better.parquet does not belong to any option$see"
  }

  it("no input, or more than one") {
    mistake("evaluate") shouldBe
      "there is no input: give one of --input, --table, --query, and --predictions with --targets"
    mistake("evaluate", "--input", masks, "--table=t") shouldBe
      "there is more than one input: " +
      "give one of --input, --table, --query, and --predictions with --targets"
    mistake("evaluate", "--query=SELECT 1", "--targets=t") shouldBe
      "there is more than one input: " +
      "give one of --input, --table, --query, and --predictions with --targets"
    mistake("evaluate", "--table=t", "--format=orc") shouldBe
      "--format is the format of files, so it cannot be combined with --table"
  }

  it("an input that is not there, or is of no known format") {
    mistake("evaluate", "--input=/no/such.parquet") shouldBe
      "--input file:/no/such.parquet: no such file or directory"
    mistake("evaluate", "--input", masks, "--format=tiff") shouldBe
      "--format tiff: no such data source is installed"
    mistake("evaluate", "--table=no.such") shouldBe
      "--table no.such: there is no table or view no.such"
    mistake("evaluate", "--query=SELECT * FROM nothing") shouldBe
      "--query: there is no table or view nothing"
    mistake("evaluate", "--query=SELEC 1") shouldBe
      "--query: Syntax error at or near 'SELEC'."
    val empty = newDirectory()
    mistake("evaluate", s"--input=$empty") shouldBe
      s"--input $empty: no data files were found there"
    mistake("evaluate", "--input=nowhere://bucket/masks") shouldBe
      """--input nowhere://bucket/masks: No FileSystem for scheme "nowhere""""
  }

  it("a column that is not there; those that are get listed") {
    for (option <- Seq("--prediction", "--target", "--id", "--group-by"))
      mistake("evaluate", "--input", masks, s"$option=mask") shouldBe
        s"$option mask: no such column in --input $masks; " +
        "its columns are id, concept, prediction, target"
    mistake("evaluate", "--input", masks, "--group-by=concept.name") should
      startWith("--group-by concept.name: ")
  }

  it("a column that is no mask, or no key") {
    mistake("evaluate", "--input", masks, "--prediction=id") should startWith(
      "--prediction id, --target target: prediction is BIGINT, but must be "
    )
    val maps = dataset("m MAP<STRING, INT>, prediction ARRAY<FLOAT>, target ARRAY<INT>")(
      Row(Map("a" -> 1), Seq(1.0f), Seq(1))
    )
    mistake("evaluate", "--input", maps, "--group-by=m") should
      startWith("--group-by m: values of its type cannot be compared: ")
  }

  it("a number outside what is allowed") {
    mistake("evaluate", "--table=t", "--factor-pos-class=0.5,1.5") shouldBe
      "factor_pos_class is 1.5, but must be in [0, 1]"
    mistake("evaluate", "--table=t", "--factor-pos-class=0.5,0.5") shouldBe
      "--factor-pos-class is [0.5, 0.5], but must not repeat a value"
    mistake("evaluate", "--table=t", "--factor-pos-class=auto,0.5,auto") shouldBe
      "--factor-pos-class is [0.5, auto, auto], but must not repeat a value"
    mistake("evaluate", "--table=t", "--factor-pos-class=half") shouldBe
      "Invalid value for option '--factor-pos-class' (B): 'half' is not a number, concept or auto " +
      "(see net2vec-eval evaluate --help)"
    mistake("evaluate", "--table=t", "--target-thresh=NaN") shouldBe
      "Invalid value for option '--target-thresh': 'NaN' is not a number " +
      "(see net2vec-eval evaluate --help)"
    mistake("evaluate", "--table=t", "--ignore-value=void") shouldBe
      "Invalid value for option '--ignore-value': 'void' is not numbers with commas, nan, or none " +
      "(see net2vec-eval evaluate --help)"
    mistake("evaluate", "--table=t", "--max-pixels=0") shouldBe
      "Invalid value for option '--max-pixels': '0' is not an integer in [1, 2147483639] " +
      "(see net2vec-eval evaluate --help)"
    mistake("evaluate", "--table=t", "--activation=relu") shouldBe
      "Invalid value for option '--activation': 'relu' is not none or sigmoid " +
      "(see net2vec-eval evaluate --help)"
    mistake("evaluate", "--table=t", "--max-invalid-ratio=2") shouldBe
      "--max-invalid-ratio is 2.0, but must be in [0, 1]"
  }

  it("a column named twice, or not at all") {
    mistake("evaluate", "--table=t", "--group-by=a,A") shouldBe
      "--group-by names the column A twice"
    mistake("evaluate", "--table=t", "--id=a,,b") shouldBe "--id has an empty column name"
  }

  it("an output that cannot be one") {
    mistake("evaluate", "--table=t", "--instances") shouldBe
      "--instances needs --output, the directory that they are written to"
    val taken = file("taken", "")
    mistake("evaluate", "--input", masks, s"--output=$taken") shouldBe
      s"--output $taken: cannot create the directory: $taken/runs: Not a directory"
    mistake("sample", "--output=/proc/a/b") shouldBe
      "--output /proc/a/b: cannot create the directory: /proc/a: no such file or directory"
    mistake("evaluate", "--input", masks, "--output=/proc/results") shouldBe
      "--output /proc/results: cannot create the directory: /proc/results: no such file or directory"
  }

  it("all with the trace where --verbose asks for it") {
    for (
      args <- Seq(
        Seq("--verbose", "evaluate", "--set=json=true"),
        Seq("evaluate", "--verbose", "--set=json=true")
      )
    ) {
      val run = net2vecEval(args: _*)
      run.exitCode shouldBe 2
      run.err should include("\tat dev.net2vec.job.")
    }
  }

  describe("no mistake") {
    it("is to ask for help, which holds whole commands") {
      val run = net2vecEval("evaluate", "--help")
      run.exitCode shouldBe 0
      run.out should include("net2vec-eval evaluate --input masks.parquet --group-by concept")
      run.err shouldBe ""
    }

    it("is to ask for help on a narrow terminal: its commands can be copied") {
      for (command <- Seq(new EvaluateCommand, new PackCommand)) {
        val footer = new picocli.CommandLine(command).getCommandSpec.usageMessage.footer
        all(footer.map(_.length).toSeq) should be <= 80
      }
    }

    it("is to ask for help before the project is built: the launcher has the same text") {
      val application = Net2VecEval.commandLine().setUsageHelpAutoWidth(false)
      val commands = application.getSubcommands.asScala.toMap + ("net2vec-eval" -> application)
      for ((name, command) <- commands) {
        val kept = Checkout.path(s"job/bin/help/$name.txt")
        val text = command.getUsageMessage(Ansi.OFF)
        withClue(s"job/bin/net2vec-eval $name --help >$kept mends this: ") {
          (if (Files.exists(kept)) Files.readString(kept) else "") shouldBe text
        }
      }
    }

    it("is to ask for the version") {
      val run = net2vecEval("--version")
      run.exitCode shouldBe 0
      run.out should endWith(s"on Spark ${spark.version}\n")
    }
  }
}
