package dev.net2vec.job.benchmark

import java.nio.file.Path
import java.util.SplittableRandom
import org.apache.spark.sql.SparkSession

/** A pair as it is written: a soft disc with noise, so that no dictionary makes it small, and its
  * target.
  */
final case class Pair(
    id: Long,
    grp: Long,
    prediction: Array[Array[Float]],
    target: Array[Array[Short]]
)

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

  /** How many rows at a time suit the masks: up to some 16 MB, levels and all. */
  val batches: Seq[Int] =
    Seq(1, 2, 4, 8, 16, 32).filter(rows => rows == 1 || rows * side * side <= (16 << 20) / 25)

  val fewRows: Long = math.max(1, rows / 50)

  def write(spark: SparkSession): Unit = {
    import spark.implicits._
    // This cannot go to the tasks, so they take these.
    val (length, seed) = (side, 7L)
    val groups = math.max(1, rows / perGroup)
    val all = spark
      .range(0, rows, 1, 4)
      .map { id =>
        val random = new SplittableRandom(seed + id)
        val radius = length * (0.2 + 0.3 * random.nextDouble())
        val prediction = Array.ofDim[Float](length, length)
        val target = Array.ofDim[Short](length, length)
        for (row <- 0 until length; column <- 0 until length) {
          val (y, x) = (row - length / 2.0, column - length / 2.0)
          val inside = y * y + x * x < radius * radius
          val soft = (if (inside) 0.8 else 0.1) + 0.2 * (random.nextDouble() - 0.5)
          prediction(row)(column) = math.min(1, math.max(0, soft)).toFloat
          target(row)(column) = if (inside) 1 else 0
        }
        Pair(id, id % groups, prediction, target)
      }
    val once = directory.resolve("once").toString
    all.write.mode("overwrite").parquet(once)
    for (layout <- layouts; (to, limit) <- Seq(path(layout) -> rows, few(layout) -> fewRows))
      Contender.tuned(spark, batches.last) {
        spark.read
          .parquet(once)
          .where(s"id < $limit")
          .selectExpr(
            "id",
            "grp",
            layout.of("prediction") + " AS prediction",
            layout.of("cast(target AS ARRAY<ARRAY<TINYINT>>)") + " AS target"
          )
          .write
          .mode("overwrite")
          // Or a hundred masks would be held before one is written.
          .option("parquet.page.size.row.check.min", 4)
          .parquet(to)
      }
  }
}

/** How the masks of a dataset are stored. */
sealed abstract class Layout(val name: String) {

  /** From the rows of a mask. */
  def of(mask: String): String

  /** A flat array of a cell, in Spark's SQL and in DuckDB's; none where they have no function for
    * it.
    */
  def flat(mask: String): Option[String]
}

object Layout {
  val all: Seq[Layout] = Seq(Flat, Nested, Npy)

  case object Flat extends Layout("1-D arrays") {
    override def of(mask: String): String = s"flatten($mask)"
    override def flat(mask: String): Option[String] = Some(mask)
  }

  case object Nested extends Layout("2-D arrays") {
    override def of(mask: String): String = mask
    override def flat(mask: String): Option[String] = Some(s"flatten($mask)")
  }

  case object Npy extends Layout("NPY") {
    override def of(mask: String): String = s"mask_to_npy($mask)"
    override def flat(mask: String): Option[String] = None
  }
}
