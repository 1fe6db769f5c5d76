package dev.net2vec.job.benchmark

import java.nio.file.{Files, Path}
import java.util.SplittableRandom
import org.apache.commons.io.FileUtils
import org.apache.spark.sql.SparkSession

/** A pair as it is generated. */
final case class Pair(
    id: Long,
    grp: Long,
    prediction: Array[Array[Float]],
    target: Array[Array[Short]]
)

/** Seeded pairs of square masks, the same in each layout. Targets are discs.
  *
  * @param perGroup
  *   number of instances in a group
  */
final case class Pairs(
    rows: Long,
    side: Int,
    perGroup: Long,
    directory: Path,
    predictions: Predictions = Noise
) {

  /** Batch sizes in rows that suit the masks: up to about 16 MB, including levels. */
  val batches: Seq[Int] =
    Seq(1, 2, 4, 8, 16, 32).filter(rows => rows == 1 || rows * side * side <= (16 << 20) / 25)

  /** The first of the pairs, which are written unless they are there. */
  def dataset(spark: SparkSession, layout: Layout, first: Long = rows): Dataset = {
    val path = directory.resolve(s"${layout.name}-$first".replace(' ', '-'))
    if (!Files.exists(path)) tuned(spark) {
      layout.write(spark.read.parquet(generated(spark)).where(s"id < $first"), path)
    }
    val small = if (layout == Layout.Enlarged) side else predictions.side(side)
    Dataset(layout, path.toString, first, side, small, batches.last)
  }

  /** The mean value of the first of the pairs, without rounding errors. */
  def exact(spark: SparkSession, first: Long = rows): Double = {
    import spark.implicits._
    val sum = tuned(spark) {
      spark.read
        .parquet(generated(spark))
        .where(s"id < $first")
        .as[Pair]
        .map(Exact.twice)
        .reduce(_ + _)
    }
    (sum / Exact.unit / 2 / first).toDouble
  }

  def delete(): Unit = FileUtils.deleteDirectory(directory.toFile)

  private def tuned[T](spark: SparkSession)(body: => T): T =
    SparkTools.tuned(spark, batches.last)(body)

  private def generated(spark: SparkSession): String = {
    import spark.implicits._
    val path = directory.resolve("generated")
    if (!Files.exists(path)) {
      // Copies, as tasks cannot serialise `this`.
      val (length, seed, kind) = (side, 7L, predictions)
      val groups = math.max(1, rows / perGroup)
      spark
        .range(0, rows, 1, 4)
        .map { id =>
          val random = new SplittableRandom(seed + id)
          val disc = Disc(length, 0.2 + 0.3 * random.nextDouble())
          Pair(id, id % groups, kind.of(disc, random), disc.mask)
        }
        .write
        .parquet(path.toString)
    }
    path.toString
  }
}

/** A centred disc in a square.
  *
  * @param radius
  *   as a part of the square's side
  */
final case class Disc(side: Int, radius: Double) {
  def mask: Array[Array[Short]] =
    Array.tabulate(side, side)((row, column) =>
      if (has((row + 0.5) / side, (column + 0.5) / side)) 1.toShort else 0.toShort
    )

  /** Whether a point of the unit square is in the disc. */
  def has(y: Double, x: Double): Boolean = math.hypot(y - 0.5, x - 0.5) < radius
}
