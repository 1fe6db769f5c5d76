package dev.net2vec.job

import org.apache.spark.sql.Row

class ConfigSpec extends JobSpec {
  private lazy val masks = dataset(Masks.schema)(Masks.all.map(_.row): _*)

  private def mistake(args: String*): String = {
    val run = evaluate(args: _*)
    run.exitCode shouldBe 2
    run.out shouldBe ""
    run.messages should have size 1
    run.messages.head
  }

  it("stands for the command line, every option under its name in snake_case") {
    val output = newDirectory()
    val config = file(
      "evaluation.yaml",
      s"""# A comment
         |input: $masks
         |format: parquet
         |table:
         |id: [id]
         |group_by:
         |  - concept
         |factor_pos_class: [0.25, 0.75]
         |target_thresh: 1
         |target_encoding: ADE20K
         |ignore_value: 7.0
         |activation: sigmoid
         |resize: Nearest
         |align_corners: true
         |activation_order: after_resize
         |clip: false
         |prediction_scale: 255
         |max_pixels: 1000
         |reduction: sum
         |measures: [net2vec, dice]
         |output_thresh: [0.75, 0.25]
         |empty_score: "null"
         |thresholds: 20
         |curve: true
         |worst: 1
         |output: $output
         |instances: true
         |image: images/{id}.png
         |on_invalid: quarantine
         |max_invalid_ratio: 0.5
         |on_corrupt_shard: skip
         |strict: true
         |output_format: markdown
         |json: true
         |""".stripMargin
    )
    val settings = evaluated("--config", config).json.get("settings")
    settings.toString shouldBe
      """{"factor_pos_class":[0.25,0.75],"target_thresh":1.0,""" +
      """"target_class":"none","target_encoding":"ade20k","ignore_value":7.0,""" +
      """"activation":"sigmoid","resize":"nearest","align_corners":true,""" +
      """"activation_order":"after_resize","clip":false,"prediction_scale":255.0,""" +
      """"max_pixels":1000,""" +
      """"reduction":"sum","measures":["net2vec","dice"],"output_thresh":[0.25,0.75],""" +
      """"empty_score":"null","thresholds":20,""" +
      s""""input":["$masks"],"format":"parquet","table":null,"query":null,""" +
      """"predictions":null,"targets":null,"join_on":null,"predictions_index":null,""" +
      """"metadata":null,"metadata_key":null,"activations":null,"concepts":null,""" +
      """"classes":null,"absent":"include",""" +
      """"prediction":"prediction","target":"target","id":["id"],"group_by":["concept"],""" +
      """"image":"images/{id}.png",""" +
      """"on_invalid":"quarantine","max_invalid_ratio":0.5,"on_corrupt_shard":"skip",""" +
      """"filters":false,"strict":true}"""
    onlyRun(output).resolve("instances.parquet").toFile should exist
  }

  it("yields to --set, and that to the command line, whole lists included") {
    val config = file(
      "evaluation.yaml",
      s"""input: [$masks]
         |group_by: [concept]
         |factor_pos_class: [0.25, 0.75]
         |reduction: sum
         |target_thresh: 1
         |json: true
         |""".stripMargin
    )
    val settings = evaluated(
      "--config",
      config,
      "--set=group_by=id,concept",
      "--set",
      "reduction=none",
      "--set=factor_pos_class=0.1",
      "--factor-pos-class=0.9,1.0",
      "--reduction",
      "mean"
    ).json.get("settings")
    settings.get("group_by").toString shouldBe """["id","concept"]"""
    settings.get("reduction").asText shouldBe "mean"
    settings.get("factor_pos_class").toString shouldBe "[0.9,1.0]"
    settings.get("target_thresh").asDouble shouldBe 1.0
  }

  it("yields its source to another, of whatever kind") {
    val config = file("evaluation.yaml", s"input: $masks\nformat: parquet\njson: true\n")
    val query = s"SELECT * FROM parquet.`$masks` WHERE id = 1"
    evaluated("--config", config, "--query", query).json
      .at("/instances/read")
      .asLong shouldBe 1
    evaluated("--config", config, "--set", s"query=$query").json
      .at("/instances/read")
      .asLong shouldBe 1
    val orc = dataset(Masks.schema, "orc")(Row(5L, "cat", Seq(1.0f), Seq(1)))
    evaluated("--config", config, "--input", orc, "--set=format=orc").json
      .at("/instances/read")
      .asLong shouldBe 1
  }

  it("yields its two datasets to an input, and the other way round, with how they are read") {
    val two = file(
      "two.yaml",
      "predictions: p\ntargets: [t1, t2]\njoin_on: [id]\nmetadata: m\nmetadata_key: [k]\nformat: files\njson: true\n"
    )
    evaluated("--config", two, "--input", masks).json.at("/settings/format").asText shouldBe
      "parquet"
    val one = file("one.yaml", s"input: $masks\nformat: orc\njson: true\n")
    evaluated("--config", one, "--predictions", masks, "--targets", masks, "--join-on=id").json
      .at("/settings/targets")
      .toString shouldBe s"""["$masks"]"""
    val half = file(
      "half.yaml",
      s"predictions: $masks\ntargets: /no/such\njoin_on: [id]\nformat: parquet\njson: true\n"
    )
    evaluated("--config", half, "--set", s"targets=$masks").exitCode shouldBe 0
  }

  it("may be empty") {
    evaluated("--config", file("evaluation.yaml", ""), "--input", masks).exitCode shouldBe 0
  }

  describe("a mistake in it") {
    it("is a key that there is not; the nearest is named") {
      val config = file("evaluation.yaml", "group_bye: [concept]\n")
      mistake("--config", config) shouldBe
        s"net2vec-eval: --config $config: unknown key group_bye; did you mean group_by?"
      mistake("--set=group-by=concept") shouldBe
        "net2vec-eval: --set: unknown key group-by; did you mean group_by?"
      mistake("--set=ratio=1") shouldBe
        "net2vec-eval: --set: unknown key ratio; did you mean max_invalid_ratio?"
      mistake("--set=zoom=2") shouldBe
        "net2vec-eval: --set: unknown key zoom; known keys are absent, activation, activation_order, activations, " +
        "align_corners, baseline, bootstrap, classes, clip, concepts, curve, empty_score, factor_pos_class, filters, " +
        "format, full, gates, " +
        "group_by, id, " +
        "ignore_value, image, incremental, input, instances, join_on, json, keep, max_invalid_ratio, max_pixels, " +
        "measures, metadata, metadata_key, on_corrupt_shard, on_invalid, on_missing_baseline, output, " +
        "output_format, output_table, output_thresh, prediction, prediction_scale, predictions, predictions_index, query, " +
        "reduction, report, report_instances, resize, strict, table, tag, target, target_class, target_encoding, " +
        "target_thresh, targets, thresholds, worst"
    }

    it("is a value that the option does not take") {
      val config = file("evaluation.yaml", "target_thresh: high\n")
      mistake("--config", config) shouldBe s"net2vec-eval: --config $config: " +
        "Invalid value for option '--target-thresh': 'high' is not a number"
    }

    it("is a list where one value is taken, or a mapping") {
      val list = file("evaluation.yaml", "table: [a, b]\n")
      mistake("--config", list) shouldBe
        s"net2vec-eval: --config $list: table takes one value, but has [a, b]"
      val mapping = file("evaluation.yaml", "group_by: {a: b}\n")
      mistake("--config", mapping) shouldBe s"net2vec-eval: --config $mapping: " +
        """group_by must be a value or a list of values, but has {"a":"b"}"""
    }

    it("is a file that is not there, or is not YAML of keys") {
      mistake("--config=/no/such.yaml") shouldBe
        "net2vec-eval: --config /no/such.yaml: no such file"
      val text = file("evaluation.yaml", "just text\n")
      mistake("--config", text) shouldBe
        s"""net2vec-eval: --config $text: it must hold lines of the form "key: value""""
      val broken = file("evaluation.yaml", "input: x\ngroup_by: [concept\n")
      mistake("--config", broken) shouldBe s"net2vec-eval: --config $broken: line 2: " +
        "while parsing a flow sequence: expected ',' or ']', but got <stream end>"
      val twice = file("evaluation.yaml", "table: a\ntable: b\n")
      mistake("--config", twice) shouldBe
        s"net2vec-eval: --config $twice: line 2: Duplicate field 'table'"
    }

    it("is a --set without a key") {
      mistake("--set", "json") shouldBe
        """net2vec-eval: --set is "json", but must be KEY=VALUE"""
    }
  }
}
