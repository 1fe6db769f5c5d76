package dev.net2vec.job.benchmark

import java.nio.file.Path
import java.util.SplittableRandom
import org.apache.spark.sql.SparkSession

/** A pair as it is written: a soft disc with noise, so that dictionary encoding does not shrink it,
  * and its target.
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
  *   number of instances in a group
  */
final case class Pairs(
    rows: Long,
    side: Int,
    perGroup: Long,
    directory: Path,
    layouts: Seq[Layout] = Layout.all
) {
  def path(layout: Layout): String = directory.resolve(layout.name).toString

  /** Path of the first rows only, for contenders that are too slow to read all. */
  def few(layout: Layout): String = directory.resolve(s"few-${layout.name}").toString

  /** Batch sizes in rows that suit the masks: up to about 16 MB, including levels. */
  val batches: Seq[Int] =
    Seq(1, 2, 4, 8, 16, 32).filter(rows => rows == 1 || rows * side * side <= (16 << 20) / 25)

  val fewRows: Long = math.max(1, rows / 50)

  def write(spark: SparkSession): Unit = {
    import spark.implicits._
    // Copies, as tasks cannot serialise `this`.
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
          // The default buffers a hundred masks before it first checks the size.
          .option("parquet.page.size.row.check.min", 4)
          .parquet(to)
      }
  }
}

/** How the masks of a dataset are stored. */
sealed abstract class Layout(val name: String) {

  /** The SQL that converts a mask from nested arrays to this layout. */
  def of(mask: String): String

  /** The SQL, of both Spark and DuckDB, for a cell as a flat array; none if they have no function
    * for it.
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
