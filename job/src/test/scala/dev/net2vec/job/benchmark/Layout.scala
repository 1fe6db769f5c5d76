package dev.net2vec.job.benchmark

import java.nio.file.{Files => Disk, Path}
import org.apache.spark.sql.DataFrame

/** Pairs on disk.
  *
  * @param side
  *   height and width of the targets
  * @param small
  *   height and width of the predictions
  * @param batch
  *   number of rows that fit into 16 MB, with all that Spark adds to them
  */
final case class Dataset(
    layout: Layout,
    path: String,
    rows: Long,
    side: Int,
    small: Int,
    batch: Int
) {

  /** As a [[Worker]] reads it. */
  def line: String = s"${layout.name}\t$path\t$rows\t$side\t$small\t$batch"
}

/** How the masks of a dataset are stored. */
sealed abstract class Layout(val name: String) {
  def write(pairs: DataFrame, to: Path): Unit
}

object Layout {

  /** Of predictions and targets of the same size. */
  val same: Seq[Layout] = Seq(Flat, Npy, Files)

  /** Of predictions that are smaller than their targets. */
  val small: Seq[Layout] = Seq(Coco, Npy, Files)

  /** @param prediction
    *   the SQL that converts a mask from nested arrays
    * @param target
    *   the same for targets
    */
  sealed abstract class Columns(
      name: String,
      prediction: String => String,
      target: String => String
  ) extends Layout(name) {
    override def write(pairs: DataFrame, to: Path): Unit =
      pairs
        .selectExpr(
          "id",
          "grp",
          prediction("prediction") + " AS prediction",
          target("cast(target AS ARRAY<ARRAY<TINYINT>>)") + " AS target"
        )
        .write
        // The default buffers a hundred masks before it first checks the size.
        .option("parquet.page.size.row.check.min", 4)
        .parquet(to.toString)
  }

  case object Flat extends Columns("1-D arrays", flat, flat)

  case object Nested extends Columns("2-D arrays", identity, identity)

  case object Npy extends Columns("NPY", npy, npy)

  case object Coco
      extends Columns("2-D arrays and COCO RLE", identity, mask => s"mask_to_rle($mask)")

  /** Predictions that were made as large as their targets before they were stored. */
  case object Enlarged
      extends Columns(
        "1-D arrays, enlarged",
        mask => s"""transform(
             |  mask_values(mask_resize($mask, size(target), size(target))),
             |  item -> cast(item AS FLOAT))""".stripMargin,
        flat
      )

  private def flat(mask: String): String = s"flatten($mask)"

  private def npy(mask: String): String = s"mask_to_npy($mask)"

  /** Files as NumPy writes them, each one mask. */
  case object Files extends Layout("files") {
    override def write(pairs: DataFrame, to: Path): Unit = {
      val (predictions, targets) =
        (to.resolve("predictions").toString, to.resolve("targets").toString)
      Seq(predictions, targets).foreach(directory => Disk.createDirectories(Path.of(directory)))
      pairs
        .selectExpr(
          "id",
          "mask_to_npy(prediction)",
          "mask_to_npy(cast(target AS ARRAY<ARRAY<TINYINT>>))"
        )
        .foreach { row =>
          for ((directory, column) <- Seq(predictions -> 1, targets -> 2))
            Disk.write(Path.of(directory, s"${row.getLong(0)}.npy"), row.getAs[Array[Byte]](column))
        }
    }
  }
}
