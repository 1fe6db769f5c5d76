package dev.net2vec.job
package dataset

import java.nio.file.{Files, Path}
import org.apache.hadoop.conf.Configuration
import org.apache.parquet.hadoop.ParquetFileReader
import org.apache.parquet.hadoop.util.HadoopInputFile
import org.apache.spark.sql.Row
import scala.jdk.CollectionConverters._

class PackSpec extends JobSpec {
  private def pack(args: String*): Run = net2vecEval("pack" +: args: _*)

  private def packed(args: String*): Path = {
    val output = newDirectory().resolve("packed")
    val run = pack(Seq(s"--output=$output") ++ args: _*)
    withClue(run.err)(run.exitCode shouldBe 0)
    run.out shouldBe ""
    output
  }

  /** All paths below a path, with sizes. */
  private def tree(path: Path): Seq[(Path, Long)] = {
    val paths = Files.walk(path)
    try paths.iterator.asScala.map(p => p -> Files.size(p)).toSeq.sortBy(_._1)
    finally paths.close()
  }

  private def predictionFiles(home: Path): Seq[Path] =
    for (side <- Seq("p", "t")) yield {
      val directory = Files.createDirectories(home.resolve("files").resolve(side))
      val npy = spark.sql("SELECT mask_to_npy(array(array(1, 0)))").head().getAs[Array[Byte]](0)
      Files.write(directory.resolve("a.npy"), npy)
    }

  private def shards(directory: Path): Seq[Path] =
    children(directory).filter(_.toString.endsWith(".parquet"))

  private val schema = "id BIGINT, tags MAP<STRING, INT>, prediction ARRAY<ARRAY<DOUBLE>>, " +
    "target ARRAY<ARRAY<FLOAT>>"
  private def rows(count: Int, side: Int): Seq[Row] = {
    val random = new scala.util.Random(3)
    for (id <- 0 until count) yield {
      val prediction = Seq.fill(side, side)(random.nextDouble())
      Row(
        id.toLong,
        Map("k" -> id),
        if (id == 1) prediction.map(_.map(_.toFloat.toDouble)) else prediction,
        Seq.fill(side, side)(random.nextInt(4) * 85f)
      )
    }
  }
  private lazy val arrays = dataset(schema)(rows(40, 9): _*)

  it("keeps every item of both masks, and all other columns") {
    val output = packed("--input", arrays)
    val after = spark.read.parquet(output.toString)
    after.schema.toDDL shouldBe
      "id BIGINT,tags MAP<STRING, INT>,prediction BINARY,target BINARY"
    after.createOrReplaceTempView("after")
    spark.read.parquet(arrays).createOrReplaceTempView("before")
    // NPY files hold the items' bits, so that equal files mean equal items.
    spark
      .sql(
        "SELECT count(*) FROM before b JOIN after a USING (id) WHERE " +
          "a.prediction = mask_to_npy(b.prediction) AND a.target = mask_to_npy(b.target) AND " +
          "mask_values(a.target) = flatten(b.target) AND a.tags['k'] = b.tags['k'] AND " +
          "net2vec(a.prediction, a.target, 0.3) = net2vec(b.prediction, b.target, 0.3)"
      )
      .head()
      .getLong(0) shouldBe 40
    // f8 if needed, f4 if that is exact; targets of small integers as u1.
    spark
      .sql("SELECT DISTINCT length(prediction), length(target) FROM after ORDER BY 1")
      .collect() shouldBe Array(Row(128 + 4 * 81, 128 + 81), Row(128 + 8 * 81, 128 + 81))
  }

  it("gives what the input gives") {
    val settings = Seq("--group-by=id", "--factor-pos-class=0.3", "--target-thresh=100", "--json")
    val before = evaluated(Seq("--input", arrays) ++ settings: _*).json
    val output = packed("--input", arrays)
    val after = evaluated(Seq("--input", output.toString) ++ settings: _*).json
    after.get("overall") shouldBe before.get("overall")
    after.get("groups") shouldBe before.get("groups")
  }

  it("gives what the input gives at the threshold of the run lengths") {
    val output =
      packed("--input", arrays, "--target-encoding=rle", "--target-thresh=100")
    spark.read.parquet(output.toString).schema("target").dataType.sql shouldBe
      "STRUCT<size: ARRAY<INT>, counts: STRING>"
    evaluated("--input", output.toString, "--json").json.get("overall") shouldBe
      evaluated("--input", arrays, "--target-thresh=100", "--json").json.get("overall")
  }

  it("takes files with metadata, as evaluate does") {
    val people = Checkout.shared("data/coco-people")
    val files = packed(
      s"--predictions=$people/predictions",
      s"--targets=$people/targets",
      "--format=files",
      s"--metadata=$people/instances.csv",
      "--metadata-key=instance"
    )
    val coco = spark.read.parquet(files.toString)
    coco.columns shouldBe Array("stem", "instance", "image_id", "concept", "height", "width") ++
      Array("prediction_path", "target_path", "prediction", "target")
    coco.where("concept = 'person'").count() shouldBe 18
  }

  it("takes joined datasets and logits, as evaluate does") {
    val schema = "id BIGINT, mask ARRAY<DOUBLE>"
    val joined = packed(
      s"--predictions=${dataset(schema)(Row(1L, Seq(-3d, 3d)))}",
      s"--targets=${dataset(schema)(Row(1L, Seq(0d, 1d)))}",
      "--prediction=mask",
      "--target=mask",
      "--join-on=id",
      "--activation=sigmoid"
    )
    spark.read
      .parquet(joined.toString)
      .selectExpr("id", "mask_values(prediction)")
      .collect() shouldBe Array(Row(1L, Seq(-3f, 3f)))
  }

  it("writes row groups of a few megabytes, however large the masks are") {
    val output = packed("--input", dataset(schema)(rows(24, 300): _*), "--shards=1")
    shards(output) should have size 1
    val reader = ParquetFileReader.open(
      HadoopInputFile.fromPath(
        new org.apache.hadoop.fs.Path(shards(output).head.toString),
        new Configuration()
      )
    )
    try {
      val groups = reader.getFooter.getBlocks.asScala
      groups.size should be > 2
      all(groups.map(_.getTotalByteSize)) should be < (6L << 20)
      groups.map(_.getRowCount).sum shouldBe 24
    } finally reader.close()
  }

  it("writes as many shards as asked, and says what that saved") {
    val output = newDirectory().resolve("packed")
    val run = pack(s"--output=$output", "--input", arrays, "--shards=3")
    shards(output) should have size 3
    val before = Files.size(shards(Path.of(arrays)).head)
    val after = shards(output).map(Files.size).sum
    def kilo(bytes: Double) =
      if (bytes < 1000) f"${bytes.floor}%.0f B" else f"${bytes / 1000}%.1f kB"
    run.messages shouldBe Seq(
      s"$output: 40 pairs in 3 shards, ${kilo(after.toDouble)} in all, ${kilo(after / 80d)} per mask",
      s"The input takes ${kilo(before.toDouble)}, ${kilo(before / 80d)} per mask; a packed mask takes " +
        f"${100d * (after / 80) / (before / 80)}%.0f%% of that"
    )
  }

  describe("activations") {
    val schema = "concept STRING, layer ARRAY<ARRAY<ARRAY<FLOAT>>>, target ARRAY<ARRAY<INT>>"
    def layer(items: Float*): Seq[Seq[Seq[Float]]] = items.map(item => Seq(Seq(item, -0.1f)))
    val truth = Seq(Seq(0, 1, 1), Seq(0, 1, 0))
    lazy val layers =
      dataset(schema)(Row("dog", layer(0.25f, 3f), truth), Row("cat", layer(1f, -2f), truth))

    it("become NPY of halves under their name, and their targets run lengths of the foreground") {
      val output = newDirectory().resolve("packed")
      val run = pack(s"--output=$output", "--input", layers, "--activations=layer", "--shards=1")
      withClue(run.err)(run.exitCode shouldBe 0)
      run.messages.head should (startWith(s"$output: 2 pairs in 1 shards, ") and endWith(
        "per pair"
      ))
      run.messages(1) should (include("per pair; a packed pair takes ") and endWith("% of that"))
      spark.read
        .parquet(output.toString)
        .selectExpr("concept", "length(layer)", "mask_values(layer)", "target.counts")
        .orderBy("concept")
        .collect()
        .map(_.toSeq)
        .toSeq shouldBe Seq(
        Seq[Any]("cat", 128 + 8, Seq(1f, -0.099975586f, -2f, -0.099975586f), "231"),
        Seq[Any]("dog", 128 + 8, Seq(0.25f, -0.099975586f, 3f, -0.099975586f), "231")
      )
    }

    it("are as exact, and targets as whole, as asked for") {
      val output = packed(
        "--input",
        layers,
        "--activations=layer",
        "--activations-type=f4",
        "--target-encoding=npy"
      )
      val after = spark.read.parquet(output.toString)
      after.schema.toDDL shouldBe "concept STRING,layer BINARY,target BINARY"
      after.selectExpr("mask_values(layer)[1]").distinct().collect() shouldBe Array(Row(-0.1f))
    }

    it("are evaluated as before, but for their rounding") {
      val vectors = dataset("concept STRING, weights ARRAY<FLOAT>")(
        Row("dog", Seq(1f, 1f)),
        Row("cat", Seq(1f, 0.5f))
      )
      val settings = Seq(
        "--activations=layer",
        s"--concepts=$vectors",
        "--activation=sigmoid",
        "--resize=bilinear",
        "--group-by=concept",
        "--json"
      )
      def values(input: String): Seq[Double] =
        evaluated(Seq("--input", input) ++ settings: _*).json
          .get("groups")
          .asScala
          .map(_.get("value").asDouble)
          .toSeq
      val after = values(packed("--input", layers, "--activations=layer").toString)
      values(layers).zip(after).foreach { case (exact, rounded) =>
        rounded shouldBe exact +- 1e-3
      }
    }

    it("that are invalid are left out, with the reason of the mask that is") {
      val some = dataset(schema)(
        Row("fine", layer(1f), truth),
        Row("huge", layer(65520f), truth),
        Row("nan", layer(Float.NaN), truth),
        Row("null", null, truth),
        Row("no target", layer(1f), Seq(Seq(0), Seq(0, 1)))
      )
      val run = pack(
        "--input",
        some,
        "--id=concept",
        "--activations=layer",
        s"--output=${newDirectory().resolve("packed")}"
      )
      run.exitCode shouldBe 21
      run.messages.slice(2, 7).map(_.replaceAll(", in file:.*", "")) shouldBe Seq(
        "net2vec-eval: 4 of 5 rows are invalid: 1 NAN, 1 NULL_MASK, 1 OUT_OF_RANGE, 1 RAGGED",
        "  concept huge: OUT_OF_RANGE: activations has an item beyond the range of f2;" +
          " --activations-type f4 and f8 have larger ones",
        "  concept nan: NAN: activations is NaN at [0, 0, 0], but every item must be a number" +
          " (shape 1x1x2)",
        "  concept no target: RAGGED: target has 2 items at [1] and 1 in its first row, but all" +
          " rows must have the same length",
        "  concept null: NULL_MASK: activations is NULL, but must be a mask"
      )
      val flat = dataset("layer ARRAY<ARRAY<FLOAT>>, target ARRAY<ARRAY<INT>>")(
        Row(Seq(Seq(1f)), truth)
      )
      pack(
        "--input",
        flat,
        "--activations=layer",
        s"--output=${newDirectory().resolve("packed")}"
      ).err should include(
        "activations has shape 1x1, but must have rank 3: channels, height and width"
      )
    }

    it("are packed instead of predictions, not beside them") {
      val run = pack(
        "--input",
        layers,
        "--activations=layer",
        "--prediction=layer",
        s"--output=${newDirectory().resolve("packed")}"
      )
      run.exitCode shouldBe 2
      run.err should include("--activations is given instead of --prediction, not beside it")
    }
  }

  describe("invalid pairs") {
    lazy val some = dataset(Masks.schema)(
      Masks.all.map(_.row) :+ Row(11L, "cow", Seq(2.0f), Seq(0)): _*
    )

    it("are left out, named and kept apart, and too many of them by default") {
      val output = newDirectory().resolve("packed")
      val run = pack("--input", some, "--id=id", s"--output=$output")
      run.exitCode shouldBe 21
      run.messages.drop(2).map(_.replaceAll(", in file:.*", "")) shouldBe Seq(
        "net2vec-eval: 1 of 5 rows are invalid: 1 OUT_OF_RANGE",
        "  id 11: OUT_OF_RANGE: prediction is 2.0 at [0], but every item must be in [0, 1] " +
          "(shape 1)",
        "net2vec-eval: the share of invalid rows is 0.2, but --max-invalid-ratio is 0.0"
      )
      spark.read.parquet(output.toString).count() shouldBe 4
      val rejected = spark.read.parquet(output.resolve("_rejected.parquet").toString)
      rejected.selectExpr("id.id", "reason").collect() shouldBe Array(Row(11L, "OUT_OF_RANGE"))
      pack(
        "--input",
        some,
        s"--output=$output",
        "--overwrite",
        "--max-invalid-ratio=0.2"
      ).exitCode shouldBe 0
    }

    it("end it at the first where asked, and nothing is written") {
      val directory = newDirectory()
      val run = pack(
        "--input",
        some,
        "--id=id",
        "--on-invalid=fail",
        s"--output=${directory.resolve("packed")}"
      )
      run.exitCode shouldBe 21
      run.messages should have size 1
      run.messages.head should startWith("net2vec-eval: id 11: OUT_OF_RANGE: prediction is 2.0")
      children(directory) shouldBe empty
    }

    it("are those that have no run lengths, too, where these are asked for") {
      val run = pack(
        "--input",
        some,
        "--id=id",
        "--target-encoding=rle",
        "--target-thresh=0",
        s"--output=${newDirectory().resolve("packed")}"
      )
      run.exitCode shouldBe 21
      run.err should include(
        "5 of 5 rows are invalid: 1 OUT_OF_RANGE, 4 UNSUPPORTED"
      )
      run.err should include(
        "id 1: UNSUPPORTED: target has rank 1, but must have rank 2 to be packed as rle, in file:"
      )
      run.messages.last shouldBe "net2vec-eval: no row is valid, so nothing was packed"
    }
  }

  describe("a mistake") {
    def mistake(args: String*): String = {
      val run = pack(args: _*)
      run.exitCode shouldBe 2
      run.messages should have size 1
      run.messages.head.stripPrefix("net2vec-eval: ")
    }

    it("is an output that exists; --overwrite replaces it once the new one is whole") {
      val output = packed("--input", arrays)
      mistake("--input", arrays, s"--output=$output") shouldBe s"--output is $output, " +
        "which exists, but must be a new directory; --overwrite replaces it"
      pack("--input=/no/such", s"--output=$output", "--overwrite").exitCode shouldBe 2
      spark.read.parquet(output.toString).count() shouldBe 40
      pack("--input", arrays, s"--output=$output", "--overwrite", "--shards=1").exitCode shouldBe 0
      spark.read.parquet(output.toString).count() shouldBe 40
      shards(output) should have size 1
      children(output.getParent) shouldBe Seq(output)
    }

    it("is an output that is, holds or lies in the input, whatever it is called") {
      val apart = ", but must be a directory outside the input"
      val home = newDirectory().toRealPath()
      val data = packed("--input", arrays)
      Files.move(data, home.resolve("data"))
      val files = predictionFiles(home)
      Files.createSymbolicLink(home.resolve("link"), home.resolve("data"))
      Files.createDirectories(home.resolve("linked"))
      Files.createSymbolicLink(home.resolve("linked/p.parquet"), shards(home.resolve("data")).head)
      spark.sql(s"CREATE OR REPLACE VIEW packed_view AS SELECT * FROM parquet.`$home/data`")
      spark.sql(s"CREATE TABLE IF NOT EXISTS packed_table USING parquet LOCATION '$home/data'")
      val before = tree(home)

      val is = s"which is an input$apart"
      val holds = s"which contains the input file:$home/data$apart"
      val liesIn = s"which lies in the input file:$home/data$apart"
      val relative = Path.of("").toAbsolutePath.toRealPath().relativize(home)
      for (
        (input, output, which) <- Seq(
          (s"--input=$home/data", s"$home/data", is),
          (s"--input=$home/data", s"$home/data/", is),
          (s"--input=$home/data", s"file:$home/data", is),
          (s"--input=file://$home/data/", s"$home/./files/../data", is),
          (s"--input=$home/data", s"$relative/data", is),
          (s"--input=$home/data", s"$home/link", is),
          (s"--input=$home/link", s"$home/data", is),
          (s"--input=$home/data", s"$home", holds),
          (s"--input=$home/da*", s"$home", holds),
          (s"--input=$home/data", s"$home/data/new/er", liesIn),
          (s"--input=$home/data", s"$home/link/new", liesIn),
          (
            s"--input=$home/data/part-*",
            s"$home/data",
            s"which contains the input file:$home/data/part-"
          ),
          (
            s"--input=$home/linked",
            s"$home/data",
            s"which contains the input file:$home/linked/p.parquet$apart"
          ),
          ("--table=packed_view", s"$home/data", is),
          ("--table=packed_table", s"$home/link", is),
          (s"--query=SELECT * FROM parquet.`$home/data` LIMIT 3", s"$home/data", is)
        )
      ) withClue(s"$input --output=$output: ") {
        val run = pack(input, s"--output=$output", "--overwrite")
        run.exitCode shouldBe 2
        run.messages.mkString should startWith(s"net2vec-eval: --output is $output, $which")
      }
      for (
        (output, which) <- Seq(
          (s"$home/files/p", is),
          (s"$home/files", s"which contains the input file:$home/files/p$apart"),
          (s"$home/files/t/new", s"which lies in the input file:$home/files/t$apart")
        )
      )
        mistake(
          s"--predictions=$home/files/p",
          s"--targets=$home/files/t",
          "--format=files",
          s"--output=$output",
          "--overwrite"
        ) shouldBe s"--output is $output, $which"
      files should have size 2
      tree(home) shouldBe before
      // Reads one file of several in a directory.
      pack(
        s"--input=${shards(home.resolve("data")).head}",
        s"--output=$home/data-2"
      ).exitCode shouldBe 0
      pack(
        s"--input=${shards(home.resolve("data")).head}",
        s"--output=$home/data/new"
      ).exitCode shouldBe 0
    }

    it("is an output that net2vec-eval did not make") {
      val home = newDirectory()
      Files.createDirectories(home.resolve("src/main"))
      Files.writeString(home.resolve("src/main/Main.java"), "class Main {}")
      val others = dataset(schema)(rows(1, 2): _*)
      val ours = packed("--input", arrays)
      Files.writeString(ours.resolve("notes.txt"), "mine")
      Files.writeString(home.resolve("file"), "mine")
      val only = "but --overwrite replaces only directories that net2vec-eval created; delete " +
        "it, or choose another"
      for (
        (output, which) <- Seq(
          home.toString -> "which net2vec-eval did not create (it has no _net2vec.json)",
          others -> "which net2vec-eval did not create (it has no _net2vec.json)",
          s"$home/file" -> "which is a file",
          ours.toString -> "which contains notes.txt, a file that net2vec-eval did not create"
        )
      ) {
        val before = tree(Path.of(output))
        mistake("--input", arrays, s"--output=$output", "--overwrite") shouldBe
          s"--output is $output, $which, $only"
        tree(Path.of(output)) shouldBe before
      }
      val empty = newDirectory()
      pack("--input", arrays, s"--output=$empty", "--overwrite").exitCode shouldBe 0
      spark.read.parquet(empty.toString).count() shouldBe 40
    }

    it("is a threshold that is missing, or that nothing is done with") {
      mistake(
        "--input=i",
        "--output=o",
        "--target-encoding=rle"
      ) shouldBe "--target-encoding rle " +
        "keeps only the foreground, so it needs --target-thresh"
      mistake(
        "--input=i",
        "--output=o",
        "--target-thresh=1"
      ) shouldBe "--target-thresh is given, " +
        "but --target-encoding is npy, which keeps every item"
      mistake("--input=i", "--output=o", "--shards=0") shouldBe
        "--shards is 0, but must be at least 1"
    }

    it("is a column that takes a mask's name") {
      mistake("--input", arrays, "--prediction=target", s"--output=${newDirectory()}/o") shouldBe
        "the input has a column prediction besides --prediction target and --target target, " +
        "which are packed under the names prediction and target"
    }

    it("is an input without rows, of which nothing is left behind") {
      val directory = newDirectory()
      val none = dataset(Masks.schema)()
      val run = pack("--input", none, s"--output=$directory/packed")
      run.exitCode shouldBe 21
      run.messages shouldBe Seq(
        s"net2vec-eval: --input $none: there are no rows, so there is nothing to pack"
      )
      children(directory) shouldBe empty
    }
  }

  it("explains itself with whole commands") {
    val run = pack("--help")
    run.exitCode shouldBe 0
    run.out should include("net2vec-eval pack --input masks.parquet --output packed --shards 16")
    net2vecEval("--help").out should include("pack")
  }
}
