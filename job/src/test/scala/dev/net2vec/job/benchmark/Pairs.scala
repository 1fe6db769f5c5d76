package dev.net2vec.job.benchmark

import java.nio.file.Path
import java.util.SplittableRandom
import org.apache.spark.sql.SparkSession

/** A pair as it is written: a soft disc with noise, so that no dictionary makes it small, and its
  * target.
  */
final case class Pair(id: Long, grp: Long, prediction: Array[Float], target: Array[Short])

/** Seeded pairs of square masks, the same rows in each layout.
  *
  * @param perGroup
  *   how many instances a group has
  */
final case class Pairs(
    rows: Long,
    side: Int,
    perGroup: Long,
    directory: Path,
    layouts: Seq[Layout] = Layout.all
) {
  def path(layout: Layout): String = directory.resolve(layout.name).toString

  /** The first rows alone, for what is too slow to read them all. */
  def few(layout: Layout): String = directory.resolve(s"few-${layout.name}").toString

  val fewRows: Long = math.max(1, rows / 50)

  def write(spark: SparkSession): Unit = {
    import spark.implicits._
    val (height, seed) = (side, 7L)
    val groups = math.max(1, rows / perGroup)
    val all = spark
      .range(0, rows, 1, 4)
      .map { id =>
        val random = new SplittableRandom(seed + id)
        val radius = height * (0.2 + 0.3 * random.nextDouble())
        val prediction = new Array[Float](height * height)
        val target = new Array[Short](height * height)
        for (i <- prediction.indices) {
          val (y, x) = (i / height - height / 2.0, i % height - height / 2.0)
          val inside = y * y + x * x < radius * radius
          val soft = (if (inside) 0.8 else 0.1) + 0.2 * (random.nextDouble() - 0.5)
          prediction(i) = math.min(1, math.max(0, soft)).toFloat
          target(i) = if (inside) 1 else 0
        }
        Pair(id, id % groups, prediction, target)
      }
    Seq(path _, few _).foreach { to =>
      val flat = if (to(layouts.head) == path(layouts.head)) all else all.limit(fewRows.toInt)
      flat.write.mode("overwrite").parquet(directory.resolve("flat").toString)
      val stored = spark.read.parquet(directory.resolve("flat").toString)
      layouts.foreach { layout =>
        stored
          .selectExpr(
            "id",
            "grp",
            layout.of("prediction", side) + " AS prediction",
            layout.of("cast(target AS ARRAY<TINYINT>)", side) + " AS target"
          )
          .write
          .mode("overwrite")
          .parquet(to(layout))
      }
    }
  }
}

/** How the masks of a dataset are stored. */
sealed abstract class Layout(val name: String) {

  /** From a flat array of a square mask. */
  def of(mask: String, side: Int): String

  /** A flat array of a cell, in Spark's SQL and in DuckDB's; none where they have no function for
    * it.
    */
  def flat(mask: String): Option[String]
}

object Layout {
  val all: Seq[Layout] = Seq(Flat, Nested, Npy)

  case object Flat extends Layout("1-D arrays") {
    override def of(mask: String, side: Int): String = mask
    override def flat(mask: String): Option[String] = Some(mask)
  }

  case object Nested extends Layout("2-D arrays") {
    override def of(mask: String, side: Int): String =
      s"transform(sequence(0, ${side - 1}), y -> slice($mask, y * $side + 1, $side))"
    override def flat(mask: String): Option[String] = Some(s"flatten($mask)")
  }

  case object Npy extends Layout("NPY") {
    override def of(mask: String, side: Int): String = s"mask_to_npy(${Nested.of(mask, side)})"
    override def flat(mask: String): Option[String] = None
  }
}
