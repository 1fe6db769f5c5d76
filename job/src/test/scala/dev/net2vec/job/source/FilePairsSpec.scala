package dev.net2vec.job
package source

import com.fasterxml.jackson.databind.{JsonNode, ObjectMapper}
import java.nio.file.{Files, Path}
import org.apache.hadoop.conf.Configuration
import org.apache.spark.api.java.JavaSparkContext
import org.apache.spark.sql.Row
import org.apache.spark.util.SerializableConfiguration
import scala.jdk.CollectionConverters._

/** Files with one mask each. */
class FilePairsSpec extends JobSpec {
  private lazy val people: Path = Checkout.shared("data/coco-people")

  private def npy(items: String): Array[Byte] =
    spark.sql(s"SELECT mask_to_npy($items)").head().getAs[Array[Byte]](0)

  /** A prediction whose value against the target below is 0.875. */
  private lazy val prediction = npy("array(0.25, 1.0)")
  private lazy val target = npy("array(0, 1)")

  /** Writes files into a new directory, and returns it. */
  private def directory(files: (String, Array[Byte])*): Path = {
    val directory = newDirectory()
    files.foreach { case (name, bytes) =>
      val file = directory.resolve(name)
      Files.createDirectories(file.getParent)
      Files.write(file, bytes)
    }
    directory
  }

  private def predictions(names: String*): Path = directory(names.map(_ -> prediction): _*)

  private def targets(names: String*): Path = directory(names.map(_ -> target): _*)

  private def files(predictions: Any, targets: Any, more: String*): Run = evaluate(
    Seq(s"--predictions=$predictions", s"--targets=$targets", "--format=files") ++ more: _*
  )

  private def done(run: Run): JsonNode = {
    withClue(run.err)(run.exitCode shouldBe 0)
    run.json
  }

  private def rejected(output: Path): Array[Row] =
    spark.read
      .parquet(onlyRun(output).resolve("rejected.parquet").toString)
      .selectExpr("id.*", "reason", "message", "file")
      .orderBy("message")
      .collect()

  describe("the COCO people") {
    lazy val settings = new ObjectMapper()
      .readTree(Checkout.shared("data/coco-people/expected.json").toFile)
      .get("settings")

    def close(actual: Double, reference: Double) =
      actual shouldBe reference +- (1e-9 * math.abs(reference))

    for (number <- 0 until 3) {
      it(s"have the reference's values by concept and instance: setting $number") {
        val setting = settings.get(number)
        val b = setting.get("factor_pos_class").asText
        val thresh = setting.get("target_thresh").asText
        val output = newDirectory()
        val run = files(
          people.resolve("predictions").resolve("*.npy"),
          people.resolve("targets").resolve("*.png"),
          s"--metadata=${people.resolve("instances.csv")}",
          "--metadata-key=instance",
          "--group-by=concept",
          s"--factor-pos-class=$b",
          s"--target-thresh=$thresh",
          s"--output=$output",
          "--instances",
          "--json"
        )
        val summary = done(run)
        run.messages should have size 1
        close(summary.at("/overall/0/value").asDouble, setting.get("mean").asDouble)
        val groups = summary.get("groups").asScala.toSeq
        groups.map(_.at("/key/concept").asText) shouldBe Seq("people", "person")
        for (group <- groups) {
          val concept = setting.get("by_concept").get(group.at("/key/concept").asText)
          group.get("count").asLong shouldBe concept.get("count").asLong
          close(group.get("value").asDouble, concept.get("mean").asDouble)
        }
        val instances = spark.read
          .parquet(onlyRun(output).resolve("instances.parquet").toString)
          .selectExpr("id.stem", "value")
          .collect()
          .map(row => row.getString(0) -> row.getDouble(1))
          .toMap
        instances.keySet shouldBe setting.get("instances").fieldNames.asScala.toSet
        instances.foreach { case (instance, value) =>
          close(value, setting.get("instances").get(instance).asDouble)
        }
      }
    }
  }

  describe("files") {
    it("are found in directories, at any depth, and by globs, each once") {
      val p = predictions("a.npy", "x/y/b.npy", "_SUCCESS", ".DS_Store", "_tmp/c.npy")
      val t = targets("a.png", "b.mask.npy", "x/b.npy", "d.txt")
      val run = evaluate(
        "--predictions",
        p.toString,
        s"$p/*.npy",
        "--targets",
        s"$t/a.*",
        s"$t/x",
        "--format=files",
        "--json"
      )
      done(run).get("instances").toString shouldBe
        """{"read":2,"evaluated":2,"rejected":0,"rejected_by_reason":{}}"""
      run.json.at("/overall/0/value").asDouble shouldBe 0.875
    }

    it("may have names that look like globs, or hold blanks and signs") {
      val names = Seq("a[1].npy", "b c.npy", "d%20é#.npy")
      done(
        files(predictions(names: _*).resolve("a[1].npy"), targets(names: _*).resolve("a[1].npy"))
          .copy(out = "{}")
      )
      done(files(predictions(names: _*), targets(names: _*), "--json"))
        .at("/instances/evaluated")
        .asInt shouldBe 3
    }

    it("are paired by their stem, which names them, the last extension left out") {
      val output = newDirectory()
      done(
        files(
          predictions("a.b.npy", "c"),
          targets("c.png", "a.b.npy"),
          "--instances",
          s"--output=$output",
          "--json"
        )
      ).at("/settings/id").toString shouldBe """["stem"]"""
      spark.read
        .parquet(onlyRun(output).resolve("instances.parquet").toString)
        .selectExpr("id.stem")
        .orderBy("stem")
        .collect() shouldBe Array(Row("a.b"), Row("c"))
    }

    it("are paired by the groups of a regular expression, which are columns") {
      val settings = Seq("--join-on=(?<scene>\\w+)/(?<frame>\\d+)", "--group-by=scene", "--json")
      val p = predictions("s1/0001.npy", "s1/0002.npy", "s2/0001.npy")
      val summary =
        done(files(p, targets("s1/0001.png", "s1/0002.png", "s2/0001.png"), settings: _*))
      summary.get("groups").asScala.map(_.at("/key/scene").asText).toSeq shouldBe Seq("s1", "s2")
      summary.get("groups").asScala.map(_.get("count").asInt).toSeq shouldBe Seq(2, 1)
      summary.at("/settings/id").toString shouldBe """["scene","frame"]"""
      summary.at("/settings/join_on").toString shouldBe """["(?<scene>\\w+)/(?<frame>\\d+)"]"""
    }

    it("without a partner are invalid, on either side, and named") {
      val p = predictions("a.npy", "b.npy", "c.npy")
      val t = targets("b.png", "d.png")
      val output = newDirectory()
      val run = files(p, t, s"--output=$output", "--json")
      run.exitCode shouldBe 21
      run.json.get("instances").toString shouldBe
        """{"read":4,"evaluated":1,"rejected":3,"rejected_by_reason":{"UNPAIRED":3}}"""
      run.messages.drop(1) shouldBe Seq(
        "net2vec-eval: 3 of 4 rows are invalid: 3 UNPAIRED",
        "  stem a: UNPAIRED: prediction has no target with the same stem 'a', " +
          s"in file:$p/a.npy",
        "  stem c: UNPAIRED: prediction has no target with the same stem 'c', " +
          s"in file:$p/c.npy",
        s"  stem d: UNPAIRED: target has no prediction with the same stem 'd', in file:$t/d.png",
        "net2vec-eval: the share of invalid rows is 0.75, but --max-invalid-ratio is 0.0"
      )
      rejected(output).head shouldBe Row(
        "a",
        "UNPAIRED",
        "prediction has no target with the same stem 'a'",
        s"file:$p/a.npy"
      )
      files(p, t, "--max-invalid-ratio=0.75").exitCode shouldBe 0
      files(p, t, "--on-invalid=fail").messages should have size 1
    }

    it("of which none has a partner are told once, with one of each side and the remedy") {
      val p = predictions("a_pred.npy", "b_pred.npy")
      val t = targets("a_mask.png", "b_mask.png")
      val run = files(p, t)
      run.exitCode shouldBe 21
      run.messages shouldBe Seq(
        "net2vec-eval: all 4 rows are invalid for the same reason; the first: stem a_mask: UNPAIRED: " +
          s"target has no prediction with the same stem 'a_mask', in file:$t/a_mask.png; " +
          "an unpaired prediction: stem a_pred: UNPAIRED: prediction has no target with the same stem " +
          s"'a_pred', in file:$p/a_pred.npy; --join-on REGEX pairs files by the parts of their " +
          "paths that its named groups match",
        "net2vec-eval: no row is valid, so nothing was evaluated"
      )
    }

    it("whose path the expression does not match are invalid, too") {
      val p = predictions("1.npy", "x.npy")
      val run = files(p, targets("1.png"), "--join-on=/(?<n>\\d+)[.]", "--max-invalid-ratio=1")
      withClue(run.err)(run.exitCode shouldBe 0)
      run.messages(1) shouldBe
        s"  n NULL: UNPAIRED: prediction's path does not match --join-on, in file:$p/x.npy"
    }

    it("of the same key on one side end the run, two of them named") {
      val p = predictions("a.npy", "x/a.npy")
      val run = files(p, targets("a.png"))
      run.exitCode shouldBe 21
      run.messages shouldBe Seq(
        s"net2vec-eval: --predictions has two files with the stem 'a': file:$p/a.npy and " +
          s"file:$p/x/a.npy; --join-on can tell them apart by their paths"
      )
      val t = targets("1/2.npy", "1/2.png")
      files(predictions("1/2.npy"), t, "--join-on=(?<d>\\d)/(?<n>\\d)").messages shouldBe Seq(
        s"net2vec-eval: --targets has two files with the d '1', n '2': file:$t/1/2.npy and " +
          s"file:$t/1/2.png"
      )
    }

    it("that are no masks are invalid, with the file that is to blame") {
      val p = directory(
        "cut.npy" -> prediction.take(130),
        "empty.npy" -> Array.emptyByteArray,
        "good.npy" -> prediction,
        "large.npy" -> new Array[Byte](70000),
        "text.npy" -> prediction
      )
      val t = directory(
        "cut.npy" -> target,
        "empty.npy" -> target,
        "good.npy" -> target,
        "large.npy" -> target,
        "text.npy" -> "no mask".getBytes
      )
      val output = newDirectory()
      files(p, t, s"--output=$output", "--max-pixels=4").exitCode shouldBe 21
      rejected(output).map(row => (row.getString(0), row.getString(1), row.getString(3))) shouldBe
        Array(
          ("large", "TOO_LARGE", s"file:$p/large.npy"),
          ("cut", "UNREADABLE", s"file:$p/cut.npy"),
          ("empty", "UNREADABLE", s"file:$p/empty.npy"),
          ("text", "UNREADABLE", s"file:$t/text.npy")
        )
      rejected(output).head.getString(2) shouldBe
        "prediction has 70000 bytes, but must have at most 65568"
    }

    it("that cannot be opened are invalid, not the end of the job") {
      val hadoop = new JavaSparkContext(spark.sparkContext)
        .broadcast(new SerializableConfiguration(new Configuration()))
      val there = predictions("a.npy").resolve("a.npy").toString
      new PairReader(hadoop, 1000).call(Row("a", there, "/no/such.npy", null, null)) shouldBe
        Row(
          "a",
          there,
          "/no/such.npy",
          null,
          null,
          Row("UNREADABLE", "target cannot be read: the file does not exist")
        )
    }
  }

  describe("metadata") {
    val csv = "name,concept,prediction_of\na,cat,x\nb,dog,y\n"

    it("are the pairs' columns; a pair without them has NULL, and both sides of it are told") {
      val metadata = file("metadata.csv", csv + "z,cow,\n")
      val run = files(
        predictions("a.npy", "b.npy", "c.npy"),
        targets("a.npy", "b.npy", "c.npy"),
        s"--metadata=$metadata",
        "--metadata-key=name",
        "--group-by=concept",
        "--id=name,stem",
        "--json"
      )
      done(run).get("groups").asScala.map(_.at("/key/concept").toString).toSeq shouldBe
        Seq("null", "\"cat\"", "\"dog\"")
      run.messages shouldBe Seq(
        s"net2vec-eval: pairs without a row in --metadata $metadata, so that its columns are NULL: 1 of 3",
        s"net2vec-eval: rows of --metadata $metadata that belong to no pair: 1"
      )
    }

    it("are found by a part of the key, or by all of it in order") {
      val names = Seq("s1/1.npy", "s1/2.npy", "s2/1.npy")
      def groups(text: String, key: String) = done(
        files(
          predictions(names: _*),
          targets(names: _*),
          "--join-on=(?<scene>\\w+)/(?<frame>\\d+)",
          s"--metadata=${file("metadata.csv", text)}",
          s"--metadata-key=$key",
          "--group-by=weather",
          "--json"
        )
      ).get("groups").asScala.map(_.get("count").asInt).toSeq
      groups("scene,weather\ns1,rain\ns2,sun\n", "scene") shouldBe Seq(2, 1)
      groups("a,b,weather\ns1,1,rain\ns1,2,sun\ns2,1,sun\n", "a,b") shouldBe Seq(1, 2)
    }

    def mistake(exitCode: Int, text: String, key: String): String = {
      val metadata = file("metadata.csv", text)
      val run = files(
        predictions("a.npy"),
        targets("a.npy"),
        s"--metadata=$metadata",
        s"--metadata-key=$key"
      )
      run.exitCode shouldBe exitCode
      run.messages should have size 1
      run.messages.head.replace(s" $metadata", "")
    }

    it("must have one row a key, as many cells as columns, and no column of the job's") {
      mistake(21, csv + "a,cow,\n", "name") shouldBe
        "net2vec-eval: --metadata has two rows with the name a"
      mistake(21, csv + "c\n", "name") should (startWith("net2vec-eval: cannot read file:") and
        endWith("metadata.csv: Malformed CSV record: c"))
      mistake(2, csv, "instance") shouldBe "net2vec-eval: --metadata-key instance: " +
        "no such column in --metadata; its columns are name, concept, prediction_of"
      mistake(2, csv, "name,concept") shouldBe "net2vec-eval: --metadata-key is name,concept, " +
        "but must name columns of the key, stem, or as many columns as it has"
      mistake(2, "name,Target\na,b\n", "name") shouldBe "net2vec-eval: the column target occurs " +
        "more than once among the key (stem), the metadata (name, Target) and the job's own columns"
    }

    it("must be there") {
      val run = files(
        predictions("a.npy"),
        targets("a.npy"),
        "--metadata=/no/such.csv",
        "--metadata-key=name"
      )
      run.exitCode shouldBe 2
      run.messages shouldBe Seq("net2vec-eval: --metadata /no/such.csv: no such file")
    }
  }

  describe("a mistake") {
    def mistake(args: String*): String = {
      val run = evaluate(args: _*)
      run.exitCode shouldBe 2
      run.messages should have size 1
      run.messages.head.stripPrefix("net2vec-eval: ")
    }

    it("is a path that is not there, or holds nothing") {
      val some = predictions("a.npy").toString
      mistake("--predictions=/no/such", s"--targets=$some", "--format=files") shouldBe
        "--predictions /no/such: no such file or directory"
      mistake(s"--predictions=$some", s"--targets=$some/*.png", "--format=files") shouldBe
        s"--targets $some/*.png: no such file or directory"
      val empty = newDirectory()
      mistake(s"--predictions=$empty", s"--targets=$some", "--format=files") shouldBe
        s"--predictions $empty: no files were found there"
      mistake("--predictions=nowhere://b/x", s"--targets=$some", "--format=files") shouldBe
        """--predictions nowhere://b/x: No FileSystem for scheme "nowhere""""
    }

    it("is an expression that is none, or names no group") {
      mistake("--predictions=p", "--targets=t", "--format=files", "--join-on=(?<a_b>x)") shouldBe
        "--join-on is \"(?<a_b>x)\", but must be a regular expression with --format files: " +
        "named capturing group is missing trailing '>'"
      mistake("--predictions=p", "--targets=t", "--format=files", "--join-on=stem") shouldBe
        "--join-on is \"stem\", but must have a named group, such as (?<frame>\\d+)"
      mistake(
        "--predictions=p",
        "--targets=t",
        "--format=files",
        "--join-on=(?<a>x)",
        "--join-on=(?<b>x)"
      ) shouldBe "--join-on is [(?<a>x), (?<b>x)], but must be one regular " +
        "expression with --format files"
    }

    it("is half of a setting, or one that does not belong to the others") {
      mistake("--predictions=p") shouldBe "--predictions and --targets must be given together"
      mistake("--targets=t", "--format=files") shouldBe
        "--predictions and --targets must be given together"
      mistake("--predictions=p", "--targets=t") shouldBe "--predictions and --targets need " +
        "--join-on COLS, the columns that pair their rows, or --format files"
      mistake("--input=i", "--format=files") shouldBe
        "--format files is given without --predictions and --targets"
      mistake("--input=i", "--join-on=a") shouldBe
        "--join-on is given without --predictions and --targets"
      mistake("--input=i", "--metadata=m.csv") shouldBe "--metadata needs --format files"
      mistake("--predictions=p", "--targets=t", "--format=files", "--metadata=m.csv") shouldBe
        "--metadata and --metadata-key must be given together"
    }
  }

  describe("the key of a path") {
    def key(regex: String, path: String): Seq[String] =
      Option(PathKey.matching(regex).of(path)).map(_.asScala.toSeq).getOrElse(Nil)

    it("is what the expression finds last in it") {
      val regex = "(?<scene>\\w+)/(?<frame>\\d+)"
      key(regex, "file:/data/2026/s1/0007.npy") shouldBe Seq("s1", "0007")
      key(regex, "/a/1/2.npy") shouldBe Seq("1", "2")
      key(regex, "/a/b.npy") shouldBe Nil
      key("(?<a>x)?y", "/y") shouldBe Seq("")
    }

    it("has the named groups alone, in their order") {
      PathKey.matching("(a)(?<z>b)\\(?<n>(?<b>c)(?:d)").columns.asScala shouldBe Seq("z", "b")
    }
  }

  describe("NPY files of many predictions, with an index") {

    /** Three predictions of one row each, in one file: 0.25, 1; 0.5, 1; 1, 1. */
    lazy val layer: Path = directory(
      "layer.npy" -> npy(
        "array(array(array(0.25, 1.0)), array(array(0.5, 1.0)), array(array(1.0, 1.0)))"
      )
    )
    lazy val truth: Path = {
      val mask = npy("array(array(0, 1))")
      directory("a.npy" -> mask, "b.npy" -> mask)
    }

    def indexed(lines: String, more: String*): Run =
      files(layer, truth, s"--predictions-index=${file("index.csv", lines)}" +: more: _*)

    it("are paired by the key in the index, each read from its place") {
      val run = indexed("stem,index\nb,2\na,1\n", "--group-by=stem", "--json")
      val groups = done(run).get("groups").asScala.toSeq
      groups.map(_.get("key").get("stem").asText) shouldBe Seq("a", "b")
      groups.map(_.get("value").asDouble) shouldBe Seq(0.75, 0.5)
      run.json.get("settings").get("predictions_index").asText should endWith("index.csv")
    }

    it("are taken in the order of the lines, if the index has no numbers") {
      val groups =
        done(indexed("stem\na\nb\n", "--group-by=stem", "--json")).get("groups").asScala.toSeq
      groups.map(_.get("value").asDouble) shouldBe Seq(0.875, 0.75)
    }

    it("are invalid where the file has no such place") {
      val run = indexed("stem,index\na,1\nb,7\n")
      run.exitCode shouldBe 21
      run.err should include("prediction's NPY index is 7, but must be in [0, 2]")
    }

    it("need an index that can be read") {
      def told(run: Run): String = {
        withClue(run.err)(run.exitCode shouldBe 2)
        run.err
      }
      told(indexed("name\na\n")) should include("--predictions-index stem: no such column in")
      told(indexed("stem,index\na,first\n")) should include(
        "index is first, but must be an integer"
      )
      told(indexed("stem,file\na,other.npy\n")) should include(
        "file is other.npy, but must be the name of one of --predictions"
      )
      told(files(layer, truth, "--predictions-index=/nowhere.csv")) should include(
        "--predictions-index /nowhere.csv: no such file"
      )
    }
  }
}
