package dev.net2vec.job
package text

import java.io.{PrintWriter, StringWriter}
import org.apache.spark.sql.Row

/** Text from data stays on its line, and does not act on the terminal. */
class ShownSpec extends JobSpec {
  private val schema = "id STRING, concept STRING, prediction ARRAY<FLOAT>, target ARRAY<INT>"
  private val forged = "1\nnet2vec-eval: all is well\u001b[2J\u009b31m\u2028\u202e\\"
  private val shown = "1\\nnet2vec-eval: all is well\\u001b[2J\\u009b31m\\u2028\\u202e\\"

  private def acts(text: String): Boolean =
    text.exists(unit => unit != '\n' && Shown.acts(unit.toInt))

  describe("a line") {
    it("has the escapes of JSON for line breaks, escape codes and what turns text around") {
      Shown.line(forged) shouldBe shown
      Shown.line("a\tb ä 😀 \ud800") shouldBe "a\tb ä 😀 \\ud800"
      Shown.line("\udb40\udc01") shouldBe "\\udb40\\udc01"
    }

    it("of standard error is one line, erases the status before it, and is the last one") {
      val out = new StringWriter
      val log = new TextLog(new PrintWriter(out))
      log.status("Scoring\n")
      log.println("a\nb")
      log.printf("%d%n", Int.box(1))
      log.last("end")
      log.println("more")
      log.status("more")
      out.toString shouldBe "\r\u001b[KScoring\\n\r\u001b[Ka\\nb\n1\nend\n"
    }
  }

  describe("a cell") {
    it("tells what is not there from what is named so") {
      Shown.cell(null: String) shouldBe "NULL"
      Seq("NULL", "(all)", "", " a", "\"", "null", "a\tb\\n", "a\nb").map(Shown.cell) shouldBe
        Seq("\"NULL\"", "\"(all)\"", "\"\"", "\" a\"", "\"\\\"\"", "null", "a\\tb\\\\n", "a\\nb")
    }

    it("leaves out the middle of what is long") {
      Shown.cell("a" * 60) shouldBe "a" * 60
      Shown.cell("a" * 100 + "😀" * 100) shouldBe "a" * 29 + "…" + "😀" * 30
    }
  }

  describe("a run") {
    it("shows every group on a line of its own") {
      val groups = Seq(null, "NULL", "(all)", "", forged, "x" * 300 + "y")
      val masks = dataset(schema)(groups.map(Row("i", _, Seq(1.0f), Seq(1))): _*)
      val out = evaluated("--input", masks, "--group-by=concept").out
      val lines = out.linesIterator.toSeq
      acts(out) shouldBe false
      lines.map(_.split("  ").head).toSet shouldBe Set(
        "concept",
        "NULL",
        "\"NULL\"",
        "(all)",
        "\"(all)\"",
        "\"\"",
        shown + "\\",
        "x" * 29 + "…" + "x" * 29 + "y"
      )
      lines should have size 8
    }

    it("keeps its JSON exact, and without what acts on a terminal") {
      val masks = dataset(schema)(Row("i", forged, Seq(1.0f), Seq(1)))
      val run = evaluated("--input", masks, "--group-by=concept", "--json")
      acts(run.out) shouldBe false
      run.json.at("/groups/0/key/concept").asText shouldBe forged
    }

    it("names an invalid row in one line, of text or of JSON") {
      val masks = dataset(schema)(
        Row(forged, "c", Seq(1.5f), Seq(1)),
        Row("NULL", "c", null, Seq(1)),
        Row(null, "c", null, Seq(1))
      )
      val run = evaluate("--input", masks, "--id=id")
      run.exitCode shouldBe 21
      acts(run.err) shouldBe false
      val named = run.messages.filter(_.startsWith("  id "))
      named.map(_.replaceFirst(", in .*", "")) shouldBe Seq(
        "  id NULL: NULL_MASK: prediction is NULL, but must be a mask",
        s"  id $shown: OUT_OF_RANGE: prediction is 1.5 at [0], but every item must be in [0, 1] (shape 1)",
        "  id \"NULL\": NULL_MASK: prediction is NULL, but must be a mask"
      )
      run.messages.filter(_.startsWith("net2vec-eval: all")) shouldBe Nil

      val json = evaluate("--input", masks, "--id=id", "--log-format=json")
      acts(json.err) shouldBe false
      val messages = json.err.linesIterator.map(JobSpec.parse(_).get("msg").asText).toSeq
      messages.count(_.startsWith(s"id $forged: OUT_OF_RANGE: ")) shouldBe 1
      messages.count(_.startsWith("all is well")) shouldBe 0

      val failed = evaluate("--input", masks, "--id=id", "--on-invalid=fail")
      failed.exitCode shouldBe 21
      failed.messages should have size 1
    }
  }
}
