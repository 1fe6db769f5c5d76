package dev.net2vec.job

import com.fasterxml.jackson.databind.JsonNode
import org.apache.spark.sql.Row
import org.scalatest.Assertion
import scala.jdk.CollectionConverters._

class EvaluateSpec extends JobSpec {
  private lazy val masks = dataset(Masks.schema)(Masks.all.map(_.row): _*)

  private def rows(summary: JsonNode, name: String): Seq[JsonNode] =
    summary.get(name).elements.asScala.toSeq

  private def close(actual: JsonNode, reference: Double): Assertion =
    actual.asDouble shouldBe reference +- 1e-12

  describe("the figures") {
    it("are the reduction, its loss, and the spread over all instances") {
      val row = rows(evaluated("--input", masks, "--json").json, "overall").head
      val values = Masks.all.map(_.value(0.5))
      row.get("key").isEmpty shouldBe true
      row.get("factor_pos_class").asDouble shouldBe 0.5
      row.get("count").asLong shouldBe 4
      close(row.get("value"), Masks.mean(values))
      close(row.get("loss"), -Masks.mean(values))
      close(row.get("value_per_pixel"), values.sum / Masks.all.map(_.target.size).sum)
      close(row.get("std"), Masks.std(values))
      close(row.get("min"), values.min)
      close(row.get("max"), values.max)
    }

    it("are the same from compiled projections, as all runs have outside of these specs") {
      val words = Seq("--input", masks, "--group-by=concept", "--id=id", "--json") ++
        Seq("--measures=net2vec,set_iou,average_precision", "--factor-pos-class=0.25,auto")
      def figures = {
        val summary = evaluated(words: _*).json
        Seq("overall", "groups").map(summary.get)
      }
      val interpreted = figures
      withConf("spark.sql.codegen.factoryMode", "CODEGEN_ONLY") {
        figures shouldBe interpreted
      }
    }

    it("are those of logits where an activation is asked for") {
      val logits = dataset(Masks.schema)(
        Row(1L, "cat", Seq(-1000f, 0f, 1000f), Seq(0, 1, 1)),
        Row(2L, "cat", Seq(2.5f), Seq(1))
      )
      val row = rows(
        evaluated("--input", logits, "--activation=sigmoid", "--json").json,
        "overall"
      ).head
      close(row.get("max"), 0.5 * (1 + 0.5 + 1))
      close(row.get("min"), 0.5 / (1 + math.exp(-2.5)))
      evaluate("--input", logits).exitCode shouldBe 21
    }

    it("come for several b in one run, in ascending order") {
      val summary =
        evaluated("--input", masks, "--factor-pos-class", "0.9,0,0.25", "--json").json
      summary.at("/settings/factor_pos_class").toString shouldBe "[0.0,0.25,0.9]"
      rows(summary, "overall").zip(Seq(0.0, 0.25, 0.9)).foreach { case (row, b) =>
        row.get("factor_pos_class").asDouble shouldBe b
        close(row.get("value"), Masks.mean(Masks.all.map(_.value(b))))
      }
    }

    it("come by group, a null key being a group of its own") {
      val groups = rows(
        evaluated(
          "--input",
          masks,
          "--group-by=concept",
          "--factor-pos-class=0.5,1",
          "--json"
        ).json,
        "groups"
      )
      groups.map(_.at("/key/concept").toString) shouldBe
        Seq("null", "null", "\"cat\"", "\"cat\"", "\"dog\"", "\"dog\"")
      groups.map(_.get("factor_pos_class").asDouble) shouldBe Seq(0.5, 1, 0.5, 1, 0.5, 1)
      groups.map(_.get("count").asLong) shouldBe Seq(1, 1, 2, 2, 1, 1)
      close(
        groups(3).get("value"),
        Masks.mean(Masks.all.filter(_.concept == "cat").map(_.value(1)))
      )
      groups.head.get("std").isNull shouldBe true
    }

    it("come by several columns, whatever their names and types, nested ones too") {
      val input =
        dataset(
          "value DOUBLE, `group` STRUCT<`count`: DATE>, prediction ARRAY<FLOAT>, target ARRAY<INT>"
        )(
          Row(0.5, Row(java.sql.Date.valueOf("2026-01-31")), Seq(1.0f), Seq(1)),
          Row(0.5, Row(null), Seq(0.5f), Seq(1))
        )
      val output = newDirectory()
      val groups = rows(
        evaluated(
          "--input",
          input,
          "--group-by=value,group.count",
          "--id=value",
          "--instances",
          s"--output=$output",
          "--json"
        ).json,
        "groups"
      )
      groups.map(_.get("key").toString) shouldBe
        Seq(
          """{"value":0.5,"group.count":null}""",
          """{"value":0.5,"group.count":"2026-01-31"}"""
        )
      groups.map(_.get("value").asDouble) shouldBe Seq(0.25, 0.5)
      spark.read
        .parquet(onlyRun(output).resolve("groups.parquet").toString)
        .selectExpr("key.value", "key.`group.count`", "value")
        .collect() should contain(Row(0.5, java.sql.Date.valueOf("2026-01-31"), 0.5))
    }

    it("sum instead of mean where asked") {
      val row =
        rows(evaluated("--input", masks, "--reduction=sum", "--json").json, "overall").head
      close(row.get("value"), Masks.all.map(_.value(0.5)).sum)
      close(row.get("loss"), -Masks.all.map(_.value(0.5)).sum)
    }

    it("have no value where nothing is reduced, but the spread") {
      val row =
        rows(evaluated("--input", masks, "--reduction=none", "--json").json, "overall").head
      row.get("value").isNull shouldBe true
      row.get("loss").isNull shouldBe true
      row.get("count").asLong shouldBe 4
      close(row.get("max"), Masks.all.map(_.value(0.5)).max)
    }

    it("count the target as foreground above the threshold") {
      val row =
        rows(evaluated("--input", masks, "--target-thresh=1", "--json").json, "overall").head
      close(row.get("value"), Masks.mean(Masks.all.map(_.value(0.5, thresh = 1))))
    }

    it("leave out the pixels to be ignored") {
      val row =
        rows(
          evaluated(
            "--input",
            masks,
            "--ignore-value=2",
            "--json"
          ).json,
          "overall"
        ).head
      val second = Masks.Instance(2, "cat", Seq(0.5f, 0.75f), Seq(0, 0))
      close(row.get("value"), Masks.mean((Masks.all.patch(1, Seq(second), 1)).map(_.value(0.5))))
    }

    it("leave out the pixels whose target is NaN, where that is asked for") {
      val input = dataset("prediction ARRAY<FLOAT>, target ARRAY<FLOAT>")(
        Row(Seq(0.25f, 0.5f, 1.0f), Seq(0f, Float.NaN, 1f))
      )
      for (nan <- Seq("NaN", "nan")) {
        val summary = evaluated("--input", input, s"--ignore-value=$nan", "--json").json
        close(rows(summary, "overall").head.get("value"), 0.875)
        summary.at("/settings/ignore_value").asText shouldBe "NaN"
      }
    }

    it("count every instance of a cell of rank above 2") {
      val input = dataset("prediction ARRAY<ARRAY<ARRAY<FLOAT>>>, target ARRAY<ARRAY<ARRAY<INT>>>")(
        Row(Seq(Seq(Seq(0.25f, 1.0f)), Seq(Seq(0.5f, 0.5f))), Seq(Seq(Seq(0, 1)), Seq(Seq(1, 1)))),
        Row(Seq(Seq(Seq(1.0f, 1.0f))), Seq(Seq(Seq(1, 1))))
      )
      val output = newDirectory()
      val summary =
        evaluated("--input", input, s"--output=$output", "--instances", "--json").json
      summary.at("/instances/evaluated").asLong shouldBe 3
      close(summary.at("/overall/0/value"), (0.875 + 0.5 + 1.0) / 3)
      spark.read
        .parquet(onlyRun(output).resolve("instances.parquet").toString)
        .orderBy("value")
        .selectExpr("instance_index", "pixels", "target_pixels", "value")
        .collect() shouldBe Array(Row(1, 2, 2, 0.5), Row(0, 2, 1, 0.875), Row(0, 2, 2, 1.0))
    }

    it("are the same for any order of the rows") {
      val random = new scala.util.Random(7)
      val many = Seq.fill(500) {
        val target = Seq.fill(16)(random.nextInt(2))
        Row(0L, s"c${random.nextInt(3)}", target.map(_ => random.nextFloat()), target)
      }
      def summary(rows: Seq[Row]): Seq[JsonNode] = {
        val json =
          evaluated("--input", dataset(Masks.schema)(rows: _*), "--group-by=concept", "--json").json
        this.rows(json, "overall") ++ this.rows(json, "groups")
      }
      val shuffled = summary(random.shuffle(many))
      summary(many).zip(shuffled).foreach { case (one, other) =>
        one.toString shouldBe other.toString
      }
    }
  }

  describe("the input") {
    lazy val reference = evaluated("--input", masks, "--json").json.get("overall")

    for (format <- Seq("orc", "json")) {
      it(s"may be $format") {
        val rows = Masks.all.filter(_.concept != null).map(_.row)
        val expected =
          evaluated("--input", dataset(Masks.schema)(rows: _*), "--json").json.get("overall")
        val input = dataset(Masks.schema, format)(rows: _*)
        evaluated("--input", input, "--format", format, "--json").json
          .get("overall") shouldBe expected
      }
    }

    it("may be several paths") {
      evaluated("--input", masks, masks, "--json").json.at("/instances/read").asLong shouldBe 8
    }

    it("may be a table") {
      spark.read.parquet(masks).write.mode("overwrite").saveAsTable("masks")
      evaluated("--table", "masks", "--json").json.get("overall") shouldBe reference
    }

    it("may be a query, with columns of any names") {
      val run = evaluated(
        "--query",
        s"SELECT prediction AS p, target AS t FROM parquet.`$masks`",
        "--prediction=p",
        "--target=t",
        "--json"
      )
      run.json.get("overall") shouldBe reference
    }
  }

  describe("standard output") {
    it("holds the table alone") {
      val run =
        evaluated("--input", masks, "--group-by=concept", "--factor-pos-class=0.5,1")
      run.out.linesIterator.map(_.stripTrailing).toSeq shouldBe Seq(
        "concept  factor_pos_class  count  value (mean)  normalized_value  empty  value_per_pixel     std  mean_low95  mean_high95     min     q50     max",
        "NULL                  0.5      1        0.0000            0.0000      1         0.000000                                   0.0000  0.0000  0.0000",
        "NULL                  1.0      1        0.0000                        1         0.000000                                   0.0000  0.0000  0.0000",
        "cat                   0.5      2        0.7500            0.6000      0         0.300000  0.1768     -0.8383       2.3383  0.6250  0.6250  0.8750",
        "cat                   1.0      2        0.7500            0.7500      0         0.300000  0.3536     -2.4266       3.9266  0.5000  0.5000  1.0000",
        "dog                   0.5      1        0.0625            0.0625      0         0.031250                                   0.0625  0.0625  0.0625",
        "dog                   1.0      1        0.1250            0.0625      0         0.062500                                   0.1250  0.1250  0.1250",
        "(all)                 0.5      4        0.3906            0.3906      1         0.195313  0.4281     -0.2906       1.0718  0.0000  0.0625  0.8750",
        "(all)                 1.0      4        0.4063            0.4063      1         0.203125  0.4492     -0.3086       1.1211  0.0000  0.1250  1.0000"
      )
      run.messages shouldBe empty
    }

    it("shows the first groups and says how many more there are") {
      val rows = (0 until 60).map(i => Row(i.toLong, f"c$i%02d", Seq(1.0f), Seq(1)))
      val run = evaluated("--input", dataset(Masks.schema)(rows: _*), "--group-by=concept")
      val lines = run.out.linesIterator.toSeq
      lines should have size 53
      lines(50) should startWith("c49 ")
      lines.last shouldBe "… and 10 more rows; --output DIR keeps all in groups.parquet"
    }

    it("shows the instances where nothing is reduced") {
      val run = evaluated("--input", masks, "--reduction=none", "--id=id", "--group-by=concept")
      run.out.linesIterator.toSeq shouldBe Seq(
        "id  concept  instance_index  factor_pos_class  pixels   value",
        "4   NULL                  0               0.5       1  0.0000",
        "1   cat                   0               0.5       2  0.8750",
        "2   cat                   0               0.5       3  0.6250",
        "3   dog                   0               0.5       2  0.0625"
      )
    }

    it("holds the summary alone with --json") {
      val run = evaluated("--input", masks, "--json")
      run.json.fieldNames.asScala.toSeq shouldBe Seq(
        "version",
        "run",
        "source",
        "settings",
        "instances",
        "corrupt_shards",
        "warnings",
        "overall",
        "groups",
        "gate"
      )
      run.json.get("version").asInt shouldBe 1
      run.json.get("groups").isEmpty shouldBe true
      run.json.get("instances").toString shouldBe
        """{"read":4,"evaluated":4,"rejected":0,"rejected_by_reason":{}}"""
      run.json.at("/overall/0").fieldNames.asScala.toSeq shouldBe Seq(
        "key",
        "factor_pos_class",
        "auto",
        "count",
        "value",
        "loss",
        "value_per_pixel",
        "normalized_value",
        "std",
        "standard_error",
        "mean_low95",
        "mean_high95",
        "min",
        "q05",
        "q25",
        "q50",
        "q75",
        "q95",
        "max",
        "empty_targets",
        "full_targets"
      )
      run.json.at("/settings/reduction").asText shouldBe "mean"
    }
  }

  it("lists no more groups in the summary than a driver can hold, and says so") {
    val run = evaluated(
      "--query",
      "SELECT id AS k, array(1.0D) AS prediction, array(1) AS target FROM range(10003)",
      "--group-by=k",
      "--json"
    )
    run.json.get("groups").size shouldBe 10000
    run.json.get("groups_truncated").toString shouldBe """{"listed":10000,"total":10003}"""
  }
}
