package dev.net2vec.sql

import org.apache.spark.sql.functions.udf
import scala.util.Random

/** Random plans give the same rows whether buffers are reused or not. */
class ReusedBuffersSpec extends SparkSpec with NpyMasks {
  private val plans = 200
  private val rows = 48

  private lazy val masks: Unit = {
    npyMasks(rows, files = 3, last = "40 + id % 2").createOrReplaceTempView("stored")
    spark.udf.register("same", udf((cell: Array[Byte]) => cell))
    spark.udf.register("sum_of", udf((cell: Array[Byte]) => cell.map(_ & 0xff).sum))
  }

  /** Returns a query whose rows have an id, a concept and both masks. */
  private def source(random: Random, depth: Int): String = {
    def below = source(random, depth - 1)
    val columns = "id, concept, prediction, target"
    if (depth == 0) "stored"
    else
      random.nextInt(13) match {
        case 0 => s"(SELECT * FROM $below WHERE id % ${2 + random.nextInt(5)} <> 1)"
        case 1 =>
          s"(SELECT * FROM $below WHERE net2vec(prediction, target) > ${random.nextInt(12)})"
        case 2 =>
          s"(SELECT $columns FROM (SELECT *, net2vec(prediction, target) AS s FROM $below) WHERE s > 5)"
        case 3 =>
          s"(SELECT * FROM $below ORDER BY id, concept, prediction LIMIT ${5 + random.nextInt(40)})"
        case 4 => s"(SELECT * FROM $below UNION ALL SELECT * FROM $below)"
        case 5 =>
          val hint = Seq("BROADCAST", "MERGE", "SHUFFLE_HASH")(random.nextInt(3))
          s"(SELECT /*+ $hint(b) */ a.id, a.concept, a.prediction, b.target FROM $below a " +
            "JOIN (SELECT DISTINCT id, target FROM stored) b USING (id))"
        case 6 =>
          s"(SELECT $columns FROM (SELECT *, row_number() OVER (PARTITION BY concept ORDER BY id, " +
            s"prediction, target) AS n FROM $below) WHERE n < ${2 + random.nextInt(12)})"
        case 7 =>
          "(SELECT id, concept, lag(prediction, 2, prediction) OVER (PARTITION BY concept, id % 2 ORDER " +
            s"BY id, prediction, target) AS prediction, target FROM $below)"
        case 8  => s"(SELECT id, concept, same(prediction) AS prediction, target FROM $below)"
        case 9  => s"(SELECT /*+ REPARTITION(2) */ * FROM $below)"
        case 10 => s"(SELECT $columns FROM $below LATERAL VIEW explode(array(1, 2)) AS n)"
        case 11 =>
          "(SELECT id, concept, max_by(prediction, (prediction, target)) AS prediction, max(target) AS " +
            s"target FROM $below GROUP BY id, concept)"
        case 12 => s"(SELECT * FROM $below WHERE id IN (SELECT id FROM $below))"
      }
  }

  private val score = "net2vec(prediction, target)"

  private def query(random: Random): String = {
    val from = source(random, Seq(0, 0, 0, 1, 1, 2, 3)(random.nextInt(7)))
    random.nextInt(12) match {
      case 0 => s"SELECT id, $score FROM $from"
      case 1 => s"SELECT concept, net2vec_mean(prediction, target) FROM $from GROUP BY concept"
      case 2 => s"SELECT net2vec_sum(prediction, target), count(*) FROM $from"
      case 3 => s"SELECT id, sha2(prediction, 256), $score FROM $from"
      case 4 =>
        "SELECT concept, array_sort(transform(collect_list(prediction), p -> sha2(p, 256))), " +
          s"net2vec_sum(prediction, target) FROM $from GROUP BY concept"
      case 5 => s"SELECT net2vec_mean(DISTINCT prediction, target) FROM $from"
      case 6 =>
        s"SELECT concept, id % 2, net2vec_mean(prediction, target) FROM $from GROUP BY ROLLUP (concept, id % 2)"
      case 7 => s"SELECT concept, percentile($score, 0.25) FROM $from GROUP BY concept"
      case 8 => s"SELECT id, sum_of(prediction), mask_iou(prediction, target) FROM $from"
      case 9 =>
        s"SELECT concept, sort_array(collect_list($score)), max(sum_of(target)) FROM $from GROUP BY concept"
      case 10 => s"SELECT target, net2vec_mean(prediction, target) FROM $from GROUP BY target"
      case 11 =>
        s"SELECT id, $score, net2vec_sum(prediction, target) OVER (PARTITION BY concept) FROM $from"
    }
  }

  /** Returns a query's rows, in any order, and whether its plan reuses buffers. */
  private def run(query: String, cached: Boolean, reuse: Boolean): (Seq[String], Boolean) =
    withConf("spark.net2vec.reuseBuffers" -> reuse.toString) {
      val result = sql(query)
      if (cached) result.persist()
      try {
        val found = result.collect().map(_.toSeq.map(shown).mkString(" ")).toSeq.sorted
        (found, result.queryExecution.toString.contains("buffers of"))
      } finally result.unpersist(blocking = true)
    }

  private def shown(value: Any): String = value match {
    case bytes: Array[Byte] => bytes.map("%02x".format(_)).mkString
    case other              => String.valueOf(other)
  }

  it("is so for 200 plans of joins, windows, caches, functions of users and aggregates") {
    masks
    var reused, empty = 0
    for (seed <- 1 to plans) {
      val random = new Random(seed)
      val asked = query(random)
      val cached = random.nextInt(4) == 0
      withConf(
        "spark.sql.adaptive.enabled" -> random.nextBoolean().toString,
        "spark.sql.codegen.wholeStage" -> random.nextBoolean().toString,
        "spark.sql.codegen.factoryMode" ->
          (if (random.nextInt(4) == 0) "NO_CODEGEN" else "FALLBACK"),
        "spark.sql.parquet.columnarReaderBatchSize" -> Seq("5", "4096")(random.nextInt(2))
      ) {
        withClue(s"plan $seed, $asked:") {
          val (found, isReused) = run(asked, cached, reuse = true)
          // Else the plan is the same without.
          if (isReused) {
            val (expected, isReusedStill) = run(asked, cached, reuse = false)
            found shouldBe expected
            isReusedStill shouldBe false
            reused += 1
          }
          if (found.isEmpty) empty += 1
        }
      }
    }
    // Else the comparison would show little.
    reused should be > plans / 4
    empty should be < plans / 20
    info(s"$reused of $plans plans reuse buffers")
  }
}
