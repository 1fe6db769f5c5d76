package dev.net2vec.job
package dataset

import java.nio.file.{Files, Path}
import org.apache.spark.sql.Row
import org.apache.spark.sql.functions.expr

class SampleSpec extends JobSpec {
  private lazy val directory: Path = newDirectory()

  private def sample(arguments: String*): Run = {
    val run = net2vecEval("sample" +: arguments: _*)
    run.out shouldBe empty
    run
  }

  private def write(name: String, arguments: String*): String = {
    val output = directory.resolve(name).toString
    val run = sample(Seq("--output", output) ++ arguments: _*)
    withClue(run.err)(run.exitCode shouldBe 0)
    output
  }

  private def rows(path: String): Seq[Row] =
    spark.read.parquet(path).orderBy("image_id", "concept").collect().toSeq

  private def shards(path: String): Int =
    children(Path.of(path)).count(_.toString.endsWith(".parquet"))

  private def pixels[T](row: Row, column: String): Seq[T] =
    row.getAs[scala.collection.Seq[scala.collection.Seq[T]]](column).flatten.toSeq

  describe("net2vec-eval sample") {
    val settings = Seq("--rows", "30", "--size", "20x16", "--concepts", "3")

    it("writes as many pairs of the size, concepts and shards as asked") {
      val output = write("asked", settings ++ Seq("--shards", "3"): _*)
      shards(output) shouldBe 3
      spark.read.parquet(output).schema shouldBe SampleGenerator.SCHEMA
      val pairs = rows(output)
      pairs should have size 30
      pairs.map(_.getAs[String]("instance")).distinct should have size 30
      pairs.groupBy(_.getAs[String]("concept")).map { case (name, of) => name -> of.size } shouldBe
        Map("person" -> 10, "dog" -> 10, "car" -> 10)
      for (row <- pairs; column <- Seq("prediction", "target")) {
        val lines = row.getAs[scala.collection.Seq[scala.collection.Seq[_]]](column)
        lines should have size 20
        all(lines.map(_.size)) shouldBe 16
      }
    }

    it("predicts in [0, 1] what is 0 or 1, with foreground and background in every target") {
      for (row <- rows(write("ranges", settings: _*))) {
        all(pixels[Float](row, "prediction")) should (be >= 0f and be <= 1f)
        pixels[Byte](row, "target").toSet shouldBe Set[Byte](0, 1)
      }
    }

    it("makes the same rows of the same seed, in any number of shards, and others of another") {
      val one = rows(write("one", settings ++ Seq("--seed", "7", "--shards", "1"): _*))
      val five = rows(write("five", settings ++ Seq("--seed", "7", "--shards", "5"): _*))
      val other = rows(write("other", settings ++ Seq("--seed", "8"): _*))
      five shouldBe one
      other.zip(one).count { case (a, b) => a == b } shouldBe 0
    }

    it("predicts some concepts better than others") {
      val output = write("quality", "--rows", "200", "--size", "32x32", "--concepts", "4")
      val value = spark.read
        .parquet(output)
        .groupBy("concept")
        .agg(expr("net2vec_mean(prediction, target)"))
        .collect()
        .map(row => row.getString(0) -> row.getDouble(1))
        .toMap
      value("person") should be > value("car")
      value("car") should be > value("dog")
      value("dog") should be > value("tree")
    }

    it("does not touch what exists, unless told to") {
      val output = write("twice", settings: _*)
      val refused = sample("--output", output, "--rows", "5")
      refused.exitCode shouldBe 2
      refused.messages shouldBe Seq(
        s"net2vec-eval: --output is $output, which exists, but must be a new directory;" +
          " --overwrite replaces it"
      )
      rows(output) should have size 30
      sample("--output", output, "--rows", "5", "--overwrite").exitCode shouldBe 0
      rows(output) should have size 5
    }

    it("replaces nothing that it did not make") {
      val project = newDirectory()
      Files.createDirectories(project.resolve("src"))
      val source = Files.writeString(project.resolve("src/Main.java"), "class Main {}")
      val refused = sample("--output", project.toString, "--rows", "5", "--overwrite")
      refused.exitCode shouldBe 2
      refused.messages shouldBe Seq(
        s"net2vec-eval: --output is $project, which net2vec-eval did not create (it has no " +
          "_net2vec.json), but --overwrite replaces only directories that net2vec-eval created; " +
          "delete it, or choose another"
      )
      Files.readString(source) shouldBe "class Main {}"
      children(project) shouldBe Seq(source.getParent)
    }

    it("refuses settings out of range") {
      def refused(arguments: String*): String = {
        val output = directory.resolve("never").toString
        val run = sample(Seq("--output", output) ++ arguments: _*)
        run.exitCode shouldBe 2
        Files.exists(Path.of(output)) shouldBe false
        run.messages should have size 1
        run.messages.head
      }
      refused("--rows", "0") shouldBe "net2vec-eval: --rows is 0, but must be at least 1"
      refused("--size", "64") shouldBe
        "net2vec-eval: --size is 64, but must be HEIGHTxWIDTH in pixels, such as 112x96"
      refused("--size", "64x0") shouldBe
        "net2vec-eval: the width of --size is 0, but must be in [1, 8192]"
      refused("--size", "9000x1") shouldBe
        "net2vec-eval: the height of --size is 9000, but must be in [1, 8192]"
      refused("--rows", "3", "--concepts", "4") shouldBe
        "net2vec-eval: --concepts is 4, but must be in [1, 3]"
      refused("--rows", "3", "--concepts", "2", "--shards", "4") shouldBe
        "net2vec-eval: --shards is 4, but must be in [1, 3]"
    }
  }

  describe("--activations") {
    it("makes concepts in one channel and concepts spread over four, as the filters show") {
      val directory = newDirectory().resolve("layer")
      val made = net2vecEval(
        "sample",
        s"--output=$directory",
        "--activations",
        "--rows=60",
        "--size=40x48",
        "--concepts=3"
      )
      withClue(made.err)(made.exitCode shouldBe 0)
      val layer = spark.read.parquet(directory.resolve("layer.parquet").toString)
      layer
        .selectExpr("mask_shape(activations)", "mask_shape(target)")
        .distinct()
        .collect() shouldBe
        Array(Row(Seq(10, 5, 6), Seq(40, 48)))
      val run = evaluated(
        s"--input=${directory.resolve("layer.parquet")}",
        "--activations=activations",
        s"--concepts=${directory.resolve("concepts.json")}",
        "--activation=sigmoid",
        "--resize=bilinear",
        "--group-by=concept",
        "--filters",
        "--json"
      )
      val best = run.json.get("filters")
      val gains = (0 until best.size)
        .map(i => best.get(i).get("key").get("concept").asText -> best.get(i).get("gain").asDouble)
        .toMap
      gains("person") should be > 10.0
      gains("car") should be > 10.0
      gains("dog") shouldBe 0.0 +- 1e-9
    }
  }
}
