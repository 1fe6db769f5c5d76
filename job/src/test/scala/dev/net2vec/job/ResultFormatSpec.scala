package dev.net2vec.job

import dev.net2vec.job.text.TextTable
import org.apache.spark.sql.Row
import scala.jdk.CollectionConverters._

/** The forms of the result on standard output. */
class ResultFormatSpec extends JobSpec {
  private lazy val masks = dataset(Masks.schema)(Masks.all.map(_.row): _*)

  private def lines(args: String*): Seq[String] =
    evaluated(s"--input=$masks" +: args: _*).out.linesIterator.toSeq

  describe("the table") {
    it("has what is asked for, a row for each threshold") {
      lines("--measures=set_iou,best_iou,loss", "--output-thresh=0.25,0.5").head shouldBe
        "group  factor_pos_class  output_thresh  count  set_iou  best_iou  loss (mean)  empty"
      lines("--reduction=sum").head should include("count  value (sum)  normalized_value  empty")
      lines("--reduction=dev.net2vec.reduction.TrimmedMean").head should
        include("value (TrimmedMean)")
      lines("--measures=dice", "--output-thresh=0.5,0.9") should have size 3
    }

    it("leaves out the columns that do not fit, and names them") {
      val table =
        new TextTable(List("group", "b", "value", "normalized", "std", "max").asJava, 1, 3)
      table.add(List("cat", "0.5", "1.25", "0.5000", "0.1", "2.0").asJava)
      table.fitted(20, "; elsewhere") shouldBe
        """group    b  value
          |cat    0.5   1.25
          |Too wide to show: normalized, std, max; elsewhere
          |""".stripMargin
      table.fitted(22, "; elsewhere") shouldBe
        """group    b  value  std
          |cat    0.5   1.25  0.1
          |Too wide to show: normalized, max; elsewhere
          |""".stripMargin
      table.fitted(TableStyle.UNLIMITED, "") shouldBe table.toString
      table.fitted(1, "").linesIterator.next() shouldBe "group    b  value"
    }
  }

  describe("--output-format csv") {
    it("has every figure with all digits, by RFC 4180") {
      val run = evaluated(
        s"--input=$masks",
        "--group-by=concept",
        "--measures=set_iou",
        "--output-format=csv"
      )
      val records = run.out.linesIterator.toSeq
      records.head shouldBe "concept,factor_pos_class,auto,output_thresh,count,value,loss," +
        "value_per_pixel,normalized_value,std,standard_error,mean_low95,mean_high95,min,q05,q25," +
        "q50,q75,q95,max,empty_targets,full_targets,set_iou"
      records should have size 5
      records(1) should startWith(",0.5,false,0.5,1,0.0,0.0,0.0,0.0,,,,,0.0,")
      records.last should startWith("(all),0.5,false,0.5,4,0.390625,-0.390625,0.1953125,")
      records.last should endWith(",1,1,0.16666666666666666")
    }

    it("quotes what needs it, and tells an empty text from NULL") {
      val names = Seq("a,b", "say \"hi\"", "x\ny", "", null)
      val rows = names.zipWithIndex.map { case (name, i) => Row(i.toLong, name, Seq(1f), Seq(1)) }
      val out = evaluated(
        s"--input=${dataset(Masks.schema)(rows: _*)}",
        "--group-by=concept",
        "--output-format=csv"
      ).out
      for (field <- Seq("", "\"\"", "\"a,b\"", "\"say \"\"hi\"\"\"", "\"x\ny\""))
        out should include(s"\n$field,0.5,false,1,0.5,")
    }

    it("has the instances where nothing is reduced") {
      val run =
        evaluated(s"--input=$masks", "--id=id", "--reduction=none", "--output-format=csv")
      run.out.linesIterator.take(2).toSeq shouldBe Seq(
        "id,instance_index,factor_pos_class,auto,value,loss,pixels,target_pixels,predicted," +
          "true_positive,false_positive,false_negative,true_negative",
        "1,0,0.5,false,0.875,-0.875,2,1,1.25,1.0,0.25,0.0,0.75"
      )
    }
  }

  describe("--output-format markdown") {
    it("has the table with pipes escaped") {
      val input = dataset(Masks.schema)(Row(1L, "a|b", Seq(1f), Seq(1)))
      val run = evaluated(
        s"--input=$input",
        "--group-by=concept",
        "--measures=set_iou",
        "--output-format=markdown",
        "--gates=set_iou min=0.5"
      )
      run.out.linesIterator.toSeq shouldBe Seq(
        "| concept | factor_pos_class | output_thresh | count | set_iou | empty |",
        "|---|---:|---:|---:|---:|---:|",
        "| a\\|b | 0.5 | 0.5 | 1 | 1.0000 | 0 |",
        "| (all) | 0.5 | 0.5 | 1 | 1.0000 | 0 |",
        "",
        "| gate | concept | factor_pos_class | output_thresh | baseline | allowed | actual | verdict |",
        "|---|---|---:|---:|---:|---:|---:|---:|",
        "| set_iou min 0.5 | a\\|b | 0.5 | 0.5 |  | 0.5000 | 1.0000 | passed |"
      )
    }
  }

  describe("--json") {
    it("is short for --output-format json, which overrides it from the command line") {
      val config = file("json.yaml", s"input: $masks\njson: true\n")
      evaluated(s"--config=$config").json.has("overall") shouldBe true
      evaluated(s"--config=$config", "--output-format=csv").out should startWith("group,")
      val csv = file("csv.yaml", s"input: $masks\noutput_format: csv\n")
      evaluated(s"--config=$csv").out should startWith("group,")
      evaluated(s"--config=$csv", "--json").json.has("overall") shouldBe true
    }
  }
}
