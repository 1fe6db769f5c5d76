package dev.net2vec.job.benchmark

import java.nio.file.{Files => Disk, Path}
import org.apache.spark.sql.DataFrame

/** Pairs on disk.
  *
  * @param batch
  *   number of rows that fit into 16 MB, with all that Spark adds to them
  */
final case class Dataset(layout: Layout, path: String, rows: Long, side: Int, batch: Int) {

  /** As a [[Worker]] reads it. */
  def line: String = s"${layout.name}\t$path\t$rows\t$side\t$batch"
}

/** How the masks of a dataset are stored. */
sealed abstract class Layout(val name: String) {
  def write(pairs: DataFrame, to: Path): Unit
}

object Layout {

  /** Those that have a table. */
  val all: Seq[Layout] = Seq(Flat, Npy, Files)

  /** @param of
    *   the SQL that converts a mask from nested arrays
    */
  sealed abstract class Columns(name: String, of: String => String) extends Layout(name) {
    override def write(pairs: DataFrame, to: Path): Unit =
      pairs
        .selectExpr(
          "id",
          "grp",
          of("prediction") + " AS prediction",
          of("cast(target AS ARRAY<ARRAY<TINYINT>>)") + " AS target"
        )
        .write
        // The default buffers a hundred masks before it first checks the size.
        .option("parquet.page.size.row.check.min", 4)
        .parquet(to.toString)
  }

  case object Flat extends Columns("1-D arrays", mask => s"flatten($mask)")

  case object Nested extends Columns("2-D arrays", identity)

  case object Npy extends Columns("NPY", mask => s"mask_to_npy($mask)")

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
