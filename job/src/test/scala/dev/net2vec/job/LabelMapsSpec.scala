package dev.net2vec.job

import com.fasterxml.jackson.databind.{JsonNode, ObjectMapper}
import java.nio.file.{Files, Path}
import org.apache.spark.sql.Row
import scala.jdk.CollectionConverters._

/** Label maps, in files, with values computed by the Python package's reference class. */
class LabelMapsSpec extends JobSpec {
  private lazy val data: Path = Checkout.shared("data/labels")

  private lazy val expected: JsonNode =
    new ObjectMapper().readTree(data.resolve("expected.json").toFile)

  /** The pair in directories of their own, under one name. */
  private def pair(prediction: String, target: String): Seq[String] = {
    def copied(name: String): Path = {
      val extension = name.substring(name.lastIndexOf('.'))
      Files.copy(data.resolve(name), newDirectory().resolve(s"map$extension"))
    }
    Seq(
      s"--predictions=${copied(prediction).getParent}",
      s"--targets=${copied(target).getParent}",
      "--format=files",
      s"--factor-pos-class=${expected.get("factor_pos_class").asText}",
      "--json"
    )
  }

  for (encoding <- Seq("rgb_id", "ade20k"))
    it(s"gives the reference's value for every class of a file of colours: $encoding") {
      val files = pair("prediction.npy", s"$encoding.png")
      expected.get(encoding).asScala.foreach { each =>
        val ids = each.get("target_class").asScala.map(_.asInt).mkString(",")
        val value = evaluated(
          files ++ Seq(s"--target-class=$ids", s"--target-encoding=$encoding"): _*
        ).json.at("/overall/0/value").asDouble
        val reference = each.get("value").asDouble
        withClue(ids)(value shouldBe reference +- (1e-12 * reference))
      }
    }

  describe("ids in colours, with a threshold") {
    lazy val ids = Files.readAllBytes(data.resolve("rgb_id.png"))
    lazy val soft = Files.readAllBytes(data.resolve("prediction.npy"))
    val settings = Seq("--target-encoding=rgb_id", "--json")

    it("are read from joined tables, too") {
      val run = evaluated(
        Seq(
          s"--predictions=${dataset("id INT, prediction BINARY")(Row(1, soft))}",
          s"--targets=${dataset("id INT, target BINARY")(Row(1, ids))}",
          "--join-on=id"
        ) ++ settings: _*
      )
      val columns = evaluated(
        Seq(s"--input=${dataset("prediction BINARY, target BINARY")(Row(soft, ids))}") ++
          settings: _*
      )
      run.json.get("overall") shouldBe columns.json.get("overall")
    }

    it("may have no foreground, which is told") {
      val run = evaluate(
        Seq(
          s"--input=${dataset("prediction BINARY, target BINARY")(Row(soft, ids))}",
          "--target-thresh=16777216"
        ) ++ settings: _*
      )
      withClue(run.err)(run.exitCode shouldBe 0)
      run.err should include("the only target has no foreground: target_thresh 1.6777216E7")
    }
  }

  /** The values of the groups by class, of a result in JSON. */
  private def values(run: Run): Map[String, Double] = run.json
    .get("groups")
    .asScala
    .map(row => row.at("/key/class").asText -> row.get("value").asDouble)
    .toMap

  it("gives the reference's value for every class at once") {
    val single = expected.get("labels").asScala.filter(_.get("target_class").size == 1).toSeq
    for ((ignored, rows) <- single.groupBy(_.get("ignore_value").toString)) withClue(ignored) {
      val ids = rows.map(_.get("target_class").get(0).asText)
      val ignore = ignored.replaceAll("[\\[\\]]", "")
      val classes = file("classes.csv", ids.map(id => s"$id\n").mkString("id\n", "", ""))
      val found = values(
        evaluated(
          pair("prediction.npy", "labels.png") ++
            Seq(
              s"--classes=$classes",
              s"--ignore-value=${if (ignore.isEmpty) "none" else ignore}"
            ): _*
        )
      )
      found.keySet shouldBe ids.toSet
      for (row <- rows) {
        val reference = row.get("value").asDouble
        found(row.get("target_class").get(0).asText) shouldBe reference +- (1e-12 * reference)
      }
    }
  }

  it("gives the reference's value for several classes as one") {
    val row = expected.get("labels").asScala.find(_.get("target_class").size > 1).get
    def list(field: String): String = row.get(field).asScala.map(_.asText).mkString(",")
    val value = evaluated(
      pair("prediction.npy", "labels.png") ++
        Seq(
          s"--target-class=${list("target_class")}",
          s"--ignore-value=${list("ignore_value")}"
        ): _*
    ).json.at("/overall/0/value").asDouble
    val reference = row.get("value").asDouble
    value shouldBe reference +- (1e-12 * reference)
  }

  it("gives the reference's value for the class of every channel") {
    val references = expected.get("channels").asScala.map(_.asDouble).toSeq
    val names = Seq("sky", "road", "tree", "car")
    val classes = file(
      "classes.json",
      names.zipWithIndex.reverse
        .map { case (name, id) => s"""{"id": $id, "name": "$name"}""" }
        .mkString("\n")
    )
    val found = values(
      evaluated(
        pair("channels.npy", "channels.png") ++
          Seq("--target-class=channel", s"--classes=$classes"): _*
      )
    )
    found.keySet shouldBe names.toSet
    names.zip(references).foreach { case (name, reference) =>
      withClue(name)(found(name) shouldBe reference +- (1e-12 * reference))
    }
  }

  describe("the classes of label maps") {

    /** Two maps by day and one by night; only the first has a car, none has a dog. */
    lazy val maps = dataset(
      "id INT, light STRING, prediction ARRAY<ARRAY<DOUBLE>>, target ARRAY<ARRAY<INT>>"
    )(
      Row(1, "day", Seq(Seq(0.75, 0.25, 1.0)), Seq(Seq(7, 7, 2))),
      Row(2, "day", Seq(Seq(0.25, 0.5, 0.0)), Seq(Seq(7, 0, 0))),
      Row(3, "night", Seq(Seq(1.0, 1.0, 0.25)), Seq(Seq(7, 0, 0)))
    )
    lazy val classes = file("classes.csv", "id,name,colour\n7,road,grey\n2,car,red\n9,dog,brown\n")

    def run(more: String*): Run = evaluate(
      Seq(s"--input=$maps", s"--classes=$classes", "--factor-pos-class=1", "--json") ++ more: _*
    )

    def group(run: Run, key: String): JsonNode = {
      withClue(run.err)(run.exitCode shouldBe 0)
      run.json.get("groups").asScala.find(_.get("key").toString == key).get
    }

    it("are groups, named by the table, and those that a map lacks are counted") {
      val found = run()
      val road = group(found, """{"class":"road"}""")
      road.get("count").asLong shouldBe 3
      road.get("value").asDouble shouldBe (1.0 + 0.25 + 1.0) / 3
      road.get("empty_targets").asLong shouldBe 0
      val car = group(found, """{"class":"car"}""")
      car.get("count").asLong shouldBe 3
      car.get("value").asDouble shouldBe 1.0 / 3
      car.get("empty_targets").asLong shouldBe 2
      group(found, """{"class":"dog"}""").get("empty_targets").asLong shouldBe 3
      found.json.at("/instances/evaluated").asLong shouldBe 9
    }

    it("that a map lacks may be left out of all but their number") {
      val found = run("--absent=skip")
      val car = group(found, """{"class":"car"}""")
      car.get("count").asLong shouldBe 1
      car.get("value").asDouble shouldBe 1
      car.get("empty_targets").asLong shouldBe 2
      val dog = group(found, """{"class":"dog"}""")
      dog.get("count").asLong shouldBe 0
      dog.get("value").isNull shouldBe true
      dog.get("empty_targets").asLong shouldBe 3
      found.json.at("/instances/evaluated").asLong shouldBe 4
      found.json.at("/instances/rejected").asLong shouldBe 0
    }

    it("are the last column of a key with others, and of the instances") {
      val output = newDirectory()
      val found = run(
        "--group-by=light",
        "--id=id",
        s"--output=$output",
        "--instances",
        "--absent=skip"
      )
      group(found, """{"light":"night","class":"road"}""").get("value").asDouble shouldBe 1
      group(found, """{"light":"day","class":"road"}""").get("count").asLong shouldBe 2
      spark.read
        .parquet(onlyRun(output).resolve("instances.parquet").toString)
        .selectExpr("id.id", "key.light", "key.class", "value")
        .orderBy("id", "class")
        .collect()
        .map(_.toSeq)
        .toSeq shouldBe Seq(
        Seq[Any](1, "day", "car", 1.0),
        Seq[Any](1, "day", "road", 1.0),
        Seq[Any](2, "day", "road", 0.25),
        Seq[Any](3, "night", "road", 1.0)
      )
    }

    it("have a mean over them: that of their figures, where they have any") {
      // Set IoU at 0.5: of road, 2 of 6 pixels; of car, 1 of 4; of dog, 0 of 4.
      val all = run("--measures=net2vec,set_iou", "--reduction=mean")
      val mean = all.json.at("/mean_over_classes/0")
      mean.get("set_iou").asDouble shouldBe (2.0 / 6 + 1.0 / 4 + 0) / 3 +- 1e-15
      mean.get("value").asDouble shouldBe (2.25 / 3 + 1.0 / 3 + 0) / 3 +- 1e-15
      mean.get("classes").asLong shouldBe 3
      val present =
        run("--measures=net2vec,set_iou", "--absent=skip").json.at("/mean_over_classes/0")
      present.get("value").asDouble shouldBe (2.25 / 3 + 1) / 2 +- 1e-15
      present.get("classes").asLong shouldBe 2
      val table = evaluated(s"--input=$maps", s"--classes=$classes", "--measures=set_iou").out
      table should include("(mean over classes)")
    }

    it("have gates, and so has their mean") {
      def gated(gate: String): Int = run("--measures=net2vec,set_iou", s"--gates=$gate").exitCode
      // Over classes 0.194, of dogs 0.
      val mean = "measure: set_iou, group: {class: (mean over classes)}"
      gated(s"{$mean, min: 0.19}") shouldBe 0
      gated(s"{$mean, min: 0.2}") shouldBe 20
      gated("{measure: set_iou, min: 0.19}") shouldBe 20
      gated("{measure: set_iou, min: 0}") shouldBe 0
    }

    it("of invalid maps are not there, but the maps are rejected once") {
      val bad = dataset("prediction ARRAY<ARRAY<DOUBLE>>, target ARRAY<ARRAY<INT>>")(
        Row(Seq(Seq(0.75)), Seq(Seq(7))),
        Row(Seq(Seq(1.5)), Seq(Seq(7)))
      )
      val found =
        evaluate(s"--input=$bad", s"--classes=$classes", "--json", "--max-invalid-ratio=1")
      withClue(found.err)(found.exitCode shouldBe 0)
      found.json.at("/instances/rejected").asLong shouldBe 1
      found.json.get("groups").asScala.map(_.at("/key/class").asText).toSet shouldBe
        Set("road", "car", "dog")
    }

    it("must be told apart") {
      def mistake(classes: String, more: String*): String = {
        val failed = evaluate(Seq(s"--input=$maps", s"--classes=$classes") ++ more: _*)
        failed.exitCode shouldBe 2
        failed.messages.last.replace(classes, "FILE")
      }
      mistake(file("twice.csv", "id\n1\n1.0\n")) shouldBe
        "net2vec-eval: --classes FILE has the id 1 twice"
      mistake(file("names.csv", "id,name\n1,car\n2,car\n")) shouldBe
        "net2vec-eval: --classes FILE has the name car twice"
      mistake(file("words.csv", "id,name\ncar,1\n")) shouldBe
        "net2vec-eval: --classes FILE has the id car, but every id must be a finite number"
      mistake(file("none.csv", "id,name\n")) shouldBe
        "net2vec-eval: --classes FILE has no rows, but must have at least one class"
      mistake(file("other.csv", "number,name\n1,car\n")) shouldBe
        "net2vec-eval: --classes id: no such column in --classes FILE; its columns are number, name"
      mistake("nowhere.csv") shouldBe "net2vec-eval: --classes FILE: no such file"
      mistake(classes, "--target-class=7") shouldBe
        "net2vec-eval: --classes FILE is given with --target-class 7.0, but needs none or channel"
      mistake(classes, "--group-by=Class") shouldBe
        "net2vec-eval: --classes FILE is given with --group-by Class, but names its own column class"
      evaluate(s"--input=$maps", "--absent=skip").messages.last shouldBe
        "net2vec-eval: --absent is given without --classes"
    }
  }
}
